/** Glyphs of the frame. The ASCII set is for terminals and fonts that cannot draw boxes. */
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

/** Replaces the other signs that we write, each by one of the same width. */
export function toAsciiSigns(text: string): string {
  return text.replace(/[…·→←µ▁-█]/g, (sign) => OURS.get(sign) ?? sign);
}
