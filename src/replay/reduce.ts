import {assertNever} from '../model/assert.js';
import {literal, type DisplayText} from '../text/visible.js';
import {isDataAction, type Action, type UserAction} from './actions.js';
import {reduceData} from './reduce-data.js';
import {findNextFinding} from './finding-index.js';
import {withCursor, withDetailTop, withNotice, withoutNotice} from './move.js';
import {reduceGoto} from './reduce-goto.js';
import type {ReplayMode, ReplayState} from './state.js';
import {clamp} from './window.js';

/**
 * The replay, one action at a time: pure, and never proportional to the run. A person's action clears
 * the notice of the one before.
 */
export function reduce(state: ReplayState, action: Action): ReplayState {
  return isDataAction(action)
    ? reduceData(state, action)
    : reduceUser(withoutNotice(state), action);
}

function reduceUser(state: ReplayState, action: UserAction): ReplayState {
  switch (action.kind) {
    case 'step':
      return withCursor(state, state.cursor + action.by);
    case 'page':
      return page(state, action.by);
    case 'next-finding':
      return nextFinding(state, action.forward);
    case 'next-error':
      return searchError(state, action.forward);
    case 'scroll':
      return scroll(state, action.by);
    case 'scroll-end':
      return scroll(state, action.forward ? Infinity : -Infinity);
    case 'switch-pane':
      return withPane(state, state.mode === 'detail' ? 'steps' : 'detail');
    case 'open':
      return open(state);
    case 'back':
      return back(state);
    case 'toggle-findings':
      return toggle(state, 'findings');
    case 'toggle-help':
      return toggle({...state, helpTop: 0}, 'help');
    case 'goto-open':
    case 'goto-type':
    case 'goto-erase':
      return reduceGoto(state, action);
    case 'refresh':
      return refresh(state);
    case 'refuse':
      return withNotice(state, action.reason);
    case 'quit':
      return {...state, hasQuit: true};
    default:
      return assertNever(action);
  }
}

/** A page keeps two lines of the last screen, so that the eye finds its place. */
const PAGE_OVERLAP = 2;

function page(state: ReplayState, by: number): ReplayState {
  const rows = pageRows(state);
  const lines = Math.sign(by) * Math.max(1, Math.floor(Math.abs(by) * (rows - PAGE_OVERLAP)));
  return state.mode === 'steps' ? withCursor(state, state.cursor + lines) : scroll(state, lines);
}

function pageRows(state: ReplayState): number {
  const {viewport} = state;
  switch (state.mode) {
    case 'steps':
    case 'goto':
      return viewport.listRows;
    case 'detail':
      return viewport.detailRows;
    case 'findings':
    case 'help':
      return viewport.overlayRows;
    default:
      return assertNever(state.mode);
  }
}

function scroll(state: ReplayState, by: number): ReplayState {
  switch (state.mode) {
    case 'steps':
    case 'goto':
      return withCursor(state, state.cursor + by);
    case 'detail':
      return withDetailTop(state, state.detailTop + by);
    case 'findings': {
      const last = Math.max(0, state.findings.worstFirst.length - 1);
      return {...state, findingCursor: clamp(state.findingCursor + by, 0, last)};
    }
    case 'help': {
      const last = Math.max(0, state.helpLines - state.viewport.overlayRows);
      return {...state, helpTop: clamp(state.helpTop + by, 0, last)};
    }
    default:
      return assertNever(state.mode);
  }
}

function nextFinding(state: ReplayState, forward: boolean): ReplayState {
  const from = {step: state.cursor, chosen: state.chosenFinding};
  const found = findNextFinding(state.findings, from, forward);
  if (found === undefined)
    return withNotice(state, literal(forward ? 'no later finding' : 'no earlier finding'));
  return {...withCursor(state, found.firstStep), chosenFinding: found.id};
}

function searchError(state: ReplayState, forward: boolean): ReplayState {
  const from = state.cursor + (forward ? 1 : -1);
  const nothing: DisplayText = literal(forward ? 'no later error' : 'no earlier error');
  if (from < 0 || from >= state.run.steps) return withNotice(state, nothing);
  const token = state.nextToken;
  return {...state, errorSearch: {token, from, forward}, nextToken: token + 1};
}

/** Enter: the step in full, or the chosen finding's first step, or the step number typed. */
function open(state: ReplayState): ReplayState {
  switch (state.mode) {
    case 'steps':
      return {...withPane(state, 'detail'), expanded: true};
    case 'detail':
      return {...state, expanded: !state.expanded, detailTop: 0};
    case 'findings': {
      const chosen = state.findings.worstFirst[state.findingCursor];
      if (chosen === undefined) return withPane(state, 'steps');
      const moved = withCursor(withPane(state, 'steps'), chosen.firstStep);
      return {...moved, expanded: false, chosenFinding: chosen.id};
    }
    case 'help':
      return withPane(state, state.pane);
    case 'goto':
      return reduceGoto(state, {kind: 'goto-submit'});
    default:
      return assertNever(state.mode);
  }
}

/** One level up; at the top there is nothing to leave but the program, and that is another key. */
function back(state: ReplayState): ReplayState {
  if (state.mode === 'steps') return state;
  if (state.mode === 'detail') return {...withPane(state, 'steps'), expanded: false};
  return withPane(state, state.pane);
}

function toggle(state: ReplayState, overlay: ReplayMode): ReplayState {
  return state.mode === overlay ? withPane(state, state.pane) : {...state, mode: overlay};
}

function withPane(state: ReplayState, pane: 'steps' | 'detail'): ReplayState {
  return {...state, mode: pane, pane};
}

/** Everything read so far is forgotten and asked again; late replies carry the old epoch. */
function refresh(state: ReplayState): ReplayState {
  return {
    ...state,
    rows: new Map(),
    detail: undefined,
    detailLimit: 0,
    missingDetail: undefined,
    errorSearch: undefined,
    failedReads: new Set(),
    epoch: state.epoch + 1,
  };
}
