import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {alignSequences} from '../../../src/report/diff/align.js';
import {pairGreedily} from '../../../src/report/diff/pair-greedily.js';

const tokens = (most: number, length: number) =>
  fc.array(fc.nat({max: most}), {maxLength: length}).map((list) => Int32Array.from(list));

/** Length of the longest common subsequence, by the plain table. */
function countLongest(a: Int32Array, b: Int32Array): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    const next = [0];
    for (const [j, other] of b.entries()) {
      next.push(one === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function countPairs(partner: Int32Array): number {
  return partner.filter((place) => place >= 0).length;
}

test('pairs hold equal calls, keep the order, and are never more than the longest common row', () => {
  fc.assert(
    fc.property(tokens(5, 40), tokens(5, 40), (a, b) => {
      const partner = alignSequences(a, b);
      let last = -1;
      for (const [i, j] of partner.entries()) {
        if (j < 0) continue;
        expect(a[i]).toBe(b[j]);
        expect(j).toBeGreaterThan(last);
        last = j;
      }
      expect(countPairs(partner)).toBeLessThanOrEqual(countLongest(a, b));
    }),
  );
});

test('without calls that stand once in each, small runs are aligned as well as can be', () => {
  fc.assert(
    fc.property(tokens(2, 24), tokens(2, 24), (one, other) => {
      // No token stands once, and the ends differ: so the table decides.
      const a = Int32Array.of(7, ...one, 0, 1, 2, 0, 1, 2, 7);
      const b = Int32Array.of(8, ...other, 0, 1, 2, 0, 1, 2, 8);
      expect(countPairs(alignSequences(a, b))).toBe(countLongest(a, b));
    }),
  );
});

test('piece by piece, few differences are found exactly', () => {
  fc.assert(
    fc.property(tokens(2, 30), tokens(2, 30), (a, b) => {
      const range = {aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length};
      const pairs = pairGreedily(a, b, range);
      for (const [index, [i, j]] of pairs.entries()) {
        expect(a[i]).toBe(b[j]);
        const before = pairs[index - 1];
        if (before !== undefined) expect(i > before[0] && j > before[1]).toBe(true);
      }
      expect(pairs.length).toBe(countLongest(a, b));
    }),
  );
});

test('calls put in anywhere leave all others aligned', () => {
  fc.assert(
    fc.property(tokens(6, 60), fc.array(fc.nat(60), {maxLength: 10}), (a, places) => {
      const longer = [...a];
      for (const place of places) longer.splice(Math.min(place, longer.length), 0, 99);
      expect(countPairs(alignSequences(a, Int32Array.from(longer)))).toBe(a.length);
    }),
  );
});

test('a long loop against a longer one, and a million calls, are aligned', () => {
  const loop = (laps: number): Int32Array => Int32Array.from({length: laps * 3}, (_, i) => i % 3);
  expect(countPairs(alignSequences(loop(2000), loop(2001)))).toBe(6000);
  const shuffled = Int32Array.from({length: 300_000}, (_, i) => (i * 7919) % 1009);
  const other = shuffled.map((token, i) => (i % 100 === 50 ? 5000 : token));
  expect(countPairs(alignSequences(shuffled, other))).toBe(297_000);
});
