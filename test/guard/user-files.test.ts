import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parse} from 'yaml';
import {matchesHost} from '../../src/guard/calls/urls.js';
import {matchesPathPattern, parsePath} from '../../src/guard/calls/paths.js';
import {frameworks} from '../../src/guard/frameworks/bundled-frameworks.js';
import {FRAMEWORK_SCHEMA} from '../../src/guard/frameworks/framework-schema.js';
import {guardKinds} from '../../src/guard/kinds/registry.js';
import {bundledPacks} from '../../src/guard/packs/bundled-packs.js';
import {readPack} from '../../src/guard/packs/read-pack.js';
import {readPolicy} from '../../src/guard/policy/read-policy.js';
import {writeStarterPolicy} from '../../src/guard/policy/starter-policy.js';
import {readYaml} from '../../src/guard/yaml/read-yaml.js';
import {buildWilsonInterval} from '../../src/model/wilson.js';

const source = resolve(import.meta.dirname, '../../src/guard');

describe('a policy', () => {
  test.each([
    ['guards:\n  max-turn: 3\n', 'p.yaml:3:3', 'unknown key `max-turn`'],
    [
      'guards:\n  max-turns: {limit: 3, unit: tokens}\n',
      'p.yaml:3:31',
      'found `"tokens"`, expected one of llm-call, round',
    ],
    ['guards:\n  max-turns: {limit: many}\n', 'p.yaml:3:22', 'found `"many"`, expected a number'],
    ['tools:\n  search:\n    max-tool-calls: {limt: 3}\n', 'p.yaml:4:22', 'unknown key `limt`'],
    [
      'guards:\n  content-rules:\n    deny:\n      - ok\n      - (?=x)\n',
      'p.yaml:6:9',
      'linear time',
    ],
    ['guards: [1\n', 'p.yaml:3:1', 'not YAML'],
    ['guards: {max-turns: -3}\n', 'p.yaml:2:21', 'found `-3`, expected a number of at least 0'],
    [
      'guards: {max-turns: 2.5}\n',
      'p.yaml:2:21',
      'found `2.5`, expected a whole number of llm-calls',
    ],
    ['guards: {max-turns: .nan}\n', 'p.yaml:2:21', 'found `NaN`, expected a number'],
    ['guards:\n\tmax-turns: 3\n', 'p.yaml:3:1', 'Tabs are not allowed'],
    ['guards: {max-turns: 1, max-turns: 2}\n', 'p.yaml:2:24', 'the key max-turns is there twice'],
    ['guards:\n', 'p.yaml:2:8', 'found nothing, expected a mapping'],
    ['guards:\n  <<: *x\n', 'p.yaml:3:7', 'the alias *x stands for nothing'],
    ['guards: {? [a] : 3}\n', 'p.yaml:2:12', 'a key is no text'],
    ['--- {}\n', 'p.yaml:2:1', 'found a second document, expected one'],
    ['guards: {__proto__: 3}\n', 'p.yaml:2:10', 'unknown key `__proto__`'],
    [`guards: ${'['.repeat(20_000)}\n`, 'p.yaml:2:', 'nested too deep'],
    [
      `guards: &a [${'1,'.repeat(99)}]\nagents: &b [${'*a,'.repeat(99)}]\ntools: [${'*b,'.repeat(99)}]\n`,
      'p.yaml:1:1',
      'aliases stand for too much',
    ],
    ['\0', 'p.yaml:2', 'found a NUL byte, expected text'],
  ])('with a fault is refused with its place: %.60j', (text, place, words) => {
    const read = () => readPolicy(`version: 1\n${text}`, 'p.yaml');
    expect(read).toThrow(place);
    expect(read).toThrow(words);
  });

  test.each([
    ['', 'p.yaml:1:1', 'found nothing, expected a mapping'],
    ['version: 99\n', 'p.yaml:1:10', 'found `99`, expected 1'],
    ['version: "1"\n', 'p.yaml:1:10', 'found `"1"`, expected 1'],
    ['guards: {}\n', 'p.yaml:1:1', 'found no key `version`'],
  ])('of no version that we know is refused: %j', (text, place, words) => {
    const read = () => readPolicy(text, 'p.yaml');
    expect(read).toThrow(place);
    expect(read).toThrow(words);
  });

  test('of policy init is accepted, also with everything in it switched on', () => {
    expect(readPolicy(writeStarterPolicy(), 'p.yaml').length).toBeGreaterThan(3);
    const all = writeStarterPolicy().replaceAll(/^ {2}# ([a-z-]+): /gm, '  $1: ');
    expect(
      readPolicy(all, 'p.yaml')
        .map(({kind}) => kind)
        .sort(),
    ).toEqual(guardKinds.map(({id}) => id).sort());
  });

  test('tool beats agent beats default', () => {
    const guards = readPolicy(
      'version: 1\nguards: {max-tool-calls: 9}\nagents: {a: {max-tool-calls: 5}}\ntools: {t: {max-tool-calls: off}}\n',
      'p.yaml',
    );
    expect(guards).toMatchObject([
      {limit: 9, exceptAgents: ['a'], exceptTools: ['t']},
      {limit: 5, agent: 'a', exceptTools: ['t']},
    ]);
    expect(guards).toHaveLength(2);
  });
});

test('a pack with a pattern that is not linear is refused with its place', () => {
  const text = [
    'pack: x', 'title: x', 'source: x', "checked: '2026-01-01'", 'rules:',
    '  - id: a', '    component: c', '    failurePoint: f', '    gap: g', '    check: approval',
    "    when: [{path: '(a)\\1'}]", '',
  ].join('\n'); // prettier-ignore
  expect(() => readPack(text, 'x.yaml')).toThrow('x.yaml:11:19');
});

test('an expensive pattern runs in linear time', () => {
  const text =
    "pack: x\ntitle: x\nsource: x\nchecked: '2026-01-01'\nrules: []\nwrites: [{text: '(a+)+$'}]\n";
  expect(readPack(text, 'x.yaml').writes).toHaveLength(1);
});

test('the bundled packs are those of their files', () => {
  for (const name of readdirSync(join(source, 'packs/bundled'))) {
    const pack = readPack(readFileSync(join(source, 'packs/bundled', name), 'utf8'), name);
    expect(bundledPacks()).toContainEqual(pack);
  }
});

test('each framework file fits its schema, and each fact has a source and a date', () => {
  const names = readdirSync(join(source, 'frameworks/data'));
  expect(names).toHaveLength(frameworks.length);
  for (const name of names) {
    const text = readFileSync(join(source, 'frameworks/data', name), 'utf8');
    const {data} = readYaml(text, name, {noun: 'framework', schema: FRAMEWORK_SCHEMA});
    expect(frameworks).toContainEqual(parse(text));
    const {checked, settings} = data as (typeof frameworks)[number];
    expect(Date.parse(checked)).toBeLessThanOrEqual(Date.parse('2026-12-31'));
    for (const {guard, unit, scope, source: from} of settings) {
      const kind = guardKinds.find(({id}) => id === guard);
      expect(kind?.units).toContain(unit);
      expect(kind?.scopes).toContain(scope);
      expect(from).toMatch(/^https:\/\//);
    }
  }
});

test.each([
  ['wp-content/plugins/x/../../../wp-config.php', 'wp-config.php', true],
  ['/srv/site/%2e%2e/%2e%2e/etc/passwd', '/etc/passwd', true],
  ['/srv/site/%252e%252e%252fetc', '/srv/etc', true],
  ['..\\..\\secret', '../../secret', true],
  ['src/./a.ts', 'src/a.ts', false],
  ['a..b/c', 'a..b/c', false],
])('%s resolves to %s', (raw, resolved, climbs) => {
  expect(parsePath(raw)).toEqual({raw, resolved, climbs});
});

test.each([
  ['/srv/site/a/b.txt', '/srv/site', true],
  ['/srv/site/../etc/passwd', '/srv/site', false],
  ['/srv/sitemap', '/srv/site', false],
  ['src/a/b/c.ts', 'src/**/*.ts', true],
  ['src/a.js', 'src/*.ts', false],
  ['../x', '**', false],
])('%s in %s: %s', (path, pattern, expected) => {
  expect(matchesPathPattern(parsePath(path), pattern)).toBe(expected);
});

test('hosts match whole labels only', () => {
  expect(matchesHost('api.example.com', '*.example.com')).toBe(true);
  expect(matchesHost('evil-example.com', '*.example.com')).toBe(false);
  expect(matchesHost('example.com.evil.org', 'example.com')).toBe(false);
});

test('the Wilson interval has the values of its definition', () => {
  const {low, high} = buildWilsonInterval(2, 20);
  expect(low).toBeCloseTo(0.0279, 3);
  expect(high).toBeCloseTo(0.301, 3);
  expect(buildWilsonInterval(0, 37).high).toBeCloseTo(0.094, 3);
});
