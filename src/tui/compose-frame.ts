import {lineWidth, paintLine, type Line} from '../text/spans.js';
import type {Painter} from '../text/style.js';
import type {PaneContent} from './frame.js';
import {toAscii} from './symbols.js';

export interface FrameStyle {
  readonly paint: Painter;
  readonly ascii: boolean;
}

/** A pane's line where it begins on the screen, and the columns it may fill. */
interface Piece {
  readonly left: number;
  readonly width: number;
  readonly line: Line;
}

/**
 * The panes as painted screen lines, from the top to the lowest pane. Every line was cut to its pane
 * already, so this only sets them side by side: O(screen), a fraction of what a layout engine costs.
 */
export function composeFrame(
  panes: readonly PaneContent[],
  columns: number,
  style: FrameStyle,
): readonly string[] {
  const rows: Piece[][] = [];
  for (const {rect, lines} of panes) {
    for (let row = rect.top; row < rect.top + rect.height; row += 1) {
      const line = lines[row - rect.top];
      (rows[row] ??= []).push({left: rect.left, width: rect.width, line: line ?? []});
    }
  }
  return Array.from(rows, (pieces: Piece[] | undefined) =>
    composeRow(pieces ?? [], columns, style),
  );
}

function composeRow(pieces: readonly Piece[], columns: number, style: FrameStyle): string {
  let text = '';
  let column = 0;
  for (const {left, width, line} of [...pieces].sort((a, b) => a.left - b.left)) {
    const gap = left - column;
    if (gap > 0) text += ' '.repeat(gap);
    const isLast = left + width >= columns;
    text += paintLine(style.paint, style.ascii ? toAsciiLine(line) : line);
    // The end of a screen line is clear already.
    const used = isLast ? width : lineWidth(line);
    if (!isLast && used < width) text += ' '.repeat(width - used);
    column = left + width;
  }
  return text;
}

export function toAsciiLine(line: Line): Line {
  return line.map(({token, text}) => ({token, text: toAscii(text)}));
}
