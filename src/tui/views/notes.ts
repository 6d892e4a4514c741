import type {StoredNote} from '../../replay/notes.js';
import type {ReplayState} from '../../replay/state.js';
import {scrollTop} from '../../replay/window.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import {line, lineText, padLine, span, type Line} from '../../text/spans.js';
import {formatTimeUs} from '../../text/times.js';
import {literal, show, visible} from '../../text/visible.js';
import {padTo} from '../../text/width.js';

/** Bookmarks and notes of the run, in step order. */
export function noteLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
): readonly Line[] {
  const {notes} = state.notes;
  const title = line(
    'title',
    show` Kept in the case: ${formatCountOf(notes.length, 'bookmark or note', 'bookmarks and notes')}`,
  );
  if (notes.length === 0)
    return [title, line('muted', literal('   m marks a step, c adds words to it'))];
  const rows = size.rows - 1;
  const top = scrollTop(0, state.noteCursor, {rows, total: notes.length});
  const lines = notes.slice(top, top + rows).map((note, at) => {
    const made = padLine(noteLine(note), size.columns);
    return top + at === state.noteCursor ? [span('selected', visible(lineText(made)))] : made;
  });
  return [title, ...lines];
}

function noteLine(note: StoredNote): Line {
  const where =
    note.step === undefined
      ? literal('not in the log now')
      : show`step ${formatCount(note.step + 1)}`;
  return [
    span('accent', padTo(show` ${literal(note.isBookmark ? 'bookmark' : 'note')}`, 11)),
    span('muted', padTo(where, 20)),
    span('plain', visible(note.text)),
    span('muted', show`  ${formatTimeUs(note.madeUs, 'utc')}`),
  ];
}
