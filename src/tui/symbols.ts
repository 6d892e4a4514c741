import {literal, type DisplayText} from '../text/visible.js';
import {cells} from '../text/width.js';

/** Signs of the frame. The ASCII set is for terminals and fonts that cannot draw boxes. */
export interface Symbols {
  readonly horizontal: string;
  readonly vertical: string;
  /** Marks the row under the cursor. */
  readonly cursor: string;
  /** Marks the cursor in the strip of the whole run. */
  readonly here: string;
  /** A row of the tree with its rows below shown, or hidden. */
  readonly open: string;
  readonly closed: string;
}

const BOX: Symbols = {
  horizontal: '─',
  vertical: '│',
  cursor: '▸',
  here: '◆',
  open: '▾',
  closed: '▸',
};
const ASCII: Symbols = {
  horizontal: '-',
  vertical: '|',
  cursor: '>',
  here: 'O',
  open: '-',
  closed: '+',
};

export function symbolsFor(ascii: boolean): Symbols {
  return ascii ? ASCII : BOX;
}

const OURS: ReadonlyMap<string, string> = new Map([
  ['…', '.'],
  ['·', '-'],
  ['→', '>'],
  ['←', '<'],
  ['µ', 'u'],
  ['▁', '.'],
  ['▂', ','],
  ['▃', '-'],
  ['▄', '='],
  ['▅', '+'],
  ['▆', '*'],
  ['▇', '%'],
  ['█', '#'],
]);

/**
 * The same columns in ASCII alone: our signs by their likes, and what a log holds beyond ASCII by a question mark a
 * column. Where the terminal is not one of UTF-8, its bytes would be drawn as others, or even obeyed.
 */
export function toAscii(text: DisplayText): DisplayText {
  if (ASCII_ONLY.test(text)) return text;
  let out = '';
  for (const {segment, columns} of cells(text))
    out += ASCII_ONLY.test(segment) ? segment : (OURS.get(segment) ?? '?'.repeat(columns));
  return literal(out);
}

const ASCII_ONLY = /^[\x20-\x7e]*$/;
