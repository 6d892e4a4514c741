import type {DisplayText} from '../text/visible.js';
import {placeOf} from './filter.js';
import type {Question} from './pending.js';
import type {StepRow} from './reader.js';
import {findRow} from './row-cache.js';
import type {ReplayState} from './state.js';
import {clamp, scrollTop} from './window.js';

/** Small moves of the state that several reducers share. */

/** Moves to a step (clamped), keeps it in view, and gives up a pending question: the person moved on. */
export function withCursor(state: ReplayState, step: number): ReplayState {
  const cursor = clamp(step, 0, Math.max(0, state.run.steps - 1));
  const list = {rows: state.viewport.listRows, total: state.run.steps};
  const listTop = scrollTop(state.listTop, cursor, list);
  if (cursor === state.cursor && listTop === state.listTop && state.pending === undefined)
    return state;
  const isHere = cursor === state.cursor;
  const tree = isHere ? state.tree : {...state.tree, cursor: undefined};
  const detailTop = isHere ? state.detailTop : 0;
  return {...state, cursor, listTop, detailTop, tree, pending: undefined};
}

/** By steps, or by the steps that the filter leaves. */
export function withCursorBy(state: ReplayState, by: number): ReplayState {
  const {filter, cursor} = state;
  if (filter === undefined) return withCursor(state, cursor + by);
  const {hits} = filter;
  const at = placeOf(hits, cursor);
  const isHit = hits[at] === cursor;
  // From between two hits, one step on is the next hit and one back the one before.
  const target = at + by - (!isHit && by > 0 ? 1 : 0);
  const step = hits[clamp(target, 0, hits.length - 1)];
  return step === undefined ? state : withCursor(state, step);
}

/** The row of a step, from whichever cache has it. */
export function rowAt(state: ReplayState, step: number): StepRow | undefined {
  return findRow(state.rows, step) ?? state.filter?.rows.get(step);
}

/** Place in the call tree that the tree's cursor stands for; undefined while it is not known. */
export function treePlace(state: ReplayState): number | undefined {
  return state.tree.cursor ?? rowAt(state, state.cursor)?.pre;
}

export function withDetailTop(state: ReplayState, top: number): ReplayState {
  const last = Math.max(0, state.detailLines.length - state.viewport.detailRows);
  return {...state, detailTop: clamp(top, 0, last)};
}

export function withNotice(state: ReplayState, notice: DisplayText): ReplayState {
  return {...state, notice};
}

export function withoutNotice(state: ReplayState): ReplayState {
  return state.notice === undefined ? state : {...state, notice: undefined};
}

/** Asks the one question that a person waits for; an older one is given up. */
export function withQuestion(state: ReplayState, question: Question): ReplayState {
  const token = state.nextToken;
  return {...state, pending: {...question, token}, nextToken: token + 1};
}

/** The mode of the pane that lies under the overlays. */
export function paneMode(state: ReplayState): 'steps' | 'tree' | 'detail' {
  return state.pane === 'detail' ? 'detail' : state.listView;
}

export function toPane(state: ReplayState, pane: 'list' | 'detail'): ReplayState {
  return {...state, pane, mode: pane === 'detail' ? 'detail' : state.listView};
}

/** Back to what lies under an overlay. */
export function toPaneBelow(state: ReplayState): ReplayState {
  return {...state, mode: paneMode(state)};
}
