import {assertNever} from '../model/assert.js';
import {formatCount} from '../text/numbers.js';
import {literal, show, visible} from '../text/visible.js';
import type {DataAction} from './actions.js';
import {addHits, placeOf} from './filter.js';
import {treePlace, withCursor, withDetailTop, withNotice} from './move.js';
import {withPage} from './row-cache.js';
import {nothingMore} from './reduce-find.js';
import {takeBreak, tick} from './reduce-play.js';
import type {Pending} from './pending.js';
import type {ReplayState, Viewport} from './state.js';
import {cursorIndex, openBlock} from './tree-state.js';
import {withDetail, withDetailLines} from './with-detail.js';
import {scrollTop} from './window.js';

/** What the screen, the clock and the reader report. A reply to an old question changes nothing. */
export function reduceData(state: ReplayState, action: DataAction): ReplayState {
  if (action.kind === 'resized') return resize(state, action.viewport, action.helpLines);
  if (action.kind === 'play-tick') return tick(state, action.steps);
  if (action.epoch !== state.epoch) return state;
  switch (action.kind) {
    case 'rows-loaded':
      return {...state, rows: withPage(state.rows, action, state.cursor)};
    case 'hit-rows-loaded':
      return takeHitRows(state, action);
    case 'detail-loaded':
      return action.step === state.cursor ? withDetail(state, action) : state;
    case 'tree-loaded':
      return takeTree(state, action);
    case 'hits-loaded':
      return takeHits(state, action);
    case 'break-searched':
      return takeBreak(state, action.found);
    case 'notes-loaded':
      return withDetailLines({...state, notes: action.notes});
    case 'changed':
      return takeChange(state, action);
    case 'error-found':
    case 'found':
    case 'located':
    case 'unfolded':
    case 'compared':
    case 'exported':
      return state.pending?.token === action.token
        ? answered({...state, pending: undefined}, state.pending, action)
        : state;
    case 'read-failed':
      return withNotice(
        {...state, pending: undefined, failedReads: new Set(state.failedReads).add(action.key)},
        show`could not read the case: ${visible(action.message)} (r tries again)`,
      );
    default:
      return assertNever(action);
  }
}

type Answer = Extract<
  DataAction,
  {kind: 'error-found' | 'found' | 'located' | 'unfolded' | 'compared' | 'exported'}
>;

function answered(state: ReplayState, asked: Pending, action: Answer): ReplayState {
  switch (action.kind) {
    case 'error-found': {
      const forward = asked.kind === 'error' && asked.forward;
      if (action.step === undefined) return withNotice(state, nothingMore('error', forward));
      return withCursor(state, action.step);
    }
    case 'found':
      return takeFound(state, asked, action.found);
    case 'located':
      if (action.step !== undefined) return withCursor(state, action.step);
      return withNotice(state, literal('no span with that id is in this run'));
    case 'unfolded':
      if (action.range === undefined)
        return withNotice(state, literal('nothing is folded behind this row'));
      return {...state, tree: openBlock(state.tree, action.range)};
    case 'compared': {
      if (asked.kind !== 'compare') return state;
      const {title, lines} = action;
      return {...state, mode: 'compare', compare: {title, lines, top: 0, request: asked.request}};
    }
    case 'exported':
      return withNotice(state, action.said);
    default:
      return assertNever(action);
  }
}

/** A piece of a search: the step, or the next piece, or the end of the run. */
function takeFound(
  state: ReplayState,
  asked: Pending,
  {steps, next}: {readonly steps: readonly number[]; readonly next: number | undefined},
): ReplayState {
  if (asked.kind !== 'find') return state;
  const step = steps[0];
  if (step !== undefined) return withCursor(state, step);
  if (next === undefined) return withNotice(state, nothingMore(asked.aim, asked.forward));
  return {...state, pending: {...asked, from: next}};
}

function takeHits(
  state: ReplayState,
  action: Extract<DataAction, {kind: 'hits-loaded'}>,
): ReplayState {
  const {filter, cursor} = state;
  if (filter?.text !== action.filter) return state;
  if ((action.forward ? filter.on : filter.back) !== action.from) return state;
  const grown = addHits(filter, {...action.found, forward: action.forward}, cursor);
  const next = {...state, filter: grown};
  const {hits} = grown;
  if (hits.length === 0) {
    const isDone = grown.on === undefined && grown.back === undefined;
    return isDone
      ? withNotice(
          {...next, filter: undefined},
          show`no step of this run is ${visible(filter.text)}`,
        )
      : next;
  }
  // The first hits bring the cursor to the nearest of them.
  if (filter.hits.length > 0 || hits[placeOf(hits, cursor)] === cursor) return next;
  return withCursor(next, hits[placeOf(hits, cursor)] ?? hits.at(-1) ?? cursor);
}

function takeHitRows(
  state: ReplayState,
  {rows}: Extract<DataAction, {kind: 'hit-rows-loaded'}>,
): ReplayState {
  const {filter} = state;
  if (filter === undefined) return state;
  // Only the rows of this screen and the last one are kept.
  const kept = [...filter.rows].slice(-state.viewport.listRows * 4);
  const added = rows.map((row) => [row.step, row] as const);
  return {...state, filter: {...filter, rows: new Map([...kept, ...added])}};
}

function takeTree(
  state: ReplayState,
  {version, window}: Extract<DataAction, {kind: 'tree-loaded'}>,
): ReplayState {
  const before = state.tree;
  const tree = {...before, ...window, rowsVersion: version};
  // The row under the cursor stays on its line of the screen.
  const place = treePlace(state);
  const oldLine = cursorIndex({...before, cursor: place}) - before.top;
  const index = cursorIndex({...tree, cursor: place});
  const rows = state.viewport.listRows;
  const wish = before.rows.length === 0 ? index - Math.floor(rows / 3) : index - oldLine;
  const top = scrollTop(Math.max(0, wish), Math.max(0, index), {rows, total: tree.rows.length});
  return {...state, tree: {...tree, top}};
}

function takeChange(
  state: ReplayState,
  action: Extract<DataAction, {kind: 'changed'}>,
): ReplayState {
  const made = state.queue.find(({token}) => token === action.token);
  const queue = state.queue.filter(({token}) => token !== action.token);
  const next = withDetailLines({...state, queue, notes: action.notes});
  if (action.failure !== undefined)
    return withNotice(next, show`not kept: ${visible(action.failure)}`);
  return made === undefined ? next : withNotice(next, made.done);
}

function resize(state: ReplayState, viewport: Viewport, helpLines: number): ReplayState {
  const resized = {...state, viewport, helpLines};
  const rewrapped = isSameShape(state, viewport) ? resized : withDetailLines(resized);
  const {pending} = state;
  const moved = withDetailTop(withCursor(rewrapped, state.cursor), state.detailTop);
  return {...moved, pending};
}

/** Opening the pane changes its width or height, and so its lines. */
function isSameShape(state: ReplayState, viewport: Viewport): boolean {
  const old = state.viewport;
  return old.detailColumns === viewport.detailColumns && old.detailRows === viewport.detailRows;
}

/** Said while a search goes on, with how far it came. */
export function pendingWords(pending: Pending, steps: number): ReturnType<typeof show> {
  if (pending.kind !== 'find') return literal('looking…');
  const share = steps === 0 ? 0 : Math.round((100 * pending.from) / steps);
  return show`looking for the ${literal(pending.forward ? 'next' : 'last')} ${literal(pending.aim)}, at step ${formatCount(pending.from + 1)} (${share}%)… Esc stops`;
}
