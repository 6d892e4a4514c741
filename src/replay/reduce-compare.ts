import {assertNever} from '../model/assert.js';
import {formatCount} from '../text/numbers.js';
import {literal, show} from '../text/visible.js';
import type {UserAction} from './actions.js';
import {findingHere, lapHere, membersOfLap} from './laps.js';
import {rowAt, withNotice, withQuestion} from './move.js';
import {findingToTriage} from './reduce-notes.js';
import {isSafeToCopy} from './safe-id.js';
import type {CompareRequest, ReplayState} from './state.js';

type CompareAction = Extract<
  UserAction,
  {kind: 'compare-lap' | 'compare-prompt' | 'pick' | 'copy' | 'export'}
>;

export function reduceCompare(state: ReplayState, action: CompareAction): ReplayState {
  switch (action.kind) {
    case 'compare-lap':
      return ask(state, lapRequest(state));
    case 'compare-prompt':
      return ask(state, {kind: 'prompt', step: state.cursor});
    case 'pick':
      return pick(state);
    case 'copy':
      return copy(state, action.what);
    case 'export':
      return withNotice(withQuestion(state, {kind: 'export'}), literal('writing the report…'));
    default:
      return assertNever(action);
  }
}

export function ask(state: ReplayState, request: CompareRequest): ReplayState {
  const columns = state.viewport.overlayColumns;
  return withQuestion(state, {kind: 'compare', request, columns});
}

/** The lap here against the one before (the first: the second against it); outside of laps, this call against the last like it. */
function lapRequest(state: ReplayState): CompareRequest {
  const here = lapHere(state);
  const lap = Math.max(2, here?.lap ?? 2);
  if (here === undefined || membersOfLap(here.finding, lap).length === 0)
    return {kind: 'same-call', step: state.cursor};
  return {kind: 'laps', findingId: here.finding.id, lap};
}

/** First press: this step is one side. Second press, elsewhere: compare; on the same step: forget it. */
function pick(state: ReplayState): ReplayState {
  const {picked, cursor} = state;
  if (picked === undefined)
    return withNotice(
      {...state, picked: cursor},
      show`step ${formatCount(cursor + 1)} is picked: go to another and press x to compare`,
    );
  if (picked === cursor)
    return withNotice({...state, picked: undefined}, literal('no step is picked any more'));
  const before = Math.min(picked, cursor);
  const after = Math.max(picked, cursor);
  return ask({...state, picked: undefined}, {kind: 'steps', before, after});
}

/** Only ids of plain signs reach the clipboard: text of a log could do harm where it is pasted. */
function copy(state: ReplayState, what: 'span' | 'finding'): ReplayState {
  const finding = state.mode === 'findings' ? findingToTriage(state) : findingHere(state);
  const id = what === 'finding' ? (finding?.id ?? state.run.id) : spanIdHere(state);
  if (id === undefined) {
    const isRead = rowAt(state, state.cursor) !== undefined;
    return withNotice(
      state,
      literal(isRead ? 'this step has no span of its own' : 'this step is not read yet: once more'),
    );
  }
  if (!isSafeToCopy(id))
    return withNotice(
      state,
      literal('not copied: the id holds signs that could do harm in a shell'),
    );
  const number = (state.copied?.number ?? 0) + 1;
  const said = show`${literal(id)} is on the clipboard (if your terminal takes OSC 52)`;
  return withNotice({...state, copied: {id, number}}, said);
}

/** A fast hand asks before the step in full is here; its row may be. */
function spanIdHere(state: ReplayState): string | undefined {
  const {detail, cursor} = state;
  return detail?.step === cursor ? detail.spanId : rowAt(state, cursor)?.spanId;
}
