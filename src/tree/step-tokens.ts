import type {CallTree} from './call-tree.js';
import {SPAN_KINDS} from '../model/kinds.js';
import type {SpanTable} from './span-table.js';

const LLM = SPAN_KINDS.indexOf('llm');
/** Rows looked at for the call that a row without steps repeats (STYLE H5): twins start together. */
const TWIN_SEARCH_ROWS = 16;

export interface StepTokens {
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cachedReadTokens: Float64Array;
}

/**
 * Tokens of each step. Only rows whose usage counts give any, each to one step: its own; else (a
 * wrapper told the usage of the call inside it) the first model call or else step below it; else the
 * twin it repeats; else the nearest step above. So the sum over steps is the run's. Rows whose usage counts never
 * hold each other, so the search below is linear in all.
 */
export function buildStepTokens(
  spans: SpanTable,
  tree: CallTree,
  stepOfRow: Int32Array,
  steps: number,
): StepTokens {
  const column = (): Float64Array => new Float64Array(steps).fill(NaN);
  const tokens = {inputTokens: column(), outputTokens: column(), cachedReadTokens: column()};
  for (let row = 0; row < spans.count; row++) {
    if (tree.usageCounts[row] !== 1) continue;
    const step = findPayingStep(spans, tree, stepOfRow, row);
    if (step < 0) continue;
    add(tokens.inputTokens, step, spans.inputTokens[row]);
    add(tokens.outputTokens, step, spans.outputTokens[row]);
    add(tokens.cachedReadTokens, step, spans.cachedReadTokens[row]);
  }
  return tokens;
}

function findPayingStep(
  spans: SpanTable,
  tree: CallTree,
  stepOfRow: Int32Array,
  row: number,
): number {
  const own = stepOfRow[row] ?? -1;
  if (own >= 0) return own;
  let below = -1;
  const place = tree.preIndex[row] ?? 0;
  for (let i = place + 1; i < place + (tree.size[row] ?? 1); i++) {
    const inner = tree.preOrder[i] ?? 0;
    const step = stepOfRow[inner] ?? -1;
    if (step < 0) continue;
    if (spans.kind[inner] === LLM) return step;
    if (below < 0) below = step;
  }
  if (below >= 0) return below;
  const twin = findTwin(spans, tree, stepOfRow, row);
  if (twin >= 0) return twin;
  let above = tree.parent[row] ?? -1;
  while (above >= 0 && (stepOfRow[above] ?? -1) < 0) above = tree.parent[above] ?? -1;
  return above < 0 ? -1 : (stepOfRow[above] ?? -1);
}

/** The model call of the same agent, held in the row's time, that another instrumentation recorded. */
function findTwin(spans: SpanTable, tree: CallTree, stepOfRow: Int32Array, row: number): number {
  if (spans.kind[row] !== LLM) return -1;
  for (let other = row - 1; other <= row + TWIN_SEARCH_ROWS; other++) {
    if ((stepOfRow[other] ?? -1) < 0 || spans.kind[other] !== LLM) continue;
    const held =
      tree.agentRow[other] === tree.agentRow[row] &&
      (spans.startUs[other] ?? NaN) >= (spans.startUs[row] ?? NaN) &&
      (spans.endUs[other] ?? NaN) <= (spans.endUs[row] ?? NaN);
    if (held) return stepOfRow[other] ?? -1;
  }
  return -1;
}

function add(sums: Float64Array, step: number, amount = NaN): void {
  if (Number.isNaN(amount)) return;
  const sum = sums[step] ?? NaN;
  sums[step] = Number.isNaN(sum) ? amount : sum + amount;
}
