import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {applyFixes, lintMarkdown} from '../../../src/report/lint/lint.js';

const folder = join(import.meta.dirname, 'postmortems');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Every problem of each postmortem, as `line rule`; what is not listed must not be reported. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'good-full.md': [],
  'good-terse.md': [],
  'bad-press-release.md': [
    '1 part/actions',
    '1 part/governance',
    '1 part/impact',
    '1 part/timeline',
    '3 wording/apology',
    '5 wording/empty-word',
    '5 wording/empty-word',
    '5 wording/empty-word',
    '5 wording/empty-word',
    '6 wording/empty-word',
    '8 wording/money',
    '8 wording/money',
    '8 wording/money',
    '9 wording/money',
    '9 wording/money',
    '11 cause/trigger-as-cause',
    '11 wording/blame-model',
    '11 wording/blame-person',
    '12 wording/blame-person',
    '12 wording/blame-person',
    '14 wording/certainty',
    '14 wording/certainty',
  ],
  'bad-subtle.md': [
    '5 part/timeline',
    '5 part/evidence',
    '6 part/evidence',
    '8 part/impact',
    '8 part/impact',
    '14 cause/trigger-as-cause',
    '14 wording/certainty',
    '16 part/governance',
    '22 part/actions',
    '23 part/actions',
    '24 draft/to-fill',
  ],
};

describe('postmortems', () => {
  test('each has its expectation', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(EXPECTED).sort());
  });
  test.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    const found = lintMarkdown(read(name)).map(({line, rule}) => `${line} ${rule}`);
    expect([...found].sort()).toEqual([...expected].sort());
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
