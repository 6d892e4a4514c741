import {TREE_DEFECT} from './call-tree.js';
import {toSpanKind, type SpanTable} from './span-table.js';
import type {TreeShape} from './tree-shape.js';

export interface TreeTimes {
  /** Microseconds; NaN where times are unknown. */
  readonly totalUs: Float64Array;
  readonly selfUs: Float64Array;
}

interface Nodes {
  readonly parent: Int32Array;
  readonly shape: TreeShape;
}

const {isNaN} = Number;

/**
 * Total and self time. A row without start or end of its own takes that side from its descendants.
 * Self time is the total minus the union of the children's times, so parallel children are not
 * subtracted twice. Marks rows that leave their parent's recorded time. O(n), O(k log k) for k children out of order.
 */
export function buildTreeTimes(spans: SpanTable, nodes: Nodes, defects: Uint8Array): TreeTimes {
  const {parent, shape} = nodes;
  const count = parent.length;
  const from = new Float64Array(count).fill(NaN);
  const to = new Float64Array(count).fill(NaN);
  from.set(spans.startUs);
  to.set(spans.endUs);
  markOutsideParent({from, to}, {kind: spans.kind, parent}, defects);
  const childFrom = new Float64Array(count).fill(Infinity);
  const childTo = new Float64Array(count).fill(-Infinity);
  const totalUs = new Float64Array(count).fill(NaN);
  const selfUs = new Float64Array(count).fill(NaN);
  for (let i = count - 1; i >= 0; i--) {
    const row = shape.preOrder[i] ?? 0;
    if (isNaN(at(from, row)) && at(childFrom, row) < Infinity) from[row] = at(childFrom, row);
    if (isNaN(at(to, row)) && at(childTo, row) > -Infinity) {
      to[row] = Math.max(at(childTo, row), isNaN(at(from, row)) ? -Infinity : at(from, row));
    }
    const total = at(to, row) - at(from, row);
    // An end before the start is a broken clock: no duration can be told.
    if (total >= 0) {
      totalUs[row] = total;
      selfUs[row] = total - sumCovered(row, shape, {from, to});
    }
    const above = parent[row] ?? -1;
    if (above < 0) continue;
    if (at(from, row) < at(childFrom, above)) childFrom[above] = at(from, row);
    if (at(to, row) > at(childTo, above)) childTo[above] = at(to, row);
  }
  return {totalUs, selfUs};
}

interface Times {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/**
 * A reply that asks for a tool is over when the tool runs: below a model call only a start before
 * the call's own start is a skewed clock.
 */
function markOutsideParent(
  {from, to}: Times,
  {kind, parent}: {readonly kind: Uint8Array; readonly parent: Int32Array},
  defects: Uint8Array,
): void {
  for (const [row, above] of parent.entries()) {
    if (above < 0) continue;
    if (toSpanKind(kind[above] ?? -1) === 'llm' && !(at(from, row) < at(from, above))) continue;
    // Comparisons with NaN are false: an unknown time accuses nobody.
    const outside =
      at(from, row) < at(from, above) ||
      at(to, row) > at(to, above) ||
      at(from, row) > at(to, above) ||
      at(to, row) < at(from, above);
    if (outside) defects[row] = (defects[row] ?? 0) | TREE_DEFECT.outsideParent;
  }
}

/** Microseconds of a row's time that its children cover. */
function sumCovered(row: number, shape: TreeShape, {from, to}: Times): number {
  let covered = 0;
  let reached = at(from, row);
  let previousFrom = -Infinity;
  const end = at(to, row);
  for (
    let child = next(shape.firstChild, row);
    child >= 0;
    child = next(shape.nextSibling, child)
  ) {
    const childFrom = at(from, child);
    if (childFrom < previousFrom) return sumCoveredUnordered(row, shape, {from, to});
    if (!(at(to, child) >= childFrom)) continue;
    previousFrom = childFrom;
    const start = Math.max(childFrom, reached);
    const stop = Math.min(at(to, child), end);
    if (stop > start) {
      covered += stop - start;
      reached = stop;
    }
  }
  return covered;
}

function sumCoveredUnordered(row: number, shape: TreeShape, {from, to}: Times): number {
  const children: number[] = [];
  for (
    let child = next(shape.firstChild, row);
    child >= 0;
    child = next(shape.nextSibling, child)
  ) {
    if (at(to, child) >= at(from, child)) children.push(child);
  }
  children.sort((a, b) => at(from, a) - at(from, b));
  let covered = 0;
  let reached = at(from, row);
  for (const child of children) {
    const start = Math.max(at(from, child), reached);
    const stop = Math.min(at(to, child), at(to, row));
    if (stop > start) {
      covered += stop - start;
      reached = stop;
    }
  }
  return covered;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}

function next(links: Int32Array, row: number): number {
  return links[row] ?? -1;
}
