import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatCountOf,
  formatPercent,
  formatRatio,
  formatTokens,
} from '../../src/text/numbers.js';
import {chooseStyleLevel, createPainter} from '../../src/text/style.js';
import {formatClockUs, formatDurationUs, formatTimeUs} from '../../src/text/times.js';
import {visible} from '../../src/text/visible.js';

test('numbers for people', () => {
  expect([0, 7, 999, 1000, 1234567, -1234, NaN].map(formatCount)).toEqual([
    '0',
    '7',
    '999',
    '1,000',
    '1,234,567',
    '-1,234',
    '?',
  ]);
  expect([999, 999.6, 1000, 9940, 9960, 34567, 999600, 5.6e6].map(formatCompact)).toEqual([
    '999',
    '1.0k',
    '1.0k',
    '9.9k',
    '10k',
    '35k',
    '1.0M',
    '5.6M',
  ]);
  expect([9999, 12345].map(formatTokens)).toEqual(['9,999', '12k']);
  expect([0, 999, 1500, 2e9].map(formatBytes)).toEqual(['0 B', '999 B', '1.5 kB', '2.0 GB']);
  expect([5.234, 41.7, 0.0314, 1].map(formatRatio)).toEqual(['5.2', '42', '0.031', '1']);
  expect([0, 0.001, 0.5, 0.999, 1].map(formatPercent)).toEqual([
    '0%',
    '<1%',
    '50%',
    '>99%',
    '100%',
  ]);
  expect([1, 41].map((n) => formatCountOf(n, 'step'))).toEqual(['1 step', '41 steps']);
});

test('durations round to the smaller unit first', () => {
  const us = [
    0, 412, 999.7, 83_000, 999_600, 4_200_000, 59_970_000, 192_000_000, 3_599_900_000,
    7_500_000_000, 273_600_000_000,
  ];
  expect(us.map(formatDurationUs)).toEqual([
    '0 s',
    '412 µs',
    '1 ms',
    '83 ms',
    '1.0 s',
    '4.2 s',
    '1m 00s',
    '3m 12s',
    '1h 00m',
    '2h 05m',
    '3d 04h',
  ]);
  expect(formatDurationUs(-83_000)).toBe('-83 ms');
});

test('durations never show sixty of a unit', () => {
  fc.assert(
    fc.property(fc.double({min: 0, max: 1e13, noNaN: true}), (us) => {
      expect(formatDurationUs(us)).not.toMatch(/\b60[ms]|\b1000 |\b24h|\b60\.0/);
    }),
  );
});

test('times are UTC, and a local clock gets no Z', () => {
  const us = Date.UTC(2025, 2, 4, 12, 34, 56, 789) * 1000;
  expect(formatTimeUs(us, 'utc')).toBe('2025-03-04 12:34:56.789Z');
  expect(formatTimeUs(us, 'naive-local')).toBe('2025-03-04 12:34:56.789');
  expect(formatClockUs(us)).toBe('12:34:56');
  expect(formatTimeUs(NaN, 'utc')).toBe('?');
  expect(formatTimeUs(1e300, 'utc')).toBe('1e+300 µs');
});

test('colour is chosen from what is passed in', () => {
  expect(chooseStyleLevel({}, true)).toBe('ansi16');
  expect(chooseStyleLevel({}, false)).toBe('none');
  expect(chooseStyleLevel({NO_COLOR: '1', FORCE_COLOR: '1'}, true)).toBe('none');
  expect(chooseStyleLevel({NO_COLOR: ''}, true)).toBe('ansi16');
  expect(chooseStyleLevel({TERM: 'dumb'}, true)).toBe('none');
  expect(chooseStyleLevel({FORCE_COLOR: '1'}, false)).toBe('ansi16');
});

test('painters', () => {
  const text = visible('x');
  expect(createPainter('none')('error', text)).toBe('x');
  expect(createPainter('mono')('error', text)).toBe('\u001b[1mx\u001b[22m');
  expect(createPainter('ansi16')('critical', text)).toBe('\u001b[1;31mx\u001b[22;39m');
});
