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
  let found = -1;
  for (const [index, row] of rows.entries()) if (row.pre <= cursor) found = index;
  return found;
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
