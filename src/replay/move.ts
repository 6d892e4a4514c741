import type {DisplayText} from '../text/visible.js';
import type {ReplayState} from './state.js';
import {clamp, scrollTop} from './window.js';

/** Small moves of the state that several reducers share. */

/** Moves to a step (clamped), keeps it in view, and gives up a pending search: the person moved on. */
export function withCursor(state: ReplayState, step: number): ReplayState {
  const cursor = clamp(step, 0, Math.max(0, state.run.steps - 1));
  const list = {rows: state.viewport.listRows, total: state.run.steps};
  const listTop = scrollTop(state.listTop, cursor, list);
  if (cursor === state.cursor && listTop === state.listTop && state.errorSearch === undefined)
    return state;
  const detailTop = cursor === state.cursor ? state.detailTop : 0;
  return {...state, cursor, listTop, detailTop, errorSearch: undefined};
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
