const BEGIN_SYNC = '\u001b[?2026h';
const END_SYNC = '\u001b[?2026l';
/** The screen alone: never `ESC[3J`, which takes the user's scrollback. */
const CLEAR_SCREEN = '\u001b[H\u001b[2J';
/** Before the text, not after: behind a full line the cursor still stands on its last cell. */
const CLEAR_LINE = '\u001b[2K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Puts frames on the screen: writes only the lines that changed, each at its absolute place, inside one
 * synchronised update. Whole lines are compared, so what the terminal shows never depends on a cursor that
 * somebody else moved.
 */
export interface ScreenWriter {
  /** A frame, one painted line a row. */
  readonly show: (lines: readonly string[]) => void;
  /** Clears the screen and writes the last frame in full: after a resize, a suspension, foreign output. */
  readonly redraw: () => void;
  /** Sends a sequence that is no part of a frame (a copy to the clipboard). */
  readonly send: (sequence: string) => void;
  /** From here on frames are dropped: the terminal belongs to others again. */
  readonly mute: () => void;
  readonly unmute: () => void;
}

export function createScreenWriter(
  stdout: Pick<NodeJS.WriteStream, 'rows' | 'write'>,
): ScreenWriter {
  let shown: readonly string[] | undefined;
  let frame: readonly string[] = [];
  let isMuted = false;

  const draw = (): void => {
    if (isMuted) return;
    // What lies under the last row would be written over it.
    const lines = frame.slice(0, Math.max(1, stdout.rows || Infinity));
    const changes = shown === undefined ? CLEAR_SCREEN + allLines(lines) : diffLines(shown, lines);
    shown = lines;
    if (changes !== '') stdout.write(BEGIN_SYNC + changes + END_SYNC);
  };
  return {
    show: (lines) => {
      frame = lines;
      draw();
    },
    redraw: () => {
      shown = undefined;
      draw();
    },
    send: (sequence) => {
      if (!isMuted) stdout.write(sequence);
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
