import type {StepRow} from './reader.js';

/** Rows are read and kept by page; a page is a few screens, well under the reader's 1,000 rows a call. */
export const PAGE_ROWS = 128;

/** Pages kept, nearest to the cursor: bounds the memory of a long session to about 2,000 rows. */
export const MAX_PAGES = 16;

export type RowCache = ReadonlyMap<number, readonly StepRow[]>;

export function pageOf(step: number): number {
  return Math.floor(step / PAGE_ROWS);
}

/** `undefined`: not loaded yet, or the reader had no such row. */
export function findRow(rows: RowCache, step: number): StepRow | undefined {
  return rows.get(pageOf(step))?.[step % PAGE_ROWS];
}

/** Adds a page and drops the one farthest from `cursor` when there are too many. O(MAX_PAGES). */
export function withPage(
  rows: RowCache,
  loaded: {readonly page: number; readonly rows: readonly StepRow[]},
  cursor: number,
): RowCache {
  const next = new Map(rows);
  next.set(loaded.page, loaded.rows);
  if (next.size <= MAX_PAGES) return next;
  const near = pageOf(cursor);
  let farthest = loaded.page;
  for (const page of next.keys())
    if (Math.abs(page - near) > Math.abs(farthest - near)) farthest = page;
  next.delete(farthest);
  return next;
}
