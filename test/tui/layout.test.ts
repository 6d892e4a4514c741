import {expect, test} from '@jest/globals';
import {layout, PANES, type LayoutMode} from '../../src/tui/layout.js';

/** The screen as a drawing at an eighth of the width: one letter a pane, `|` a divider. */
const LETTERS = {
  header: 'H',
  strip: 'S',
  curves: 'C',
  icicle: 'I',
  usage: 'u',
  list: 'L',
  banner: 'B',
  detail: 'D',
  side: 'F',
  overlay: 'O',
  footer: 'f',
} as const;

function paint(columns: number, rows: number, mode: LayoutMode): readonly string[] {
  const screen = layout(columns, rows, mode);
  if (screen.kind === 'too-small') return ['too small'];
  const cells = Array.from({length: screen.height}, () => Array.from({length: columns}, () => '.'));
  const fill = (
    rect: {left: number; top: number; width: number; height: number},
    letter: string,
  ): void => {
    for (let row = rect.top; row < rect.top + rect.height; row += 1)
      for (let column = rect.left; column < rect.left + rect.width; column += 1) {
        const line = cells[row];
        // A cell painted twice is an overlap.
        if (line !== undefined) line[column] = line[column] === '.' ? letter : '#';
      }
  };
  for (const name of PANES) {
    const rect = screen.panes[name];
    if (rect !== undefined) fill(rect, LETTERS[name]);
  }
  for (const rect of screen.dividers) fill(rect, '|');
  return cells.map((line) => line.join(''));
}

/** Runs of equal lines as `line xN`, columns as `L54`. */
function sketch(columns: number, rows: number, mode: LayoutMode = 'split'): readonly string[] {
  const short = paint(columns, rows, mode).map((line) =>
    line
      .replace(/(.)\1*/g, (run, letter: string) =>
        run.length > 1 ? `${letter}${String(run.length)} ` : letter,
      )
      .trim(),
  );
  const folded: string[] = [];
  for (const [index, line] of short.entries()) {
    if (line === short[index - 1]) continue;
    let count = 1;
    while (short[index + count] === line) count += 1;
    folded.push(count > 1 ? `${line} x${String(count)}` : line);
  }
  return folded;
}

test('40x10 and below: one line says what is needed', () => {
  for (const [columns, rows] of [
    [40, 10],
    [59, 40],
    [80, 14],
    [1, 1],
    [0, 0],
  ] as const)
    expect(layout(columns, rows, 'split').kind).toBe('too-small');
});

test('80x24: list above, step below', () => {
  expect(sketch(80, 24)).toEqual(['H80', 'S80', 'L80 x12', 'u80', 'B80 x2', 'D80 x5', 'f80']);
});

test('120x40: list and step side by side', () => {
  expect(sketch(120, 40)).toEqual([
    'H120',
    'S120',
    'C120 x3',
    'I120 x4',
    'u120',
    'L54 |B65 x5',
    'L54 |D65 x23',
    'f120',
  ]);
});

test('200x50: the findings stay in view', () => {
  expect(sketch(200, 50)).toEqual([
    'H200',
    'S200',
    'C200 x3',
    'I200 x8',
    'u200',
    'L68 |B84 |F46 x5',
    'L68 |D84 |F46 x29',
    'f200',
  ]);
});

test('an opened step and an overlay take the body', () => {
  expect(sketch(80, 24, 'expanded')).toEqual(['H80', 'S80', 'u80', 'B80 x2', 'D80 x17', 'f80']);
  expect(sketch(80, 24, 'overlay')).toEqual(['H80', 'S80', 'O80 x20', 'f80']);
});

test('every size is covered without gap or overlap, in at most rows - 1 lines', () => {
  for (let columns = 60; columns <= 220; columns += 7)
    for (let rows = 15; rows <= 60; rows += 3)
      for (const mode of ['split', 'expanded', 'overlay'] as const) {
        const lines = paint(columns, rows, mode);
        expect(lines).toHaveLength(rows - 1);
        expect(lines.join('')).not.toMatch(/[.#]/);
      }
});
