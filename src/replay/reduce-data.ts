import {literal, show, visible} from '../text/visible.js';
import type {Line} from '../text/spans.js';
import type {DataAction} from './actions.js';
import {buildDetailLines, placeholderLines} from './detail-lines.js';
import {withCursor, withDetailTop, withNotice} from './move.js';
import type {StepDetail} from './reader.js';
import {withPage} from './row-cache.js';
import type {ReplayState, Viewport} from './state.js';

/** What the screen and the reader report. A reply to an old question changes nothing. */
export function reduceData(state: ReplayState, action: DataAction): ReplayState {
  if (action.kind === 'resized') return resize(state, action.viewport, action.helpLines);
  if (action.epoch !== state.epoch) return state;
  switch (action.kind) {
    case 'rows-loaded':
      return {...state, rows: withPage(state.rows, action, state.cursor)};
    case 'detail-loaded':
      return action.step === state.cursor ? withDetail(state, action) : state;
    case 'error-found':
      return errorFound(state, action.token, action.step);
    case 'read-failed':
      return withNotice(
        {...state, failedReads: new Set(state.failedReads).add(action.key)},
        show`could not read the case: ${visible(action.message)} (r tries again)`,
      );
  }
}

function resize(state: ReplayState, viewport: Viewport, helpLines: number): ReplayState {
  const resized = {...state, viewport, helpLines};
  const rewrapped = isSameShape(state, viewport) ? resized : withDetailLines(resized);
  return withDetailTop(withCursor(rewrapped, state.cursor), state.detailTop);
}

/** Opening the pane changes its width or height, and so its lines. */
function isSameShape(state: ReplayState, viewport: Viewport): boolean {
  const old = state.viewport;
  return old.detailColumns === viewport.detailColumns && old.detailRows === viewport.detailRows;
}

function withDetail(
  state: ReplayState,
  reply: {
    readonly step: number;
    readonly detail: StepDetail | undefined;
    readonly textLimit: number;
  },
): ReplayState {
  const {detail, textLimit} = reply;
  const missingDetail = detail === undefined ? reply.step : undefined;
  const filled = withDetailLines({...state, detail, detailLimit: textLimit, missingDetail});
  return withDetailTop(filled, state.detailTop);
}

function withDetailLines(state: ReplayState): ReplayState {
  return {...state, detailLines: linesOf(state)};
}

/** Lines of the split pane's head and facts that stand beside the two long blocks. */
const SHORT_LINES = 3;
const MIN_BLOCK_LINES = 2;

function linesOf(state: ReplayState): readonly Line[] {
  const {detail, viewport, run, expanded} = state;
  if (detail === undefined)
    return state.missingDetail === undefined
      ? []
      : placeholderLines('this step is not in the case');
  const half = Math.floor((viewport.detailRows - SHORT_LINES) / 2);
  const blockLines = expanded ? Infinity : Math.max(MIN_BLOCK_LINES, half);
  return buildDetailLines(detail, run, {columns: viewport.detailColumns, blockLines});
}

function errorFound(state: ReplayState, token: number, step: number | undefined): ReplayState {
  const search = state.errorSearch;
  if (search?.token !== token) return state;
  const done = {...state, errorSearch: undefined};
  if (step !== undefined) return withCursor(done, step);
  return withNotice(done, literal(search.forward ? 'no later error' : 'no earlier error'));
}
