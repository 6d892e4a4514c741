import {createHash} from 'node:crypto';
import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {KeyTable} from '../../src/store/key-table.js';

const toKey = (text: string): string =>
  createHash('sha256').update(text).digest().toString('latin1').slice(0, 16);

test('holds what a Map holds, through every growth', () => {
  const table = new KeyTable();
  const slow = new Map<string, number>();
  for (let n = 0; n < 20_000; n++) {
    const key = toKey(String(n % 15_000));
    expect(table.get(key)).toBe(slow.get(key));
    table.set(key, n + 1);
    slow.set(key, n + 1);
  }
  expect(table.size).toBe(slow.size);
  expect([...table.keys()].sort()).toEqual([...slow.keys()].sort());
  for (const [key, id] of slow) expect(table.get(key)).toBe(id);
  expect(table.get(toKey('not there'))).toBeUndefined();
});

test('keys that fall on one place, and ids beyond 2^31, are told apart', () => {
  const byte = fc.constantFrom('\0', '\u007f', '\u0080', '\u00ff');
  const keys = fc.uniqueArray(fc.string({unit: byte, minLength: 16, maxLength: 16}));
  fc.assert(
    fc.property(keys, (given) => {
      const table = new KeyTable();
      for (const [at, key] of given.entries()) table.set(key, 2 ** 33 + at);
      expect(given.map((key) => table.get(key))).toEqual(given.map((_, at) => 2 ** 33 + at));
    }),
  );
});
