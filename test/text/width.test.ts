import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {visible} from '../../src/text/visible.js';
import {fit, fitEnd, padStartTo, padTo, textWidth} from '../../src/text/width.js';
import {wrapLine, wrapLines} from '../../src/text/wrap.js';
import {anyText} from './hostile.js';

const width = fc.integer({min: 0, max: 60});

test('fit cuts by columns, not by characters', () => {
  expect(fit(visible('hello'), 5)).toBe('hello');
  expect(fit(visible('hello!'), 5)).toBe('hell…');
  expect(fit(visible('漢字漢字'), 5)).toBe('漢字…');
  expect(fit(visible('漢字漢字'), 4)).toBe('漢…');
  expect(fit(visible('👍🏽👍🏽👍🏽'), 5)).toBe('👍🏽👍🏽…');
  expect(fit(visible('x'), 0)).toBe('');
  expect(fit(visible('漢'), 1)).toBe('…');
});

test('fitEnd keeps the end', () => {
  expect(fitEnd(visible('/a/long/path/file.ts'), 8)).toBe('…file.ts');
  expect(fitEnd(visible('漢字漢字'), 4)).toBe('…字');
  expect(fitEnd(visible('short'), 8)).toBe('short');
});

test('padding makes exact columns', () => {
  expect(padTo(visible('ab'), 4)).toBe('ab  ');
  expect(padStartTo(visible('漢'), 4)).toBe('  漢');
});

test('fit never exceeds the width, pad always meets it, whatever the text', () => {
  fc.assert(
    fc.property(anyText, width, (raw, columns) => {
      const text = visible(raw);
      for (const fitted of [fit(text, columns), fitEnd(text, columns)]) {
        expect(textWidth(fitted)).toBeLessThanOrEqual(columns);
        expect(stringWidth(fitted)).toBeLessThanOrEqual(columns);
      }
      expect(textWidth(padTo(text, columns))).toBe(columns);
      expect(textWidth(padStartTo(text, columns))).toBe(columns);
    }),
    {numRuns: 300},
  );
});

test('fit of a fitting text is the text; a cut text ends in the ellipsis', () => {
  fc.assert(
    fc.property(anyText, width, (raw, columns) => {
      const text = visible(raw);
      const fitted = fit(text, columns);
      expect(fitted === text || columns === 0 || fitted.endsWith('…')).toBe(true);
    }),
  );
});

test('a huge line is cut before it is measured', () => {
  const text = visible('漢'.repeat(500_000));
  const startMs = performance.now();
  for (let round = 0; round < 20; round += 1) fit(text, 80);
  // A tenth of a second is 30 times the cost of the sliced path and a tenth of the naive one.
  expect(performance.now() - startMs).toBeLessThan(500);
});

test('wrapping breaks at spaces where one is near', () => {
  expect(wrapLine(visible('the quick brown fox jumps'), 10, 9)).toEqual([
    'the quick',
    'brown fox',
    'jumps',
  ]);
  expect(wrapLine(visible('aaaaaaaaaaaaaaaaaaaa b'), 8, 9)).toEqual([
    'aaaaaaaa',
    'aaaaaaaa',
    'aaaa b',
  ]);
  expect(wrapLine(visible(''), 8, 9)).toEqual(['']);
  expect(wrapLines([visible('ab'), visible('cdef')], 2, 2)).toEqual(['ab', 'cd']);
});

test('wrapped lines fit, end, and lose nothing but spaces at the breaks', () => {
  fc.assert(
    fc.property(anyText, fc.integer({min: 2, max: 40}), (raw, columns) => {
      const text = visible(raw);
      const lines = wrapLine(text, columns, 100_000);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
      expect(lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
    }),
    {numRuns: 200},
  );
});
