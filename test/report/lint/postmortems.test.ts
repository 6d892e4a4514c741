import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {applyFixes, lintMarkdown} from '../../../src/report/lint/lint.js';
import {EXPECTED} from './expected.js';

const folder = join(import.meta.dirname, 'postmortems');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('postmortems', () => {
  test('each has its expectation', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(EXPECTED).sort());
  });
  test.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    const source = read(name);
    const lines = source.split('\n');
    const open = [...expected];
    // Each problem takes one expectation; what is left on either side is shown with its line.
    const notExpected = lintMarkdown(source).flatMap(({line, rule, message}) => {
      const text = lines[line - 1] ?? '';
      const place = open.findIndex(([id, words]) => id === rule && text.includes(words));
      if (place < 0) return [`${line} ${rule}: ${message}`];
      open.splice(place, 1);
      return [];
    });
    expect({notExpected, notFound: open}).toEqual({notExpected: [], notFound: []});
  });
});

describe('evidence', () => {
  const good = read('good-full.md');
  test('must resolve in the case that is named', () => {
    const ids = Array.from({length: 10}, (_each, place) => `E${place + 1}`);
    const problems = lintMarkdown(good, {evidence: {ids: new Set(ids), digest: 'aaaaaaaa'}});
    expect(problems.map(({rule, message}) => `${rule}: ${message}`)).toEqual([
      'evidence/unresolved: the draft of the run has no E11',
    ]);
  });
  test('must resolve in the document where it defines any', () => {
    const problems = lintMarkdown('# No incident\n\nSee [E1] and [E2].\n\n[E1]: #e1\n');
    expect(problems.map(({message}) => message)).toEqual(['this document defines no E2']);
  });
});

describe('a comment', () => {
  const amount = 'It was 30 dollars.';
  const rules = (text: string): readonly string[] =>
    lintMarkdown(`# No incident\n\n${text}\n`).map(({line, rule}) => `${line} ${rule}`);
  test('turns a rule off, to its end or for one block', () => {
    expect(rules(amount)).toEqual(['3 wording/money']);
    expect(rules(`<!-- whatbroke-disable wording/money -->\n\n${amount}`)).toEqual([]);
    expect(rules(`<!-- whatbroke-disable wording/apology -->\n\n${amount}`)).toHaveLength(1);
    expect(
      rules(`<!-- whatbroke-disable -->\n\n${amount}\n\n<!-- whatbroke-enable -->\n\n${amount}`),
    ).toEqual(['9 wording/money']);
    expect(rules(`<!-- whatbroke-disable-next wording/money -->\n${amount}\n\n${amount}`)).toEqual(
      [],
    );
  });
});

describe('fixes', () => {
  const say = (...parts: readonly string[]): string => parts.join('');
  test.each([
    [say('It is an agen', 'tic loop.'), 'It is a loop.'],
    [say('It ran seam', 'lessly until noon.'), 'It ran until noon.'],
    [say('Seam', 'lessly connected parts failed.'), 'Connected parts failed.'],
    [say('It was seam', 'less.'), say('It was seam', 'less.')],
    [say('A seam', 'less and quiet end.'), say('A seam', 'less and quiet end.')],
  ])('%s', (before, after) => {
    const text = `# No incident\n\n${before}\n`;
    expect(applyFixes(text, lintMarkdown(text))).toBe(`# No incident\n\n${after}\n`);
  });
});
