import {TREE_DEFECT} from './call-tree.js';
import {PairIndex} from './pair-index.js';
import {fromSpanKind} from './span-table.js';
import type {SpanTable} from './span-table.js';
import type {TreeShape} from './tree-shape.js';

const LLM = fromSpanKind('llm');
const TOOL = fromSpanKind('tool');
const AGENT = fromSpanKind('agent');
const HANDOFF = fromSpanKind('handoff');

/** Model calls of one agent that are open at once and compared with a new one (STYLE H5). */
const MAX_OPEN_CALLS = 16;

interface Nodes {
  readonly parent: Int32Array;
  readonly agentRow: Int32Array;
  readonly shape: TreeShape;
}

/**
 * Marks the rows that show a call a second time, because two instrumentations recorded it:
 * - an LLM span that holds another LLM span with no tool, hand-off or agent between: the outer one;
 * - an LLM span of another scope that holds an LLM span of the same agent in time, with no
 *   different usage: the outer one;
 * - a tool (or agent) span right inside one of the same name, with the same call (or instance) id
 *   or by another scope: the inner one.
 *
 * Returns the marked rows whose usage is told again by a row that is not below them. O(n).
 */
export function markDuplicateCalls(
  spans: SpanTable,
  nodes: Nodes,
  defects: Uint8Array,
): ReadonlySet<number> {
  markNestedCalls(spans, nodes, defects);
  if (countLlmScopes(spans) < 2) return new Set();
  return markCallsHeldInTime(spans, nodes.agentRow, defects);
}

function markNestedCalls(spans: SpanTable, {parent, shape}: Nodes, defects: Uint8Array): void {
  // Nearest LLM, tool, agent or hand-off row at or above each row.
  const actor = new Int32Array(parent.length).fill(-1);
  for (const row of shape.preOrder) {
    const above = parent[row] ?? -1;
    const outer = above < 0 ? -1 : (actor[above] ?? -1);
    const kind = row < spans.count ? spans.kind[row] : undefined;
    const acts = kind === LLM || kind === TOOL || kind === AGENT || kind === HANDOFF;
    actor[row] = acts ? row : outer;
    if (!acts || outer < 0 || spans.kind[outer] !== kind) continue;
    if (kind === LLM) mark(defects, outer);
    else if (kind !== HANDOFF && isSameInner(spans, outer, row)) mark(defects, row);
  }
}

function isSameInner(spans: SpanTable, outer: number, inner: number): boolean {
  const isTool = spans.kind[inner] === TOOL;
  const names = isTool ? spans.toolName : spans.agentName;
  const ids = isTool ? spans.toolCallId : spans.agentId;
  const name = (row: number): number | undefined =>
    (names[row] ?? -1) >= 0 ? names[row] : spans.name[row];
  if (name(outer) !== name(inner)) return false;
  const [outerId, innerId] = [ids[outer] ?? -1, ids[inner] ?? -1];
  if (outerId >= 0 && innerId >= 0) return outerId === innerId;
  return areScopesDifferent(spans, outer, inner);
}

/** Sweeps the model calls of each (trace, agent) in run order. */
function markCallsHeldInTime(
  spans: SpanTable,
  agentRow: Int32Array,
  defects: Uint8Array,
): ReadonlySet<number> {
  const repeated = new Set<number>();
  const groups = new PairIndex();
  const openOf: number[][] = [];
  for (let row = 0; row < spans.count; row++) {
    if (spans.kind[row] !== LLM || isMarked(defects, row)) continue;
    const start = spans.startUs[row] ?? NaN;
    if (!((spans.endUs[row] ?? NaN) >= start)) continue;
    const group = groups.intern(spans.traceId[row] ?? -1, agentRow[row] ?? -1);
    const open = (openOf[group] ?? []).filter((other) => (spans.endUs[other] ?? 0) >= start);
    for (const other of open) {
      if (isMarked(defects, row) || isMarked(defects, other)) continue;
      if (!isSameCall(spans, other, row)) continue;
      const [outer, inner] = isHeldIn(spans, row, other) ? [other, row] : [row, other];
      if (!isHeldIn(spans, inner, outer)) continue;
      mark(defects, outer);
      if (hasUsage(spans, inner)) repeated.add(outer);
    }
    open.push(row);
    if (open.length > MAX_OPEN_CALLS) open.shift();
    openOf[group] = open;
  }
  return repeated;
}

function hasUsage({inputTokens, outputTokens}: SpanTable, row: number): boolean {
  return !(Number.isNaN(inputTokens[row]) && Number.isNaN(outputTokens[row]));
}

function isSameCall(spans: SpanTable, a: number, b: number): boolean {
  return (
    areScopesDifferent(spans, a, b) &&
    isNoDifference(spans.inputTokens[a], spans.inputTokens[b]) &&
    isNoDifference(spans.outputTokens[a], spans.outputTokens[b])
  );
}

function areScopesDifferent({scope}: SpanTable, a: number, b: number): boolean {
  const [one, other] = [scope?.[a] ?? -1, scope?.[b] ?? -1];
  return one >= 0 && other >= 0 && one !== other;
}

function isHeldIn({startUs, endUs}: SpanTable, inner: number, outer: number): boolean {
  return (
    (startUs[inner] ?? NaN) >= (startUs[outer] ?? NaN) &&
    (endUs[inner] ?? NaN) <= (endUs[outer] ?? NaN)
  );
}

/** An amount that is not reported differs from nothing. */
function isNoDifference(a = NaN, b = NaN): boolean {
  return Number.isNaN(a) || Number.isNaN(b) || a === b;
}

function countLlmScopes({kind, scope, count}: SpanTable): number {
  const seen = new Set<number>();
  if (scope === undefined) return 0;
  for (let row = 0; row < count; row++) {
    if (kind[row] === LLM && (scope[row] ?? -1) >= 0) seen.add(scope[row] ?? -1);
  }
  return seen.size;
}

function isMarked(defects: Uint8Array, row: number): boolean {
  return ((defects[row] ?? 0) & TREE_DEFECT.duplicateCall) !== 0;
}

function mark(defects: Uint8Array, row: number): void {
  defects[row] = (defects[row] ?? 0) | TREE_DEFECT.duplicateCall;
}
