import {describe, expect, test} from '@jest/globals';
import {toPlainText} from '../../../src/store/search/plain-text.js';
import {parseSearch} from '../../../src/store/search/parse-search.js';
import {buildSnippet} from '../../../src/store/search/snippet.js';

describe('a search', () => {
  test.each([
    ['rate limit', '("rate" AND "limit")'],
    ['"rate limit" 429*', '("rate limit" AND "429" *)'],
    ['a OR b c', '("a" OR ("b" AND "c"))'],
    ['a -b', '("a" NOT "b")'],
    ['a NOT "b c"', '("a" NOT "b c")'],
    ['(a OR b) c', '(("a" OR "b") AND "c")'],
    ['NEAR(a "b c", 3)', 'NEAR("a" "b c", 3)'],
    ['NEAR(a b)', 'NEAR("a" "b", 10)'],
    ['getUserName', '("getUserName" OR "get User Name")'],
    ['言語', '" 言  語 "'],
    ['say"" x', '"say"'],
    ['text:x', '"text:x"'],
    ['x; DROP TABLE y--', '("x;" AND "DROP" AND "TABLE" AND "y--")'],
  ])('%s', (text, expression) => {
    if (text === 'say"" x') expect(() => parseSearch(text)).toThrow('no letter or digit');
    else expect(parseSearch(text).expression).toBe(expression);
  });

  test.each([
    ['', 0, 'expected a word'],
    ['"a', 0, 'a quote that is not closed'],
    ['(a', 0, 'a bracket that is not closed'],
    ['a )', 2, 'expected the end'],
    ['NOT a', 5, 'besides what is excluded'],
    ['a NOT', 5, 'expected a word after NOT'],
    ['NEAR(a)', 0, 'two words'],
    ['NEAR(a b, x)', 10, 'a number of words'],
    ['a OR', 4, 'expected a word'],
    ['a ->', 2, 'no letter or digit'],
  ])('%j is refused at %d', (text, offset, message) => {
    let error: unknown;
    try {
      parseSearch(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({offset});
    expect(String(error)).toContain(message);
  });
});

test('a snippet marks what was found, whatever stands between the words', () => {
  const show = (text: string, words: string): string =>
    buildSnippet(text, parseSearch(words).needles)
      .map((piece) => (piece.isHit ? `[${piece.text}]` : piece.text))
      .join('');
  expect(show('the wpml_language_flags option', 'wpml_language_flags')).toBe(
    'the [wpml_language_flags] option',
  );
  expect(show('call getUserName now', 'UserName')).toBe('call getUserName now');
  expect(show('le café ferme', 'cafe')).toBe('le [café] ferme');
  expect(show('日本語の言語設定', '言語')).toBe('日本語の[言語]設定');
  expect(show(`${'x '.repeat(300)}needle${' y'.repeat(300)}`, 'needle')).toContain('[needle]');
  expect(show('nothing here', 'else')).toBe('nothing here');
});

test('escapes of JSON are undone, and the structure of messages is not text', () => {
  expect(toPlainText(1, String.raw`{"path":"a\nb","n":7,"deep":[{"x":"{\"y\":\"c\\nd\"}"}]}`)).toBe(
    'path\na\nb\nn\n7\ndeep\nx\n{"y":"c d"}',
  );
  expect(
    toPlainText(
      2,
      '{"role":"assistant","parts":[{"kind":"text","text":"Hi"},{"args":{"q":"z"},"kind":"tool-call","name":"look"}]}',
    ),
  ).toBe('Hi\nlook\nq\nz');
  expect(toPlainText(2, '{"role":"assistant","parts":[{"kind":"te')).toContain('assistant');
});
