import {pairGreedily} from './pair-greedily.js';

/** Cells of the exact table at most: above, the rest is aligned piece by piece. */
const MAX_CELLS = 250_000;

/** Part of both sequences; ends are not included. */
export interface Range {
  readonly aFrom: number;
  readonly aTo: number;
  readonly bFrom: number;
  readonly bTo: number;
}

/**
 * Partner in `b` of each element of `a`, or -1: pairs hold equal tokens, and their order is kept.
 *
 * Patience diff: what both begin and end with, then tokens that stand once in each (the longest rising
 * row of them), and so on between them; small rests by an exact table, large ones piece by piece
 * (pair-greedily.ts). O(n log n) but for those; no recursion.
 */
export function alignSequences(a: Int32Array, b: Int32Array): Int32Array {
  const partner = new Int32Array(a.length).fill(-1);
  const open: Range[] = [{aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length}];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const inner = pairEnds(a, b, range, partner);
    if (inner.aFrom === inner.aTo || inner.bFrom === inner.bTo) continue;
    const anchors = keepRising(findUnique(a, b, inner));
    if (anchors.length === 0) pairRest(a, b, inner, partner);
    else {
      let {aFrom, bFrom} = inner;
      for (const [at, bt] of anchors) {
        partner[at] = bt;
        open.push({aFrom, aTo: at, bFrom, bTo: bt});
        [aFrom, bFrom] = [at + 1, bt + 1];
      }
      open.push({aFrom, aTo: inner.aTo, bFrom, bTo: inner.bTo});
    }
  }
  return partner;
}

export type Pair = readonly [a: number, b: number];

/** Pairs what both begin and end with, and gives what is left. */
function pairEnds(a: Int32Array, b: Int32Array, range: Range, partner: Int32Array): Range {
  let {aFrom, aTo, bFrom, bTo} = range;
  while (aFrom < aTo && bFrom < bTo && a[aFrom] === b[bFrom]) partner[aFrom++] = bFrom++;
  while (aFrom < aTo && bFrom < bTo && a[aTo - 1] === b[bTo - 1]) partner[--aTo] = --bTo;
  return {aFrom, aTo, bFrom, bTo};
}

/** Tokens that stand exactly once on both sides, in the order of `a`. */
function findUnique(
  a: Int32Array,
  b: Int32Array,
  {aFrom, aTo, bFrom, bTo}: Range,
): readonly Pair[] {
  const placeInB = new Map<number, number>();
  for (let j = bFrom; j < bTo; j++) {
    const token = b[j] ?? 0;
    placeInB.set(token, placeInB.has(token) ? -1 : j);
  }
  const timesInA = new Map<number, number>();
  for (let i = aFrom; i < aTo; i++) {
    const token = a[i] ?? 0;
    timesInA.set(token, (timesInA.get(token) ?? 0) + 1);
  }
  const pairs: Pair[] = [];
  for (let i = aFrom; i < aTo; i++) {
    const token = a[i] ?? 0;
    const place = timesInA.get(token) === 1 ? placeInB.get(token) : undefined;
    if (place !== undefined && place >= 0) pairs.push([i, place]);
  }
  return pairs;
}

/** The longest row of pairs that rises on both sides; `pairs` rise in `a`. O(n log n). */
function keepRising(pairs: readonly Pair[]): readonly Pair[] {
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [index, [, b]] of pairs.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = index;
  }
  const kept: Pair[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) kept.push(pair);
  }
  return kept.reverse();
}

function pairRest(a: Int32Array, b: Int32Array, range: Range, partner: Int32Array): void {
  const {aFrom, aTo, bFrom, bTo} = range;
  const isSmall = (aTo - aFrom + 1) * (bTo - bFrom + 1) <= MAX_CELLS;
  const pairs = isSmall ? pairExactly(a, b, range) : pairGreedily(a, b, range);
  for (const [at, bt] of pairs) partner[at] = bt;
}

/** A longest common subsequence, by the table of its lengths. */
function pairExactly(a: Int32Array, b: Int32Array, range: Range): readonly Pair[] {
  const {aFrom, aTo, bFrom, bTo} = range;
  const width = bTo - bFrom + 1;
  const length = new Int32Array((aTo - aFrom + 1) * width);
  for (let i = aTo - 1; i >= aFrom; i--) {
    for (let j = bTo - 1; j >= bFrom; j--) {
      const at = (i - aFrom) * width + (j - bFrom);
      length[at] =
        a[i] === b[j]
          ? (length[at + width + 1] ?? 0) + 1
          : Math.max(length[at + width] ?? 0, length[at + 1] ?? 0);
    }
  }
  const pairs: Pair[] = [];
  for (let i = aFrom, j = bFrom; i < aTo && j < bTo;) {
    const at = (i - aFrom) * width + (j - bFrom);
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if ((length[at + width] ?? 0) >= (length[at + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}
