import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {countKeys, makeKeyTable} from '../../../src/detect/view/count-keys.js';

const keys = fc
  .array(fc.oneof(fc.integer({min: -1, max: 9}), fc.integer({min: 0, max: 2 ** 31 - 1})))
  .map((list) => Int32Array.from(list));

test('counts what a plain count counts, for dense and for scattered keys', () => {
  fc.assert(
    fc.property(keys, (column) => {
      const known = new Map<number, number>();
      for (const key of column) if (key >= 0) known.set(key, (known.get(key) ?? 0) + 1);
      const counts = countKeys(column);
      for (const key of [...column, 10, -1]) expect(counts.of(key)).toBe(known.get(key) ?? 0);
      expect(counts.most).toBe(Math.max(0, ...known.values()));
    }),
  );
});

test('a key that was never set is -1, however high its neighbours are', () => {
  for (const column of [Int32Array.of(3, 5), Int32Array.of(3, 2_000_000_000)]) {
    const table = makeKeyTable(column);
    table.set(3, 0);
    expect([table.get(3), table.get(4), table.get(-1), table.get(2_000_000_000)]).toEqual([
      0, -1, -1, -1,
    ]);
  }
});
