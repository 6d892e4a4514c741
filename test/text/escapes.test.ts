import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {csvCell, csvLine} from '../../src/text/csv.js';
import {escapeHtml, html} from '../../src/text/html.js';
import {codeCell, escapeMarkdown, inlineCode, markdownCell} from '../../src/text/markdown.js';
import {anyText, DANGEROUS} from './hostile.js';

test('HTML: markup of the log becomes text', () => {
  expect(escapeHtml('<script>alert("x")</script>')).toBe(
    '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;',
  );
  expect(escapeHtml('a\u202eb\nc')).toBe('a&lt;U+202E&gt;b\nc');
  expect(html`<b>${'<i>'}</b>${[html`<hr />`]}${3}`.markup).toBe('<b>&lt;i&gt;</b><hr />3');
});

test('Markdown: nothing of the log is formatting, a link, a mention or HTML', () => {
  expect(escapeMarkdown('*a* _b_ `c` [d](e) <f> | #g @h')).toBe(
    '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) &lt;f\\> \\| \\#g \\@h',
  );
  expect(escapeMarkdown('see https://evil.example')).toBe('see https\\://evil.example');
  expect(escapeMarkdown('- x')).toBe('\\- x');
  expect(escapeMarkdown('1. x')).toBe('1\\. x');
  expect(markdownCell('a|b\nc')).toBe('a\\|b␊c');
});

test('Markdown: the code fence is longer than any run inside', () => {
  expect(inlineCode('plain')).toBe('`plain`');
  expect(inlineCode('a``b')).toBe('```a``b```');
  expect(inlineCode('`')).toBe('`` ` ``');
  expect(inlineCode('')).toBe('` `');
  expect(codeCell('a|b')).toBe('`a\\|b`');
});

test('CSV: formulas are neutralised, numbers stay numbers', () => {
  expect(['=1+1', '+x', '-x', '@x', ' =x', '-5', '1e3', 'a,b', 'a"b', 'ok'].map(csvCell)).toEqual([
    "'=1+1",
    "'+x",
    "'-x",
    "'@x",
    '"\' =x"',
    '-5',
    '1e3',
    '"a,b"',
    '"a""b"',
    'ok',
  ]);
  expect(csvLine([1, undefined, 'x\ny'])).toBe('1,,x␊y\r\n');
});

test('no escape lets a dangerous character through', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(escapeHtml(text).replace(/\n/g, '')).not.toMatch(DANGEROUS);
      expect(escapeHtml(text)).not.toMatch(/[<>"'`]/);
      expect(escapeMarkdown(text)).not.toMatch(DANGEROUS);
      expect(escapeMarkdown(text)).not.toMatch(/</);
      expect(codeCell(text)).not.toMatch(/(?<!\\)\|/);
      expect(csvCell(text)).not.toMatch(DANGEROUS);
      expect(csvCell(text)).not.toMatch(/^"?\s*[=@+]/);
    }),
  );
});
