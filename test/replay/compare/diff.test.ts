import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {JsonValue} from '../../../src/model/json.js';
import {diffLines} from '../../../src/replay/compare/diff-lines.js';
import {diffValues} from '../../../src/replay/compare/diff-values.js';
import {compareLaps, findUnchanged} from '../../../src/replay/compare/lap-history.js';
import {createFakeReader} from '../../helpers/fake-reader.js';

test('only leaves that differ are told, with where they are', () => {
  const before = {a: 1, b: {c: [1, 2], d: 'x'}, gone: true};
  const after = {a: 1, b: {c: [1, 3, 4], d: 'x'}, come: null};
  expect(diffValues(before, after)).toEqual({
    changes: [
      {path: 'b.c[1]', before: 2, after: 3},
      {path: 'b.c[2]', before: undefined, after: 4},
      {path: 'come', before: undefined, after: null},
      {path: 'gone', before: true, after: undefined},
    ],
    total: 4,
    isCut: false,
  });
  expect(diffValues({x: 1}, [1])).toMatchObject({changes: [{path: ''}], total: 1});
  expect(diffValues(JSON.parse('{"__proto__": 1}') as JsonValue, {})).toMatchObject({
    changes: [{path: '__proto__', before: 1}],
  });
});

test('values nested a hundred thousand deep and lists of a million are compared in bounds', () => {
  const nest = (leaf: number): never => {
    let value: unknown = leaf;
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    return value as never;
  };
  expect(diffValues(nest(1), nest(2)).total).toBe(1);
  const long = Array.from({length: 1_000_000}, (_unused, index) => index);
  expect(diffValues(long, long.slice(1)).isCut).toBe(true);
});

test('a value never differs from itself; another one differs if and only if its JSON does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const a = left as never;
      const b = right as never;
      expect(diffValues(a, a).total).toBe(0);
      const isEqual = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
      expect(diffValues(a, b).total === 0).toBe(isEqual);
    }),
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return {fields: entries.map(([key, item]) => [key, sorted(item)])};
}

test('line changes rebuild both sides, with as many common lines as there can be', () => {
  const line = fc.constantFrom('a', 'b', 'c', 'd');
  fc.assert(
    fc.property(fc.array(line, {maxLength: 12}), fc.array(line, {maxLength: 12}), (old, now) => {
      const changes = diffLines(old, now);
      let same = 0;
      let i = 0;
      let j = 0;
      for (const change of changes) {
        if (change.kind === 'same') {
          expect(old.slice(i, i + change.count)).toEqual(now.slice(j, j + change.count));
          same += change.count;
          i += change.count;
          j += change.count;
        } else if (change.kind === 'removed') expect(change.line).toBe(old[i++]);
        else expect(change.line).toBe(now[j++]);
      }
      expect([i, j]).toEqual([old.length, now.length]);
      expect(same).toBe(longestCommon(old, now));
    }),
  );
});

/** The slow twin: tries both ways at every place. */
function longestCommon(old: readonly string[], now: readonly string[], i = 0, j = 0): number {
  if (i >= old.length || j >= now.length) return 0;
  if (old[i] === now[j]) return 1 + longestCommon(old, now, i + 1, j + 1);
  const key = JSON.stringify([old.slice(i), now.slice(j)]);
  const known = memo.get(key);
  if (known !== undefined) return known;
  const best = Math.max(longestCommon(old, now, i + 1, j), longestCommon(old, now, i, j + 1));
  memo.set(key, best);
  return best;
}
const memo = new Map<string, number>();

test('laps are alike byte for byte, but for ids, or not; since when is told', async () => {
  const reader = createFakeReader({steps: 100, loop: {from: 30, laps: 10}});
  const lap = (number: number) => reader.steps('run-1', 27 + 3 * number, 30 + 3 * number);
  const [one, two, three] = await Promise.all([lap(1), lap(2), lap(3)]);
  expect(compareLaps(one, two)).toBe('same-bytes');
  const moved = three.map((row) => ({...row, resultBody: row.step + 5}));
  expect(compareLaps(two, moved)).toBe('same-but-ids');
  const other = moved.map((row) => ({...row, sameOutcome: row.step}));
  expect(compareLaps(two, other)).toBe('different');
  const blind = moved.map((row) => ({...row, sameOutcome: undefined}));
  expect(compareLaps(two, blind)).toBe('cannot-tell');
  expect(findUnchanged([one, two, three], 3)).toEqual({
    sinceLap: 1,
    likeness: 'same-bytes',
    isCut: false,
  });
  expect(findUnchanged([two, other, other], 9)).toEqual({
    sinceLap: 8,
    likeness: 'same-bytes',
    isCut: false,
  });
  expect(findUnchanged([two, moved], 9)).toMatchObject({sinceLap: 8, isCut: true});
  expect(findUnchanged([two, other], 9)).toBeUndefined();
});
