import type {PlaceRange, TreeRow, TreeView} from './reader.js';

/** The call tree as it stands in the list pane: what is folded away, where the cursor is, the rows around it. */
export interface TreeState {
  readonly view: TreeView;
  /** Place (in pre-order) of the row under the cursor; undefined: it follows the step. */
  readonly cursor: number | undefined;
  /** Rows around the cursor, as read last. */
  readonly rows: readonly TreeRow[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Raised when the view changes: rows of an older view are asked for again. */
  readonly version: number;
  /** Version of the view that `rows` were read for. */
  readonly rowsVersion: number;
  /** First row on the screen, as an index of `rows`. */
  readonly top: number;
}

export const CLOSED_TREE: TreeState = {
  view: {fold: true, collapsed: new Set(), opened: []},
  cursor: undefined,
  rows: [],
  isFirst: true,
  isLast: true,
  version: 0,
  rowsVersion: -1,
  top: 0,
};

/** Rows collapsed and blocks opened by hand (STYLE H5); the oldest gives way. */
const MAX_BY_HAND = 500;

export function collapseRow(tree: TreeState, pre: number): TreeState {
  const kept = [...tree.view.collapsed].slice(-MAX_BY_HAND + 1);
  return withView(tree, {...tree.view, collapsed: new Set([...kept, pre])});
}

export function expandRow(tree: TreeState, pre: number): TreeState {
  return withView(tree, {
    ...tree.view,
    collapsed: new Set([...tree.view.collapsed].filter((place) => place !== pre)),
  });
}

export function openBlock(tree: TreeState, range: PlaceRange): TreeState {
  const kept = tree.view.opened.slice(-MAX_BY_HAND + 1);
  return withView(tree, {...tree.view, opened: [...kept, range]});
}

/** Closes the innermost opened block that a row lies in or leads. */
export function closeBlock(tree: TreeState, range: PlaceRange): TreeState {
  return withView(tree, {...tree.view, opened: tree.view.opened.filter((item) => item !== range)});
}

/** All repeats folded, or none; what was opened by hand is folded again. */
export function toggleFold(tree: TreeState): TreeState {
  return withView(tree, {...tree.view, fold: !tree.view.fold, opened: []});
}

function withView(tree: TreeState, view: TreeView): TreeState {
  return {...tree, view, version: tree.version + 1};
}

/** Index in `rows` of the cursor, or of the row that hides it; -1 before anything is read. */
export function cursorIndex(tree: TreeState): number {
  const {cursor, rows} = tree;
  if (cursor === undefined) return -1;
  let place = cursor;
  for (let level = 0; ; level += 1) {
    let found = -1;
    for (const [index, row] of rows.entries()) if (row.pre <= place) found = index;
    const shown = level < MAX_FOLDS ? placeInFirstLap(rows, found, place) : undefined;
    if (shown === undefined) return found;
    place = shown;
  }
}

/** Folds within folds that a hidden row is followed through. */
const MAX_FOLDS = 16;

/**
 * A row that a fold hides stands where the same row of the first lap stands; undefined: no fold hides it. The rows of
 * a lap are siblings that follow each other, each with the number of laps:
 *
 *     x3 a      pre 0, size 2        place 8 = the `b` of the second lap: 8 - 0 = 8, a lap is 5 long,
 *     x3 b      pre 2, size 3        so it stands at 0 + 8 % 5 = 3, below the `b` of the first
 */
function placeInFirstLap(
  rows: readonly TreeRow[],
  found: number,
  place: number,
): number | undefined {
  let depth = Infinity;
  for (let at = found; at >= 0; at -= 1) {
    const last = rows[at];
    if (last === undefined || last.pre + last.size > place) return undefined;
    if (last.depth >= depth) continue;
    depth = last.depth;
    if (last.repeats <= 1) continue;
    const start = firstOfLap(rows, at);
    const lap = last.pre + last.size - start;
    const end = start + lap * last.repeats;
    const next = rows[found + 1];
    if (place < end && (next === undefined || next.pre >= end))
      return start + ((place - start) % lap);
  }
  return undefined;
}

/** Place of the first row of the lap that the row at `at` ends. */
function firstOfLap(rows: readonly TreeRow[], at: number): number {
  const last = rows[at];
  let start = last?.pre ?? 0;
  for (let before = at - 1; before >= 0; before -= 1) {
    const row = rows[before];
    if (row === undefined || last === undefined || row.depth < last.depth) break;
    if (row.depth > last.depth) continue;
    if (row.repeats !== last.repeats || row.pre + row.size !== start) break;
    start = row.pre;
  }
  return start;
}

/** Rows read on either side of the cursor: some screens. */
export const TREE_REACH = 120;

/** Does the pane need rows that were not read: another view, or the window's end in sight? */
export function needsRows(tree: TreeState, screenRows: number): boolean {
  if (tree.cursor === undefined) return false;
  if (tree.rowsVersion !== tree.version) return true;
  const index = cursorIndex(tree);
  if (index < 0) return true;
  const isShortAbove = index < screenRows && !tree.isFirst;
  const isShortBelow = tree.rows.length - index <= screenRows && !tree.isLast;
  const isOutside = tree.isLast ? false : (tree.rows.at(-1)?.pre ?? -1) < tree.cursor;
  return isShortAbove || isShortBelow || isOutside;
}
