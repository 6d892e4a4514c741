import {assertNever} from '../model/assert.js';
import {literal, type DisplayText} from '../text/visible.js';
import type {UserAction} from './actions.js';
import {findingHere} from './laps.js';
import {withNotice} from './move.js';
import type {NoteChange} from './notes.js';
import type {StoredFinding} from './reader.js';
import type {ReplayState} from './state.js';

type NoteAction = Extract<UserAction, {kind: 'bookmark' | 'remove-note' | 'untriage'}>;

export function reduceNotes(state: ReplayState, action: NoteAction): ReplayState {
  switch (action.kind) {
    case 'bookmark': {
      const {cursor} = state;
      const here = state.notes.notes.find((note) => note.step === cursor && note.isBookmark);
      return here === undefined
        ? withChange(
            state,
            {kind: 'add', step: cursor, isBookmark: true, text: ''},
            literal('bookmarked in the case'),
          )
        : withChange(state, {kind: 'remove', noteId: here.id}, literal('the bookmark is off'));
    }
    case 'remove-note': {
      const chosen =
        state.mode === 'notes'
          ? state.notes.notes[state.noteCursor]
          : state.notes.notes.find((note) => note.step === state.cursor);
      if (chosen === undefined) return withNotice(state, literal('there is no note here'));
      return withChange(
        state,
        {kind: 'remove', noteId: chosen.id},
        literal('removed from the case'),
      );
    }
    case 'untriage': {
      const finding = findingToTriage(state);
      if (finding === undefined || !state.notes.triage.has(finding.id))
        return withNotice(state, literal('this finding is not marked'));
      return withChange(
        state,
        {kind: 'untriage', findingId: finding.id},
        literal('the mark is off the finding'),
      );
    }
    default:
      return assertNever(action);
  }
}

/** The finding chosen in the list, or the one that covers the cursor. */
export function findingToTriage(state: ReplayState): StoredFinding | undefined {
  if (state.mode === 'findings') return state.findings.worstFirst[state.findingCursor];
  const fromList = state.findings.worstFirst[state.findingCursor];
  return findingHere(state) ?? fromList;
}

/** Queued for the case; unlike questions, no key gives a change up. */
export function withChange(state: ReplayState, change: NoteChange, done: DisplayText): ReplayState {
  const token = state.nextToken;
  return {...state, queue: [...state.queue, {token, change, done}], nextToken: token + 1};
}
