/** Arithmetic of a window over a list of one-row items. Pure; nothing here depends on the list's length. */

/** Rows kept between the cursor and the edge of the window. */
export const SCROLL_MARGIN = 2;

export function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}

/** The first row to show so that `cursor` is in view, moving the window as little as possible. */
export function scrollTop(
  top: number,
  cursor: number,
  list: {readonly rows: number; readonly total: number},
): number {
  const margin = Math.max(0, Math.min(SCROLL_MARGIN, Math.floor((list.rows - 1) / 2)));
  const lowest = cursor - list.rows + 1 + margin;
  const highest = cursor - margin;
  return clamp(clamp(top, lowest, highest), 0, Math.max(0, list.total - list.rows));
}
