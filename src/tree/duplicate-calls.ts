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
 * - of these two the inner one instead, where it is the only one inside, its usage is no other, and only the outer one
 *   holds what was said (an SDK that traces its own requests, below an instrumentation that records messages);
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

const NONE = -1;
const SEVERAL = -2;

function markNestedCalls(spans: SpanTable, {parent, shape}: Nodes, defects: Uint8Array): void {
  // Nearest LLM, tool, agent or hand-off row at or above each row.
  const actor = new Int32Array(parent.length).fill(-1);
  // The LLM row right inside each LLM row.
  const innerCall = new Int32Array(parent.length).fill(NONE);
  for (const row of shape.preOrder) {
    const above = parent[row] ?? -1;
    const outer = above < 0 ? -1 : (actor[above] ?? -1);
    const kind = row < spans.count ? spans.kind[row] : undefined;
    const acts = kind === LLM || kind === TOOL || kind === AGENT || kind === HANDOFF;
    actor[row] = acts ? row : outer;
    if (!acts || outer < 0 || spans.kind[outer] !== kind) continue;
    if (kind === LLM) innerCall[outer] = innerCall[outer] === NONE ? row : SEVERAL;
    else if (kind !== HANDOFF && isSameInner(spans, outer, row)) mark(defects, row);
  }
  markOuterOrInner(spans, {shape, innerCall}, defects);
}

/** From the inside out, so that of a whole nest of rows for one call a single one is left. */
function markOuterOrInner(
  spans: SpanTable,
  {shape, innerCall}: {readonly shape: TreeShape; readonly innerCall: Int32Array},
  defects: Uint8Array,
): void {
  // The row that stands for the call below an outer row, where it is a single call.
  const standsFor = Int32Array.from(innerCall);
  for (let i = shape.preOrder.length - 1; i >= 0; i--) {
    const outer = shape.preOrder[i] ?? 0;
    const inner = innerCall[outer] ?? NONE;
    if (inner === NONE) continue;
    const call = inner === SEVERAL ? SEVERAL : orSelf(standsFor[inner], inner);
    const keepsOuter = call !== SEVERAL && isOnlyOuterTold(spans, outer, call);
    mark(defects, keepsOuter ? call : outer);
    standsFor[outer] = keepsOuter ? outer : call;
  }
}

function orSelf(row = NONE, self: number): number {
  return row === NONE ? self : row;
}

/** What was said stands in the outer row alone: the inner one is a request seen by the client of the API. */
function isOnlyOuterTold(spans: SpanTable, outer: number, inner: number): boolean {
  return (
    tellsContent(spans, outer) && !tellsContent(spans, inner) && isUsageEqual(spans, outer, inner)
  );
}

function tellsContent({inNode, outNode, inputBody, outputBody}: SpanTable, row: number): boolean {
  return [inNode, outNode, inputBody, outputBody].some((column) => (column[row] ?? -1) >= 0);
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
      const [kept, again] = isOnlyOuterTold(spans, outer, inner) ? [outer, inner] : [inner, outer];
      mark(defects, again);
      if (hasUsage(spans, kept)) repeated.add(again);
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
  return areScopesDifferent(spans, a, b) && isUsageEqual(spans, a, b);
}

function isUsageEqual({inputTokens, outputTokens}: SpanTable, a: number, b: number): boolean {
  return (
    isNoDifference(inputTokens[a], inputTokens[b]) &&
    isNoDifference(outputTokens[a], outputTokens[b])
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
