import {expect, test} from '@jest/globals';
import {findNearest} from '../../src/text/nearest.js';

const known = ['case', 'run', 'format', 'fail-on', 'strict', 'json'];

test.each([
  ['jsn', 'json'],
  ['josn', 'json'],
  ['formt', 'format'],
  ['stric', 'strict'],
  ['fail', 'fail-on'],
  ['xyzzy', undefined],
  ['q', undefined],
])('%s is nearest to %s', (typed, meant) => {
  expect(findNearest(typed, known)).toBe(meant);
});
