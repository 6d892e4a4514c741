import {assertNever} from '../model/assert.js';
import {formatCount} from '../text/numbers.js';
import {literal, show, visible} from '../text/visible.js';
import type {OverlayMode, UserAction} from './actions.js';
import {listEvidence} from './evidence.js';
import {toPane, toPaneBelow, withCursor, withNotice} from './move.js';
import type {ReplayState} from './state.js';

type OverlayAction = Extract<UserAction, {kind: 'toggle-overlay' | 'next-overlay' | 'evidence'}>;

/** In the order in which `]` goes through them. */
const ORDER: readonly OverlayMode[] = ['findings', 'incident', 'shape', 'notes'];

export function reduceOverlay(state: ReplayState, action: OverlayAction): ReplayState {
  switch (action.kind) {
    case 'toggle-overlay':
      return state.mode === action.overlay
        ? toPaneBelow(state)
        : openOverlay(state, action.overlay);
    case 'next-overlay': {
      const at = ORDER.findIndex((mode) => mode === state.mode);
      const by = action.forward ? 1 : -1;
      const next = ORDER[(at + by + ORDER.length) % ORDER.length];
      return next === undefined ? state : openOverlay(state, next);
    }
    case 'evidence':
      return goToEvidence(state, action.number);
    default:
      return assertNever(action);
  }
}

function openOverlay(state: ReplayState, overlay: OverlayMode): ReplayState {
  return {...state, mode: overlay, helpTop: 0, incidentTop: 0};
}

/** The evidence with the number that stands before it on the screen. */
function goToEvidence(state: ReplayState, number: number): ReplayState {
  const lead = listEvidence(state)[number - 1];
  if (lead === undefined)
    return withNotice(state, show`there is no evidence ${formatCount(number)} here`);
  const moved = {...withCursor(toPane(state, 'list'), lead.step), expanded: false};
  const chosen = lead.findingId ?? state.chosenFinding;
  const said = withNotice(moved, show`${literal('evidence: ')}${visible(lead.shows)}`);
  return {...said, chosenFinding: chosen};
}
