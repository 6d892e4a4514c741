import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {expect, test} from '@jest/globals';
import {actionForKey, KEYMAP} from '../../src/tui/keymap.js';
import {renderKeysDoc} from '../../src/tui/keys-doc.js';
import {normalizeKeys} from '../../src/tui/normalize-keys.js';
import {HELP_LINES} from '../../src/tui/views/help.js';
import {usefulBindings} from '../../src/tui/views/footer.js';
import {lineText} from '../../src/text/spans.js';
import {literal} from '../../src/text/visible.js';
import {after, openFake} from '../replay/opened.js';

test('no key means two things in one mode, and every id is its own', () => {
  const seen = new Set<string>();
  for (const {keys, modes} of KEYMAP)
    for (const mode of modes)
      for (const key of keys) {
        expect(seen).not.toContain(`${mode} ${key}`);
        seen.add(`${mode} ${key}`);
      }
  expect(new Set(KEYMAP.map(({id}) => id)).size).toBe(KEYMAP.length);
});

test('docs/keys.md and the overlay hold every binding', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/keys.md'), 'utf8');
  expect(page).toBe(renderKeysDoc());
  const help = HELP_LINES.map(lineText).join(' ').replace(/ +/g, ' ');
  expect(Math.max(...HELP_LINES.map((spans) => lineText(spans).length))).toBeLessThanOrEqual(80);
  for (const {label} of KEYMAP) {
    expect(page).toContain(label);
    expect(help).toContain(label);
  }
});

test('one event becomes key names', () => {
  const none = {};
  expect(normalizeKeys('jjj', none)).toEqual(['j', 'j', 'j']);
  expect(normalizeKeys('G', {shift: true})).toEqual(['G']);
  expect(normalizeKeys('', {escape: true, meta: true})).toEqual(['esc']);
  expect(normalizeKeys('[200~jk[201~', none)).toEqual(['j', 'k']);
  expect(normalizeKeys('d', {ctrl: true})).toEqual(['ctrl+d']);
  expect(normalizeKeys('', {tab: true, shift: true})).toEqual(['shift+tab']);
  expect(normalizeKeys('j\rk\u0003', none)).toEqual(['j', 'enter', 'k', 'ctrl+c']);
  expect(normalizeKeys('x', {meta: true})).toEqual(['esc', 'x']);
  expect(normalizeKeys('j'.repeat(10_000), none)).toHaveLength(256);
});

test('a key that cannot do its work says why', async () => {
  const healthy = {
    ...(await openFake({steps: 3})),
    notesRefusal: literal('the case is read-only'),
    exportRefusal: literal('no report here'),
  };
  const reason = (key: string): unknown => actionForKey(healthy, key);
  expect(reason('f')).toEqual({kind: 'refuse', reason: 'f: the rules found nothing in this run'});
  expect(reason('e')).toEqual({kind: 'refuse', reason: 'e: no step of this run failed'});
  expect(reason('up')).toEqual({kind: 'refuse', reason: 'Up: this is the first step'});
  expect(reason('esc')).toMatchObject({kind: 'refuse'});
  expect(reason('u')).toBeUndefined();
  expect(reason('m')).toEqual({kind: 'refuse', reason: 'm: the case is read-only'});
  expect(reason('R')).toEqual({kind: 'refuse', reason: 'R: no report here'});
  expect(actionForKey(after(healthy, {kind: 'step', by: 9}), 'j')).toMatchObject({kind: 'refuse'});
});

test('Ctrl+C quits from everywhere; q quits from the top, closes elsewhere, and is a letter where one types', async () => {
  const start = await openFake({steps: 30, loop: {from: 3, laps: 4}});
  const states = [
    start,
    after(start, {kind: 'open'}),
    after(start, {kind: 'toggle-overlay', overlay: 'findings'}),
    after(start, {kind: 'toggle-overlay', overlay: 'help'}),
    after(start, {kind: 'prompt-open', purpose: 'goto'}),
  ];
  expect(states.map((state) => state.mode)).toEqual([
    'steps',
    'detail',
    'findings',
    'help',
    'prompt',
  ]);
  for (const state of states) expect(actionForKey(state, 'ctrl+c')).toEqual({kind: 'quit'});
  expect(states.map((state) => actionForKey(state, 'q'))).toEqual([
    {kind: 'quit'},
    ...states.slice(1, -1).map(() => ({kind: 'back'})),
    // Where text is typed, q is a letter.
    {kind: 'prompt-type', text: 'q'},
  ]);
});

test('the footer names three keys that work now', async () => {
  const ids = (state: Parameters<typeof usefulBindings>[0]): readonly string[] =>
    usefulBindings(state).map(({id}) => id);
  const start = await openFake({steps: 30, loop: {from: 3, laps: 4}});
  expect(ids(start)).toEqual(['step.next', 'look.compare', 'look.open']);
  expect(ids(await openFake({steps: 30}))).toEqual(['step.next', 'look.compare', 'look.open']);
});
