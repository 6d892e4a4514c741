import type {Pair, Range} from './align.js';

/** Differences looked through before a piece is settled: its cost is at most the square of this. */
const MAX_DIFFERENCES = 500;

/**
 * Pairs equal tokens of two long sequences: Myers' greedy search (An O(ND) difference algorithm, 1986) from
 * the start until the end or MAX_DIFFERENCES, then again from the furthest point it came to. Exact for pieces
 * with fewer differences; near-linear whatever they are.
 */
export function pairGreedily(a: Int32Array, b: Int32Array, range: Range): readonly Pair[] {
  const pairs: Pair[] = [];
  let [aFrom, bFrom] = [range.aFrom, range.bFrom];
  while (aFrom < range.aTo && bFrom < range.bTo) {
    const [aEnd, bEnd] = pairPiece(a, b, {...range, aFrom, bFrom}, pairs);
    [aFrom, bFrom] = [aEnd, bEnd];
  }
  return pairs;
}

/** Pairs a piece from the start of the range, and gives the point it ends at. */
function pairPiece(a: Int32Array, b: Int32Array, range: Range, pairs: Pair[]): Pair {
  const {aFrom, aTo, bFrom, bTo} = range;
  // reach[d][k + d]: how far in `a` the diagonal k (place in a - place in b) comes with d differences.
  const reach: Int32Array[] = [];
  let best = {sum: -1, d: 0, k: 0};
  for (let d = 0; d <= MAX_DIFFERENCES; d++) {
    const before = reach[d - 1];
    const row = new Int32Array(2 * d + 1).fill(-1);
    for (let k = -d; k <= d; k += 2) {
      let i = before === undefined ? 0 : takeStep(before, d, k);
      let j = i - k;
      if (i > aTo - aFrom || j > bTo - bFrom) continue;
      while (aFrom + i < aTo && bFrom + j < bTo && a[aFrom + i] === b[bFrom + j]) {
        i++;
        j++;
      }
      row[k + d] = i;
      if (i + j > best.sum) best = {sum: i + j, d, k};
    }
    reach.push(row);
    if (best.sum >= aTo - aFrom + (bTo - bFrom)) break;
  }
  walkBack(reach, best, range, pairs);
  const i = reach[best.d]?.[best.k + best.d] ?? 0;
  return [aFrom + i, bFrom + i - best.k];
}

/** Where a path of one difference more comes to on diagonal k: down (one more of b) or right (one more of a). */
function takeStep(before: Int32Array, d: number, k: number): number {
  const right = before[k - 1 + d - 1] ?? -1;
  const down = before[k + 1 + d - 1] ?? -1;
  return down > right ? down : right + 1;
}

function walkBack(
  reach: readonly Int32Array[],
  end: {readonly d: number; readonly k: number},
  {aFrom, bFrom}: Range,
  pairs: Pair[],
): void {
  const found: Pair[] = [];
  let k = end.k;
  let i = reach[end.d]?.[k + end.d] ?? 0;
  for (let d = end.d; d >= 0; d--) {
    const before = reach[d - 1];
    const start = before === undefined ? 0 : takeStep(before, d, k);
    while (i > start) {
      i--;
      found.push([aFrom + i, bFrom + i - k]);
    }
    if (before === undefined) break;
    const down = before[k + 1 + d - 1] ?? -1;
    const right = before[k - 1 + d - 1] ?? -1;
    if (down > right) {
      k++;
      i = down;
    } else {
      k--;
      i = right;
    }
  }
  for (let at = found.length - 1; at >= 0; at--) {
    const pair = found[at];
    if (pair !== undefined) pairs.push(pair);
  }
}
