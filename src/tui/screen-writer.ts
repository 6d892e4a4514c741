import {EventEmitter} from 'node:events';

const BEGIN_SYNC = '\u001b[?2026h';
const END_SYNC = '\u001b[?2026l';
/** The screen alone: never `ESC[3J`, which takes the user's scrollback. */
const CLEAR_SCREEN = '\u001b[H\u001b[2J';
/** Before the text, not after: behind a full line the cursor still stands on its last cell. */
const CLEAR_LINE = '\u001b[2K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Puts frames on the screen: writes only the lines that changed, each at its absolute place. Ink's own
 * incremental writer moves relative to where it thinks the cursor is, which is a line off in 6.8 for every
 * frame lower than the terminal; and its full one wipes the scrollback after a shrink. So Ink runs in its
 * debug mode, where each write to `stream` is one whole frame and nothing else.
 */
export interface ScreenWriter {
  /** The stream for Ink. */
  readonly stream: NodeJS.WriteStream;
  readonly setColumns: (columns: number) => void;
  /** Clears the screen and writes the last frame in full: after a resize, a suspension, foreign output. */
  readonly redraw: () => void;
  /** From here on frames are dropped: the terminal belongs to others again. */
  readonly mute: () => void;
  readonly unmute: () => void;
}

export function createScreenWriter(stdout: NodeJS.WriteStream): ScreenWriter {
  let shown: readonly string[] | undefined;
  let frame = '';
  let isMuted = false;

  const draw = (): void => {
    if (isMuted) return;
    // What lies under the last row would be written over it.
    const lines = frame.split('\n').slice(0, Math.max(1, stdout.rows || Infinity));
    const changes = shown === undefined ? CLEAR_SCREEN + allLines(lines) : diffLines(shown, lines);
    shown = lines;
    if (changes !== '') stdout.write(BEGIN_SYNC + changes + END_SYNC);
  };
  const stream = Object.assign(new EventEmitter(), {
    columns: stdout.columns,
    rows: stdout.rows,
    isTTY: true,
    writable: true,
    write: (text: string): boolean => {
      frame = text;
      draw();
      return true;
    },
  });
  return {
    // Ink uses of a stream what stands above, and says so in no type of its own.
    stream: stream as unknown as NodeJS.WriteStream,
    setColumns: (columns) => {
      stream.columns = columns;
    },
    redraw: () => {
      shown = undefined;
      draw();
    },
    mute: () => {
      isMuted = true;
    },
    unmute: () => {
      isMuted = false;
    },
  };
}

function allLines(lines: readonly string[]): string {
  return lines.map((text, row) => moveTo(row) + text).join('');
}

function diffLines(shown: readonly string[], lines: readonly string[]): string {
  let changes = '';
  for (const [row, text] of lines.entries())
    if (shown[row] !== text) changes += moveTo(row) + CLEAR_LINE + text;
  return lines.length < shown.length ? changes + moveTo(lines.length) + CLEAR_BELOW : changes;
}

function moveTo(row: number): string {
  return `\u001b[${row + 1};1H`;
}
