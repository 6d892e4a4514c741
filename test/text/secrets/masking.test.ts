import {afterEach, describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {toSafeJson} from '../../../src/cli/safe-json.js';
import {csvCell} from '../../../src/text/csv.js';
import {escapeHtml} from '../../../src/text/html.js';
import {escapeMarkdown, inlineCode} from '../../../src/text/markdown.js';
import {maskSecrets, turnMaskingOff, turnMaskingOn} from '../../../src/text/secrets/masking.js';
import {TOKEN_PATTERNS} from '../../../src/text/secrets/token-patterns.js';
import {visible, visibleLines} from '../../../src/text/visible.js';
import {anyText} from '../hostile.js';
import {HARMLESS, NAMED, TOKENS} from './secrets.js';

afterEach(turnMaskingOn);

const MASK = /\[secret [a-z-]+ #[0-9a-f]{6}\]/;

describe('a secret', () => {
  test.each(TOKENS)('of kind %s is masked wherever it stands', (id, secret) => {
    const mask = maskSecrets(secret);
    expect(mask).toMatch(new RegExp(`^\\[secret ${id} #[0-9a-f]{6}\\]$`));
    const around = [
      `key ${secret} end`,
      `"${secret}"`,
      `(${secret})`,
      `${secret}\n`,
      `a\\n${secret}, b`,
    ];
    for (const text of around) expect(maskSecrets(text)).toBe(text.replace(secret, mask));
    // Two occurrences can be matched, and another secret is told apart.
    expect(maskSecrets(`${secret} ${secret}`)).toBe(`${mask} ${mask}`);
    expect(maskSecrets(mask)).toBe(mask);
  });

  test.each(NAMED)('after %j is masked', (before, secret, after) => {
    const masked = maskSecrets(before + secret + after);
    expect(masked).not.toContain(secret);
    expect(masked.startsWith(before)).toBe(true);
    expect(masked.endsWith(after)).toBe(true);
    expect(masked.slice(before.length, masked.length - after.length)).toMatch(MASK);
    expect(maskSecrets(masked)).toBe(masked);
  });

  test.each(TOKENS)('of kind %s leaves no medium', (_id, secret) => {
    const firstLine = secret.split('\n').at(-2) ?? secret;
    const all = [
      visible(`x ${secret} y`),
      visibleLines(`x\n${secret}\ny`).join('\n'),
      escapeHtml(`<b>${secret}</b>`),
      escapeMarkdown(`| ${secret} |`),
      inlineCode(`\`${secret}`),
      csvCell(`=${secret}`),
      toSafeJson({deep: [{text: secret}], [`key ${secret}`]: 1}),
      toSafeJson({args: JSON.stringify({text: secret})}),
    ];
    for (const text of all) {
      expect(text).not.toContain(firstLine);
      expect(text.replaceAll('\\', '')).toMatch(MASK);
    }
  });

  test('cut by a preview is masked as well', () => {
    for (const [, secret] of TOKENS.slice(0, 4)) {
      expect(visible(`a ${secret}`.slice(0, -4))).toMatch(MASK);
    }
  });

  test('is shown when masking is off', () => {
    turnMaskingOff();
    for (const [, secret] of TOKENS) expect(maskSecrets(secret)).toBe(secret);
    expect(JSON.parse(toSafeJson({password: 'hunter2'}))).toEqual({password: 'hunter2'});
  });

  test('in a field of JSON is told by the name of the field, and the JSON stays JSON', () => {
    const value = {
      password: 'hunter2',
      n: 1,
      user: 'ann',
      nested: {apiKey: 'k-1234', tokens: '12'},
    };
    const parsed = JSON.parse(toSafeJson(value)) as typeof value;
    expect(parsed.password).toMatch(MASK);
    expect(parsed.nested.apiKey).toMatch(MASK);
    expect({...parsed, password: '', nested: {...parsed.nested, apiKey: ''}}).toEqual({
      ...value,
      password: '',
      nested: {...value.nested, apiKey: ''},
    });
  });
});

describe('what is none', () => {
  test.each(HARMLESS)('stays: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  test('any text: masking twice is masking once, and JSON keeps its shape', () => {
    const piece = fc.oneof(
      anyText,
      fc.constantFrom(...TOKENS.map(([, secret]) => secret), 'password=', '"', ':'),
    );
    fc.assert(
      fc.property(fc.array(piece, {maxLength: 5}), (pieces) => {
        const text = pieces.join('');
        const masked = maskSecrets(text);
        expect(maskSecrets(masked)).toBe(masked);
        expect(() => JSON.parse(toSafeJson({text})) as unknown).not.toThrow();
      }),
      {numRuns: 300},
    );
  });
});

test('hostile text costs linear time', () => {
  const size = 400_000;
  const worst = [
    'sk-',
    'eyJ.',
    'eyJ-',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----!',
    '-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----',
    'password:',
    'password="',
    'password=\\"',
    'token:token_',
    '://a:',
    '://a:b',
    'authorization: bearer ',
    'cookie: a',
    'ghp_',
    'AKIAAKIA',
    'curl -u a',
    'login a password ',
    '--token a1 ',
    '-----token',
    '://a1b2c3',
    '&sig=a1',
    '1234567890:AA',
    'M1a.',
    ...TOKEN_PATTERNS.map(({starts}) => starts.join('.')),
  ];
  const slowest = Math.max(
    ...worst.map((piece) => {
      const text = piece.repeat(Math.ceil(size / piece.length));
      const before = process.cpuUsage().user;
      maskSecrets(text);
      return (process.cpuUsage().user - before) / 1000;
    }),
  );
  // Quadratic work on 400,000 characters takes minutes.
  expect(slowest).toBeLessThan(3000);
}, 60_000);

test('every pattern says where it comes from', () => {
  for (const {id, source, starts} of TOKEN_PATTERNS) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(source.length).toBeGreaterThan(10);
    expect(starts.length).toBeGreaterThan(0);
  }
  const starts = TOKEN_PATTERNS.flatMap((pattern) => pattern.starts);
  expect(new Set(starts).size).toBe(starts.length);
});
