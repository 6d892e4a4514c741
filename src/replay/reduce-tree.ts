import {assertNever} from '../model/assert.js';
import {literal} from '../text/visible.js';
import type {UserAction} from './actions.js';
import {toPane, treePlace, withCursor, withNotice, withQuestion} from './move.js';
import type {PlaceRange, TreeRow} from './reader.js';
import type {ReplayState} from './state.js';
import {closeBlock, collapseRow, cursorIndex, expandRow, toggleFold} from './tree-state.js';
import {clamp} from './window.js';

type TreeAction = Extract<UserAction, {kind: 'toggle-tree' | 'toggle-fold' | 'inward' | 'outward'}>;

export function reduceTree(state: ReplayState, action: TreeAction): ReplayState {
  switch (action.kind) {
    case 'toggle-tree': {
      const listView = state.listView === 'tree' ? 'steps' : 'tree';
      return {...toPane({...state, listView}, 'list'), expanded: false};
    }
    case 'toggle-fold': {
      const tree = toggleFold(state.tree);
      const said = tree.view.fold ? 'equal rows are folded to xN' : 'every row is shown';
      return withNotice({...state, tree}, literal(said));
    }
    case 'inward':
      return state.mode === 'shape' ? moveByCell(state, 1) : goInward(state);
    case 'outward':
      return state.mode === 'shape' ? moveByCell(state, -1) : goOutward(state);
    default:
      return assertNever(action);
  }
}

/** One cell of the strip: an equal share of the steps. */
function moveByCell(state: ReplayState, by: number): ReplayState {
  const share = Math.max(1, Math.round(state.run.steps / state.viewport.overlayColumns));
  return withCursor(state, state.cursor + by * share);
}

/** By visible rows, as far as they have been read. */
export function moveTreeBy(state: ReplayState, by: number): ReplayState {
  const {tree} = state;
  const at = cursorIndex({...tree, cursor: treePlace(state)});
  const row = tree.rows[clamp(at + by, 0, tree.rows.length - 1)];
  return at < 0 || row === undefined ? state : toRow(state, row);
}

/** To a row; the step that it is, or the first below it, comes along. */
function toRow(state: ReplayState, row: TreeRow): ReplayState {
  const moved = withCursor(state, row.step ?? row.firstStep ?? state.cursor);
  return {...moved, tree: {...moved.tree, cursor: row.pre}};
}

export function currentRow(state: ReplayState): TreeRow | undefined {
  return state.tree.rows[cursorIndex({...state.tree, cursor: treePlace(state)})];
}

function goInward(state: ReplayState): ReplayState {
  const row = currentRow(state);
  if (row === undefined) return state;
  const {tree} = state;
  if (tree.view.collapsed.has(row.pre)) return {...state, tree: expandRow(tree, row.pre)};
  if (row.repeats > 1 && openedBehind(state, row) === undefined)
    return withQuestion(toRow(state, row), {kind: 'unfold', pre: row.pre});
  if (row.size > 1) return moveTreeBy(state, 1);
  return withNotice(state, literal('nothing is below this row; Enter opens the step'));
}

function goOutward(state: ReplayState): ReplayState {
  const row = currentRow(state);
  if (row === undefined) return state;
  const {tree} = state;
  const opened = openedBehind(state, row) ?? innermost(tree.view.opened, row.pre);
  if (opened !== undefined && (row.size === 1 || openedBehind(state, row) !== undefined))
    return {...state, tree: {...closeBlock(tree, opened), cursor: row.pre}};
  if (row.size > 1 && !tree.view.collapsed.has(row.pre))
    return {...toRow(state, row), tree: {...collapseRow(tree, row.pre), cursor: row.pre}};
  if (row.parent < 0) return withNotice(state, literal('this is a root of the call tree'));
  return {...state, tree: {...tree, cursor: row.parent}};
}

/** The opened block whose first lap the row leads or ends: the block begins right behind it. */
function openedBehind(state: ReplayState, row: TreeRow): PlaceRange | undefined {
  return state.tree.view.opened.find(({from}) => from === row.pre + row.size);
}

function innermost(opened: readonly PlaceRange[], pre: number): PlaceRange | undefined {
  return opened.findLast(({from, to}) => pre >= from && pre < to);
}
