import {expect, test} from '@jest/globals';
import type {TreeRow} from '../../src/replay/reader.js';
import {CLOSED_TREE, cursorIndex} from '../../src/replay/tree-state.js';

/** A row as `pre depth size xN`. */
function row(text: string): TreeRow {
  const [pre = 0, depth = 0, size = 0, repeats = 0] = text.split(/ x?/).map(Number);
  const none = {spanKey: undefined, agent: undefined, durationUs: undefined, step: undefined};
  const tokens = {
    inputTokens: undefined,
    outputTokens: undefined,
    firstStep: undefined,
    tool: undefined,
  };
  const rest = {kind: 'tool', name: 'a', status: 'ok', defects: [], parent: -1} as const;
  return {...none, ...tokens, ...rest, pre, depth, size, repeats};
}

function placeOf(cursor: number, rows: readonly string[]): string | undefined {
  return rows[cursorIndex({...CLOSED_TREE, cursor, rows: rows.map(row)})];
}

test('a row that a fold hides stands where its like of the first lap stands', () => {
  // Two rows a lap, three laps: 0-4, 5-9, 10-14; then one more row.
  const rows = [
    '0 0 16 x1',
    '1 1 2 x3',
    '2 2 1 x1',
    '3 1 3 x3',
    '4 2 2 x1',
    '5 3 1 x1',
    '16 1 1 x1',
  ];
  expect([1, 2, 5].map((pre) => placeOf(pre, rows))).toEqual(['1 1 2 x3', '2 2 1 x1', '5 3 1 x1']);
  expect([6, 7, 8, 10, 11, 15].map((pre) => placeOf(pre, rows))).toEqual([
    '1 1 2 x3',
    '2 2 1 x1',
    '3 1 3 x3',
    '5 3 1 x1',
    '1 1 2 x3',
    '5 3 1 x1',
  ]);
  expect(placeOf(16, rows)).toBe('16 1 1 x1');
});

test('folds within folds, two folds side by side, and a row that is closed', () => {
  // Lap of 1 + 2 x 1: the second lap's second leaf is the first lap's only shown leaf.
  expect(placeOf(5, ['0 0 3 x2', '1 1 1 x2'])).toBe('1 1 1 x2');
  const beside = ['0 0 1 x3', '3 0 1 x3', '6 0 1 x1'];
  expect([0, 1, 2, 3, 4, 5, 6].map((pre) => placeOf(pre, beside))).toEqual([
    ...Array.from({length: 3}, () => beside[0]),
    ...Array.from({length: 3}, () => beside[1]),
    beside[2],
  ]);
  expect(placeOf(3, ['0 0 9 x1', '9 0 1 x1'])).toBe('0 0 9 x1');
});
