import type {StepRow} from './reader.js';
import type {TypedCondition} from './state.js';

/**
 * The steps that a filter leaves, as far as they have been looked for around the cursor: all hits in
 * [low, high] are known. Bounded: what lies far from the cursor is forgotten and found again.
 */
export interface FilterState extends TypedCondition {
  /** In step order. */
  readonly hits: readonly number[];
  /** First step not looked at yet, going back; undefined: the start was reached. */
  readonly back: number | undefined;
  /** The same going on; undefined: the end was reached. */
  readonly on: number | undefined;
  /** Rows of the hits on the screen; hits lie too far apart for the cache of pages. */
  readonly rows: ReadonlyMap<number, StepRow>;
}

/** Hits kept on either side of the cursor (STYLE H5): some screens. */
export const MAX_HITS = 2000;
/** Hits asked for at once. */
export const HITS_PAGE = 200;

/** Index of the first hit at or after a step; the number of hits where none is. O(log n). */
export function placeOf(hits: readonly number[], step: number): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle] ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A filter that knows nothing yet: it looks from the cursor on, and back from the step before. */
export function startFilter(typed: TypedCondition, cursor: number, steps: number): FilterState {
  return {
    ...typed,
    hits: [],
    back: cursor > 0 ? cursor - 1 : undefined,
    on: cursor < steps ? cursor : undefined,
    rows: new Map(),
  };
}

/** Takes in a piece of the search; what is too far from the cursor goes, and its side is open again. */
export function addHits(
  filter: FilterState,
  found: {
    readonly steps: readonly number[];
    readonly next: number | undefined;
    readonly forward: boolean;
  },
  cursor: number,
): FilterState {
  const hits = found.forward
    ? [...filter.hits, ...found.steps]
    : [...found.steps.toReversed(), ...filter.hits];
  const grown = found.forward
    ? {...filter, hits, on: found.next}
    : {...filter, hits, back: found.next};
  return trim(grown, cursor);
}

function trim(filter: FilterState, cursor: number): FilterState {
  const here = placeOf(filter.hits, cursor);
  const from = Math.max(0, here - MAX_HITS);
  const to = Math.min(filter.hits.length, here + MAX_HITS);
  if (from === 0 && to === filter.hits.length) return filter;
  const hits = filter.hits.slice(from, to);
  return {
    ...filter,
    hits,
    back: from === 0 ? filter.back : (hits[0] ?? 1) - 1,
    on: to === filter.hits.length ? filter.on : (hits.at(-1) ?? 0) + 1,
  };
}

/** Steps on the screen while a filter is on: hits around the cursor, and the cursor itself where it is none. */
export function filteredWindow(
  filter: FilterState,
  cursor: number,
  rows: number,
): readonly number[] {
  const at = placeOf(filter.hits, cursor);
  const isHit = filter.hits[at] === cursor;
  const from = Math.max(0, Math.min(at - (rows >> 1), filter.hits.length - rows + (isHit ? 0 : 1)));
  const shown = filter.hits.slice(from, from + rows);
  if (isHit) return shown;
  shown.splice(at - from, 0, cursor);
  return shown.slice(0, rows);
}
