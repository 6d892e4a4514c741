import {assertNever} from '../model/assert.js';
import {literal} from '../text/visible.js';
import type {UserAction} from './actions.js';
import {incidentHere} from './evidence.js';
import {buildIncidentPage} from './incident-page.js';
import {toPane, toPaneBelow, withCursor, withCursorBy, withDetailTop, withNotice} from './move.js';
import {closePrompt, submitPrompt} from './reduce-prompt.js';
import {moveTreeBy} from './reduce-tree.js';
import type {ReplayState} from './state.js';
import {clamp} from './window.js';

type PaneAction = Extract<
  UserAction,
  {kind: 'page' | 'scroll' | 'scroll-end' | 'switch-pane' | 'open' | 'back'}
>;

/** What a key does to the pane or list that has the focus. */
export function reducePane(state: ReplayState, action: PaneAction): ReplayState {
  switch (action.kind) {
    case 'page':
      return page(state, action.by);
    case 'scroll':
      return scroll(state, action.by);
    case 'scroll-end':
      return scroll(state, action.forward ? Infinity : -Infinity);
    case 'switch-pane':
      return toPane(state, state.pane === 'detail' ? 'list' : 'detail');
    case 'open':
      return open(state);
    case 'back':
      return back(state);
    default:
      return assertNever(action);
  }
}

/** A page keeps two lines of the last screen, so that the eye finds its place. */
const PAGE_OVERLAP = 2;

function page(state: ReplayState, by: number): ReplayState {
  const rows = pageRows(state);
  const lines = Math.sign(by) * Math.max(1, Math.floor(Math.abs(by) * (rows - PAGE_OVERLAP)));
  return scroll(state, lines);
}

function pageRows({mode, viewport}: ReplayState): number {
  if (mode === 'steps' || mode === 'tree') return viewport.listRows;
  return mode === 'detail' ? viewport.detailRows : viewport.overlayRows;
}

function scroll(state: ReplayState, by: number): ReplayState {
  const {mode, viewport} = state;
  switch (mode) {
    case 'steps':
    case 'prompt':
    case 'shape':
      return toEnd(state, by) ?? withCursorBy(state, by);
    case 'tree':
      return toEnd(state, by) ?? moveTreeBy(state, by);
    case 'detail':
      return withDetailTop(state, state.detailTop + by);
    case 'findings': {
      const last = Math.max(0, state.findings.worstFirst.length - 1);
      return {...state, findingCursor: clamp(state.findingCursor + by, 0, last)};
    }
    case 'notes': {
      const last = Math.max(0, state.notes.notes.length - 1);
      return {...state, noteCursor: clamp(state.noteCursor + by, 0, last)};
    }
    case 'incident': {
      const incident = incidentHere(state);
      if (incident === undefined) return state;
      const {length} = buildIncidentPage(incident, state, viewport.overlayColumns);
      const last = Math.max(0, length - viewport.overlayRows);
      return {...state, incidentTop: clamp(Math.min(state.incidentTop, last) + by, 0, last)};
    }
    case 'compare': {
      const {compare} = state;
      if (compare === undefined) return state;
      const last = Math.max(0, compare.lines.length - viewport.overlayRows);
      return {...state, compare: {...compare, top: clamp(compare.top + by, 0, last)}};
    }
    case 'help': {
      const last = Math.max(0, state.helpLines - viewport.overlayRows);
      return {...state, helpTop: clamp(state.helpTop + by, 0, last)};
    }
    default:
      return assertNever(mode);
  }
}

/** The ends of the run, also where a filter or the tree knows only a part of it. */
function toEnd(state: ReplayState, by: number): ReplayState | undefined {
  if (Number.isFinite(by)) return undefined;
  const moved = withCursor(state, by > 0 ? state.run.steps - 1 : 0);
  return moved.filter === undefined
    ? moved
    : {
        ...moved,
        filter: {
          ...moved.filter,
          hits: [],
          back: by > 0 ? state.run.steps - 1 : undefined,
          on: by > 0 ? undefined : 0,
        },
      };
}

/** Enter: the step in full, or what is chosen in a list, or what was typed. */
function open(state: ReplayState): ReplayState {
  const {mode} = state;
  switch (mode) {
    case 'steps':
    case 'tree':
      return {...toPane(state, 'detail'), expanded: true};
    case 'detail':
      return {...state, expanded: !state.expanded, detailTop: 0};
    case 'findings': {
      const chosen = state.findings.worstFirst[state.findingCursor];
      if (chosen === undefined) return toPane(state, 'list');
      const moved = withCursor(toPane(state, 'list'), chosen.firstStep);
      return {...moved, expanded: false, chosenFinding: chosen.id};
    }
    case 'notes': {
      const chosen = state.notes.notes[state.noteCursor];
      if (chosen?.step === undefined)
        return withNotice(state, literal('the span of this note is in no run of the case now'));
      return {...withCursor(toPane(state, 'list'), chosen.step), expanded: false};
    }
    case 'incident':
    case 'shape':
    case 'compare':
      return {...toPane(state, 'list'), expanded: false};
    case 'help':
      return toPaneBelow(state);
    case 'prompt':
      return submitPrompt(state);
    default:
      return assertNever(mode);
  }
}

/** One level up; at the top there is nothing to leave but the filter, and the program by another key. */
function back(state: ReplayState): ReplayState {
  if (state.mode === 'steps' || state.mode === 'tree') {
    if (state.pending !== undefined)
      return withNotice({...state, pending: undefined}, literal('stopped looking'));
    if (state.filter === undefined) return state;
    return withNotice({...state, filter: undefined}, literal('the filter is off: all steps again'));
  }
  if (state.mode === 'detail') return {...toPane(state, 'list'), expanded: false, detailTop: 0};
  if (state.mode === 'prompt') return closePrompt(state);
  return toPaneBelow(state);
}
