import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {packColumns, unpackColumns} from '../../src/store/packed-columns.js';

const whole = fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1});
const value = fc.oneof(whole, fc.double(), fc.maxSafeInteger(), fc.constant(NaN));

test('columns come back as they were', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(value), fc.array(fc.oneof(fc.nat(300), fc.constant(NaN)))),
      fc.array(whole),
      (floats, ints) => {
        const count = Math.min(floats.length, ints.length);
        const columns = [Float64Array.from(floats), Int32Array.from(ints)];
        const back = unpackColumns(packColumns(columns, count), 2, count);
        // -0 is no value of ours; it may come back as 0.
        const wanted = floats.slice(0, count).map((item) => (item === 0 ? 0 : item));
        expect([...(back[0] ?? [])].map((item) => (item === 0 ? 0 : item))).toEqual(wanted);
        expect([...(back[1] ?? [])]).toEqual(ints.slice(0, count));
      },
    ),
  );
});

test('a constant column costs its header, a small range a byte a row', () => {
  const constant = new Float64Array(1000).fill(1.7e15);
  const small = Float64Array.from({length: 1000}, (_unused, index) => 1.7e15 + (index % 250));
  expect(packColumns([constant], 1000)).toHaveLength(9);
  expect(packColumns([small], 1000)).toHaveLength(1009);
});
