import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {findBoundedRuns} from '../../../src/detect/runs/bounded-runs.js';
import {findRuns} from '../../../src/detect/runs/find-runs.js';
import {rotateToLeast} from '../../../src/detect/runs/least-rotation.js';
import {findLongRuns} from '../../../src/detect/runs/long-runs.js';
import {compareRuns} from '../../../src/detect/runs/repeat-run.js';
import type {RepeatRun} from '../../../src/detect/runs/repeat-run.js';

/** Slow and obvious: every start, every period, extend, keep what is maximal and primitive. */
function findRunsSlowly(ids: Int32Array, minLaps: number): RepeatRun[] {
  const found: RepeatRun[] = [];
  const same = (i: number, j: number): boolean => (ids[i] ?? -1) >= 0 && ids[i] === ids[j];
  for (let period = 1; period <= ids.length; period++) {
    for (let start = 0; start + period < ids.length; start++) {
      if (start > 0 && same(start - 1, start - 1 + period)) continue;
      let end = start + period;
      while (end < ids.length && same(end - period, end)) end++;
      if (end - start < period * minLaps) continue;
      const shorter = found.some(
        (run) => run.start === start && run.end === end && period % run.period === 0,
      );
      if (!shorter) found.push({start, end, period});
    }
  }
  return found.sort(compareRuns);
}

const letters = (text: string): Int32Array =>
  Int32Array.from(text, (char) => (char === '?' ? -1 : char.charCodeAt(0)));

test('a run is maximal, primitive, and never crosses an unknown', () => {
  expect(findRuns(letters('xababaBy'), 2)).toEqual([{start: 1, end: 6, period: 2}]);
  expect(findRuns(letters('aaaa'), 3)).toEqual([{start: 0, end: 4, period: 1}]);
  expect(findRuns(letters('abababab'), 3)).toEqual([{start: 0, end: 8, period: 2}]);
  expect(findRuns(letters('aa?aa'), 3)).toEqual([]);
  expect(findRuns(letters('????????'), 3)).toEqual([]);
  expect(findRuns(letters('aaabaaabaaab'), 3)).toEqual([
    {start: 0, end: 3, period: 1},
    {start: 0, end: 12, period: 4},
    {start: 4, end: 7, period: 1},
    {start: 8, end: 11, period: 1},
  ]);
});

/** Random words with planted repetition, so that runs are not rare. */
const repetitive = fc
  .array(
    fc.tuple(
      fc.array(fc.integer({min: -1, max: 2}), {minLength: 1, maxLength: 7}),
      fc.integer({min: 1, max: 5}),
    ),
    {maxLength: 8},
  )
  .map((pieces) =>
    Int32Array.from(
      pieces.flatMap(([block, laps]) => Array.from({length: laps}, () => block).flat()),
    ),
  );

test('the bounded scan agrees with a slow twin', () => {
  fc.assert(
    fc.property(repetitive, fc.integer({min: 2, max: 4}), (ids, laps) => {
      expect(findBoundedRuns(ids, laps).sort(compareRuns)).toEqual(
        findRunsSlowly(ids, laps).filter((run) => run.period <= 64),
      );
    }),
    {numRuns: 500},
  );
});

test('the long pass agrees with a slow twin at any border between the two passes', () => {
  fc.assert(
    fc.property(repetitive, fc.integer({min: 1, max: 5}), (ids, border) => {
      const shortRuns = findBoundedRuns(ids, 3, border);
      const longRuns = findLongRuns(ids, {abovePeriod: border, minLaps: 3, shortRuns});
      expect([...shortRuns, ...longRuns].sort(compareRuns)).toEqual(findRunsSlowly(ids, 3));
    }),
    {numRuns: 1000},
  );
});

test('a routine of 100 steps done five times is one run', () => {
  const block = Array.from({length: 100}, (_, i) => i * 7);
  const ids = Int32Array.from([9999, ...block, ...block, ...block, ...block, ...block, 8888]);
  expect(findRuns(ids, 3)).toEqual([{start: 1, end: 501, period: 100}]);
});

/** Worst inputs finish; the bench runs them at a million. */
test('worst inputs: all equal, Fibonacci word and a long period', () => {
  const size = 60_000;
  expect(findRuns(new Int32Array(size), 3)).toEqual([{start: 0, end: size, period: 1}]);
  let [shorter, word] = ['a', 'ab'];
  while (word.length < size) [shorter, word] = [word, word + shorter];
  const fibonacci = findRuns(letters(word.slice(0, size)), 3);
  expect(fibonacci.some((run) => run.period === 89)).toBe(true);
  const long = Int32Array.from({length: size}, (_, i) => i % 7_001);
  expect(findRuns(long, 3)).toEqual([{start: 0, end: size, period: 7_001}]);
});

test('the least rotation is the same for every rotation', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', 'c'), {minLength: 1, maxLength: 12}),
      (items) => {
        const all = items.map((_, i) => [...items.slice(i), ...items.slice(0, i)]);
        const least = [...all].sort((a, b) => (a.join('') < b.join('') ? -1 : 1))[0];
        for (const rotation of all) expect(rotateToLeast(rotation)).toEqual(least);
      },
    ),
  );
});
