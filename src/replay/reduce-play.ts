import {formatCount} from '../text/numbers.js';
import {literal, show} from '../text/visible.js';
import type {UserAction} from './actions.js';
import {toPane, withCursor, withNotice} from './move.js';
import {PLAY_SPEEDS, speedWords} from './play/play-state.js';
import type {FoundSteps} from './reader.js';
import type {ReplayState} from './state.js';
import {clamp} from './window.js';

type PlayAction = Extract<UserAction, {kind: 'toggle-play' | 'speed'}>;

export function reducePlay(state: ReplayState, action: PlayAction): ReplayState {
  if (action.kind === 'speed') return withSpeed(state, action.by);
  if (state.play !== undefined) return withNotice(withoutPlay(state), literal('paused'));
  const from = state.breakpoint === undefined ? undefined : state.cursor + 1;
  // Playing shows steps: what lies over them is put aside.
  return {...toPane(state, state.pane), play: {stopAt: undefined, searchFrom: from}};
}

function withSpeed(state: ReplayState, by: number): ReplayState {
  const speed = clamp(state.speed + by, 0, PLAY_SPEEDS.length - 1);
  const chosen = PLAY_SPEEDS[speed];
  const words = chosen === undefined ? '' : speedWords(chosen);
  return withNotice({...state, speed}, literal(`plays at ${words}`));
}

export function withoutPlay(state: ReplayState): ReplayState {
  return state.play === undefined ? state : {...state, play: undefined};
}

/** Goes on by some steps; stops at the breakpoint, and at the end of the run. */
export function tick(state: ReplayState, steps: number): ReplayState {
  const {play, run, cursor, filter} = state;
  if (play === undefined) return state;
  const last = run.steps - 1;
  const wanted = nextStep(state, steps);
  // While the search for the breakpoint has not come that far, the play waits for it.
  if (play.stopAt === undefined && play.searchFrom !== undefined && wanted >= play.searchFrom)
    return state;
  const target = Math.min(wanted, play.stopAt ?? last, last);
  const moved = {...withCursor(state, target), play};
  if (target === play.stopAt)
    return withNotice(
      withoutPlay(moved),
      show`stopped at the breakpoint, step ${formatCount(target + 1)}`,
    );
  if (target >= last || (filter !== undefined && target === cursor))
    return withNotice(withoutPlay(moved), literal('this is the end of the run'));
  return moved;
}

/** By steps, or by those that the filter leaves. */
function nextStep({filter, cursor}: ReplayState, steps: number): number {
  if (filter === undefined) return cursor + steps;
  return filter.hits.find((hit) => hit > cursor) ?? cursor;
}

export function takeBreak(state: ReplayState, found: FoundSteps): ReplayState {
  const {play} = state;
  if (play === undefined) return state;
  const stopAt = found.steps[0];
  return {...state, play: {stopAt, searchFrom: stopAt === undefined ? found.next : undefined}};
}
