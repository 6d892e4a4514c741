import {assertNever} from '../model/assert.js';
import {formatCount} from '../text/numbers.js';
import {literal, show, visible} from '../text/visible.js';
import type {UserAction} from './actions.js';
import type {Condition} from './condition/condition.js';
import {findNextFinding} from './finding-index.js';
import {lapHere, membersOfLap} from './laps.js';
import {rowAt, toPane, withCursor, withNotice, withQuestion} from './move.js';
import {reduceCompare} from './reduce-compare.js';
import type {SearchAim} from './pending.js';
import type {ReplayState} from './state.js';

type FindAction = Extract<
  UserAction,
  {kind: 'next-finding' | 'next-error' | 'next-lap' | 'next-note' | 'find'}
>;

/** Jumps to the next step of a kind. What the state knows is answered at once, the rest is asked. */
export function reduceFind(state: ReplayState, action: FindAction): ReplayState {
  const {forward} = action;
  switch (action.kind) {
    case 'next-finding':
      return nextFinding(state, forward);
    case 'next-error':
      return nextError(state, forward);
    case 'next-lap':
      return nextLap(state, forward);
    case 'next-note':
      return nextNote(state, forward);
    case 'find':
      return findAim(state, action.aim, forward);
    default:
      return assertNever(action);
  }
}

export function nothingMore(aim: string, forward: boolean): ReturnType<typeof literal> {
  return literal(`no ${forward ? 'later' : 'earlier'} ${aim}`);
}

function nextFinding(state: ReplayState, forward: boolean): ReplayState {
  const from = {step: state.cursor, chosen: state.chosenFinding};
  const found = findNextFinding(state.findings, from, forward);
  if (found === undefined) return withNotice(state, nothingMore('finding', forward));
  return {...withCursor(state, found.firstStep), chosenFinding: found.id};
}

function nextError(state: ReplayState, forward: boolean): ReplayState {
  const from = state.cursor + (forward ? 1 : -1);
  if (from < 0 || from >= state.run.steps) return withNotice(state, nothingMore('error', forward));
  return withQuestion(state, {kind: 'error', from, forward});
}

/** The same place of the next lap; behind the laps that the finding kept, the next call like this one. */
function nextLap(state: ReplayState, forward: boolean): ReplayState {
  const here = lapHere(state);
  if (here === undefined) return findAim(state, 'call like this', forward);
  const {finding, lap, laps} = here;
  const target = lap + (forward ? 1 : -1);
  if (target < 1 || target > laps)
    return withNotice(state, nothingMore('lap of this loop', forward));
  const moved = goToLap(state, target, 'same-place');
  if (moved === undefined) return findAim(withChosen(state, finding.id), 'call like this', forward);
  // A comparison on the screen goes along.
  return state.mode === 'compare' ? reduceCompare(moved, {kind: 'compare-lap'}) : moved;
}

function withChosen(state: ReplayState, chosenFinding: string): ReplayState {
  return {...state, chosenFinding};
}

/** Undefined: the finding did not keep that lap. */
export function goToLap(
  state: ReplayState,
  lap: number,
  at: 'first-step' | 'same-place',
): ReplayState | undefined {
  const here = lapHere(state);
  const finding = here?.finding ?? state.findings.worstFirst.find(({laps}) => laps !== undefined);
  if (finding === undefined) return undefined;
  const members = membersOfLap(finding, lap);
  const keepsPlace = here !== undefined && at === 'same-place';
  const own = keepsPlace ? membersOfLap(finding, here.lap) : [];
  const place = Math.max(0, own.indexOf(state.cursor));
  const step = members[place] ?? members[0];
  if (step === undefined) return undefined;
  const moved = withChosen(withCursor(state, step), finding.id);
  return withNotice(moved, show`lap ${formatCount(lap)} of ${formatCount(finding.laps ?? lap)}`);
}

function nextNote(state: ReplayState, forward: boolean): ReplayState {
  const steps = state.notes.notes.flatMap(({step}) => step ?? []);
  const step = forward
    ? steps.find((item) => item > state.cursor)
    : steps.findLast((item) => item < state.cursor);
  if (step === undefined) return withNotice(state, nothingMore('bookmark or note', forward));
  const note = state.notes.notes.find((item) => item.step === step && item.text !== '');
  const moved = withCursor(state, step);
  return note === undefined ? moved : withNotice(moved, show`note: ${visible(note.text)}`);
}

function findAim(
  state: ReplayState,
  aim: Exclude<SearchAim, 'error' | 'lap' | 'step of the filter'>,
  forward: boolean,
): ReplayState {
  const condition = conditionOf(state, aim);
  if (condition === undefined) return withNotice(state, missingCondition(aim));
  return searchFor(state, {aim, condition, forward});
}

/** From the step beside the cursor. */
export function searchFor(
  state: ReplayState,
  search: {readonly aim: SearchAim; readonly condition: Condition; readonly forward: boolean},
): ReplayState {
  const from = state.cursor + (search.forward ? 1 : -1);
  if (from < 0 || from >= state.run.steps)
    return withNotice(state, nothingMore(search.aim, search.forward));
  const visibleState = state.mode === 'shape' ? state : toPane(state, state.pane);
  return withQuestion(visibleState, {kind: 'find', ...search, from});
}

function conditionOf(state: ReplayState, aim: SearchAim): Condition | undefined {
  switch (aim) {
    case 'hand-off':
      return {kind: 'flag', flag: 'handoff'};
    case 'write':
      return {kind: 'flag', flag: 'write'};
    case 'error':
      return {kind: 'flag', flag: 'error'};
    case 'match':
      return state.search?.condition;
    case 'breakpoint':
      return state.breakpoint?.condition;
    case 'step of the filter':
      return state.filter?.condition;
    case 'call like this':
    case 'lap': {
      const call = rowAt(state, state.cursor)?.sameCall;
      return call === undefined ? undefined : {kind: 'same-call', call, lane: undefined};
    }
    default:
      return assertNever(aim);
  }
}

function missingCondition(aim: SearchAim): ReturnType<typeof literal> {
  if (aim === 'match') return literal('nothing was searched for yet: / asks');
  if (aim === 'breakpoint') return literal('no breakpoint is set: b sets one');
  return literal('what this step called is not recorded, so no other can be told equal');
}
