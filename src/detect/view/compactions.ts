import type {RunIndex} from './run-index.js';
import {KIND} from './step-kinds.js';

const memo = new WeakMap<RunIndex, readonly (readonly number[])[]>();

/** Compaction steps of each lane, in order. */
function getCompactions(index: RunIndex): readonly (readonly number[])[] {
  const known = memo.get(index);
  if (known !== undefined) return known;
  const {steps, lanes} = index.view;
  const found = lanes.map((lane) => {
    const own: number[] = [];
    for (const step of lane.steps) if (steps.kind[step] === KIND.compaction) own.push(step);
    return own;
  });
  memo.set(index, found);
  return found;
}

/** Compactions of a lane between two of its steps. O(log compactions). */
export function countCompactionsBetween(
  index: RunIndex,
  lane: number,
  first: number,
  last: number,
): number {
  const own = getCompactions(index)[lane] ?? [];
  return lowerBound(own, last) - lowerBound(own, first);
}

/** Compaction steps of a lane after one step and before another. */
export function listCompactionsBetween(
  index: RunIndex,
  lane: number,
  after: number,
  before: number,
): readonly number[] {
  const own = getCompactions(index)[lane] ?? [];
  return own.slice(lowerBound(own, after + 1), lowerBound(own, before));
}

function lowerBound(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
