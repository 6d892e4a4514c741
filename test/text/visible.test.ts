import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {show, visible, visibleLines} from '../../src/text/visible.js';
import {anyText, DANGEROUS, HOSTILE} from './hostile.js';

const LONE_SURROGATE = /\p{Cs}/u;

test('what a terminal would act on is spelled out', () => {
  expect(HOSTILE.slice(0, 21).map((text) => visible(text))).toEqual([
    '␛[31mred␛[0m',
    '␛]52;c;cm0gLXJmIC8=␇',
    '␛]0;title␛\\',
    '␛]8;;https://evil.example␇link␛]8;;␇',
    '␛[2J␛[3J␛[H',
    '␛[?1049l',
    '␛P+q544e␛\\',
    '␛_apc␛\\',
    '<U+009B>31mC1<U+009B>0m',
    '<U+009D>0;t<U+009C>',
    'over␍written',
    'back␈␈␈space',
    'nul␀bel␇del␡',
    'a<U+202E>gnp.exe',
    '<U+2066><U+2067><U+2068>x<U+2069><U+061C><U+200E><U+200F>',
    'zero<U+200B>width<U+200C><U+200D><U+FEFF><U+2060>',
    'tag<U+E0041><U+E0042>',
    'vs<U+FE00><U+FE0F><U+E0100>',
    'line<U+2028>para<U+2029>nel<U+0085>',
    '�lone�',
    '<U+3164><U+115F><U+1160><U+00AD><U+034F>',
  ]);
});

test('harmless text of any script stays as it is', () => {
  for (const text of ['plain', 'naïve café', '漢字', 'עברית', '👍🏽 ⚠️ ❤️ 🇩🇪', 'हिन्दी', 'x = "y";'])
    expect(visible(text)).toBe(text);
});

test('tabs expand to stops of four', () => {
  expect(visible('\ta\tbc\td')).toBe('    a   bc  d');
});

test('lines split at LF and CR LF; a lone CR is shown', () => {
  expect(visibleLines('one\ntwo\r\nthree\rx\n')).toEqual(['one', 'two', 'three␍x', '']);
});

test('stacked marks are spelled out after the eighth', () => {
  expect(visible(`a${'\u0301'.repeat(10)}`)).toBe(`a${'\u0301'.repeat(8)}<U+0301><U+0301>`);
  expect(visible('\u0301x')).toBe('<U+0301>x');
});

test('no control, bidirectional, zero-width or tag character ever leaves visible()', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = visible(text);
      expect(shown).not.toMatch(DANGEROUS);
      expect(shown).not.toMatch(LONE_SURROGATE);
    }),
    {numRuns: 1000},
  );
});

test('visible() is idempotent and keeps printable ASCII', () => {
  fc.assert(fc.property(anyText, (text) => visible(visible(text)) === visible(text)));
  fc.assert(fc.property(fc.stringMatching(/^[ -~]*$/), (text) => visible(text) === text));
});

test('show joins our words with safe values', () => {
  expect(show`step ${3} of ${visible('\u0007')}`).toBe('step 3 of ␇');
});
