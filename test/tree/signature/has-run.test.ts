import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {hasRun, makeCharClass} from '../../../src/tree/signature/has-run.js';

const HEX = makeCharClass('0123456789abcdefABCDEF');

test('finds what a regular expression finds', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '7', 'F', 'g', ' ', 'é', '\u{1f600}'),
    maxLength: 60,
  });
  fc.assert(
    fc.property(text, fc.integer({min: 1, max: 12}), (given, length) => {
      const slow = new RegExp(`[0-9a-fA-F]{${String(length)}}`);
      expect(hasRun(given, HEX, length)).toBe(slow.test(given));
    }),
    {numRuns: 2000},
  );
});

test('a run at the very end, and one character short of it', () => {
  expect(hasRun(`x${'a'.repeat(12)}`, HEX, 12)).toBe(true);
  expect(hasRun(`${'a'.repeat(11)}x${'b'.repeat(11)}`, HEX, 12)).toBe(false);
  expect(hasRun('', HEX, 1)).toBe(false);
});
