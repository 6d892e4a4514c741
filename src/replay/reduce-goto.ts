import {formatCount} from '../text/numbers.js';
import {literal, show} from '../text/visible.js';
import {withCursor, withNotice} from './move.js';
import type {ReplayState} from './state.js';

/** More digits than any run has steps. */
const MAX_DIGITS = 12;

export type GotoAction =
  | {readonly kind: 'goto-open'}
  | {readonly kind: 'goto-type'; readonly digit: string}
  | {readonly kind: 'goto-erase'}
  | {readonly kind: 'goto-submit'};

/** The one text field: a step number as people count, from 1. */
export function reduceGoto(state: ReplayState, action: GotoAction): ReplayState {
  switch (action.kind) {
    case 'goto-open':
      return {...state, mode: 'goto', gotoText: ''};
    case 'goto-type':
      if (state.gotoText.length >= MAX_DIGITS) return state;
      return {...state, gotoText: state.gotoText + action.digit};
    case 'goto-erase':
      return {...state, gotoText: state.gotoText.slice(0, -1)};
    case 'goto-submit':
      return submit({...state, mode: state.pane, gotoText: ''}, state.gotoText);
  }
}

function submit(state: ReplayState, digits: string): ReplayState {
  if (digits === '') return withNotice(state, literal('no step number was typed'));
  const step = Number(digits);
  if (step >= 1 && step <= state.run.steps) return withCursor(state, step - 1);
  const nearest = withCursor(state, step - 1);
  return withNotice(
    nearest,
    show`there is no step ${formatCount(step)}: steps go from 1 to ${formatCount(state.run.steps)}`,
  );
}
