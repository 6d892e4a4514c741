import {toSpanKind, type SpanTable} from './span-table.js';
import type {TreeShape} from './tree-shape.js';

export interface TreeUsage {
  /** 1 where the row's own usage counts. */
  readonly usageCounts: Uint8Array;
  readonly subtreeInputTokens: Float64Array;
  readonly subtreeOutputTokens: Float64Array;
}

interface Nodes {
  readonly parent: Int32Array;
  readonly shape: TreeShape;
  /** Rows whose usage another row repeats although it stands beside them, not below. */
  readonly repeated: ReadonlySet<number>;
}

const {isNaN} = Number;

/**
 * Rolls tokens up: a row's usage counts if and only if no descendant has usage, so that a total
 * kept by an agent or a second instrumentation is not added to its parts. A model call is no total
 * of the calls that its tools and agents make later: only descendants that no tool or agent
 * separates from it stand for it.
 *
 *     llm 100 > tool > agent > llm 40     both count: the reply asked for the sub-agent
 *     llm 100 > llm 100                   the inner one counts: one call, seen twice
 *
 * O(n).
 */
export function buildTreeUsage(spans: SpanTable, {parent, shape, repeated}: Nodes): TreeUsage {
  const count = parent.length;
  const usageCounts = new Uint8Array(count);
  const usageBelow = new Uint8Array(count);
  const sameCallBelow = new Uint8Array(count);
  const subtreeInputTokens = new Float64Array(count);
  const subtreeOutputTokens = new Float64Array(count);
  for (let i = count - 1; i >= 0; i--) {
    const row = shape.preOrder[i] ?? 0;
    const inputTokens = spans.inputTokens[row] ?? NaN;
    const outputTokens = spans.outputTokens[row] ?? NaN;
    const reported = !isNaN(inputTokens) || !isNaN(outputTokens);
    const kind = toSpanKind(spans.kind[row] ?? -1);
    const below = kind === 'llm' ? sameCallBelow[row] : usageBelow[row];
    const counts = reported && below === 0 && !repeated.has(row);
    if (counts) {
      usageCounts[row] = 1;
      add(subtreeInputTokens, row, inputTokens);
      add(subtreeOutputTokens, row, outputTokens);
    }
    const above = parent[row] ?? -1;
    if (above < 0) continue;
    if (reported || usageBelow[row] === 1) usageBelow[above] = 1;
    const separates = kind === 'tool' || kind === 'agent' || kind === 'handoff';
    if (!separates && (reported || sameCallBelow[row] === 1)) sameCallBelow[above] = 1;
    add(subtreeInputTokens, above, subtreeInputTokens[row] ?? 0);
    add(subtreeOutputTokens, above, subtreeOutputTokens[row] ?? 0);
  }
  return {usageCounts, subtreeInputTokens, subtreeOutputTokens};
}

function add(sums: Float64Array, row: number, amount: number): void {
  if (!isNaN(amount)) sums[row] = (sums[row] ?? 0) + amount;
}
