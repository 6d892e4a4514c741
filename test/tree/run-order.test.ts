import {expect, test} from '@jest/globals';
import {buildRunOrder} from '../../src/tree/run-order.js';

function order(
  records: readonly (readonly [startUs: number, parent?: number, source?: number])[],
): number[] {
  return [
    ...buildRunOrder({
      count: records.length,
      startUs: Float64Array.from(records, ([startUs]) => startUs),
      parent: Int32Array.from(records, ([, parent]) => parent ?? -1),
      source: Int32Array.from(records, ([, , source]) => source ?? 0),
    }),
  ];
}

test('known starts decide, then the parent stands before its child, then the position', () => {
  expect(order([[30], [10], [20]])).toEqual([1, 2, 0]);
  expect(order([[10, 2], [10], [10, 3], [10]])).toEqual([3, 2, 0, 1]);
});

test('records without times keep the order of the file, parents pulled forward', () => {
  expect(order([[NaN], [NaN, 3], [NaN], [NaN]])).toEqual([0, 3, 1, 2]);
});

test('a record without a time stays behind its neighbour; no other source comes between', () => {
  expect(
    order([
      [10, -1, 0],
      [NaN, -1, 0],
      [30, -1, 0],
      [20, -1, 1],
    ]),
  ).toEqual([0, 1, 3, 2]);
  expect(
    order([
      [NaN, -1, 0],
      [NaN, -1, 0],
      [5, -1, 1],
      [6, -1, 1],
    ]),
  ).toEqual([2, 3, 0, 1]);
});

test('a cycle of equal starts ends', () => {
  expect(
    order([
      [1, 1],
      [1, 0],
      [1, 2],
    ]),
  ).toEqual([1, 0, 2]);
});
