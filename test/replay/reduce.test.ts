import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {Action} from '../../src/replay/actions.js';
import {missingData} from '../../src/replay/requests.js';
import {findRow, MAX_PAGES} from '../../src/replay/row-cache.js';
import {createFakeReader} from '../helpers/fake-reader.js';
import {after, openFake} from './opened.js';

const FAKE = {steps: 1000, loop: {from: 40, laps: 20}, errorEvery: 50};
const reader = createFakeReader(FAKE);

test('opens at the first step of the worst finding, or where it is told to', async () => {
  expect((await openFake(FAKE)).cursor).toBe(40);
  expect((await openFake(FAKE, 7)).cursor).toBe(7);
  expect((await openFake(FAKE, 5000)).cursor).toBe(999);
  expect((await openFake({steps: 0})).cursor).toBe(0);
});

test('steps, pages and ends stay inside the run and the cursor stays in view', async () => {
  const start = await openFake(FAKE, 0);
  expect(after(start, {kind: 'step', by: -1}).cursor).toBe(0);
  expect(after(start, {kind: 'step', by: 3}).cursor).toBe(3);
  expect(after(start, {kind: 'page', by: 1}).cursor).toBe(8);
  expect(after(start, {kind: 'page', by: 0.5}).cursor).toBe(4);
  const end = after(start, {kind: 'scroll-end', forward: true});
  expect([end.cursor, end.listTop]).toEqual([999, 990]);
  expect(after(end, {kind: 'step', by: 1}).cursor).toBe(999);
});

test('whatever is pressed, cursor and window stay valid', async () => {
  const start = await openFake(FAKE);
  const action = fc.oneof(
    fc.integer({min: -2000, max: 2000}).map((by): Action => ({kind: 'step', by})),
    fc.integer({min: -3, max: 3}).map((by): Action => ({kind: 'page', by})),
    fc.integer({min: -50, max: 50}).map((by): Action => ({kind: 'scroll', by})),
    fc.boolean().map((forward): Action => ({kind: 'next-finding', forward})),
    fc.boolean().map((forward): Action => ({kind: 'next-error', forward})),
    fc.constantFrom<Action>(
      {kind: 'open'},
      {kind: 'back'},
      {kind: 'switch-pane'},
      {kind: 'toggle-overlay', overlay: 'findings'},
      {kind: 'toggle-overlay', overlay: 'help'},
      {kind: 'toggle-overlay', overlay: 'incident'},
      {kind: 'toggle-overlay', overlay: 'shape'},
      {kind: 'next-overlay', forward: true},
      {kind: 'prompt-open', purpose: 'goto'},
      {kind: 'prompt-open', purpose: 'filter'},
      {kind: 'prompt-open', purpose: 'break'},
      {kind: 'prompt-type', text: 'error'},
      {kind: 'prompt-type', text: '9'},
      {kind: 'prompt-erase'},
      {kind: 'toggle-tree'},
      {kind: 'toggle-fold'},
      {kind: 'inward'},
      {kind: 'outward'},
      {kind: 'toggle-play'},
      {kind: 'play-tick', steps: 3},
      {kind: 'pick'},
      {kind: 'compare-lap'},
      {kind: 'bookmark'},
      {kind: 'copy', what: 'span'},
      {kind: 'next-lap', forward: true},
      {kind: 'evidence', number: 2},
      {kind: 'refresh'},
    ),
  );
  fc.assert(
    fc.property(fc.array(action, {maxLength: 40}), (actions) => {
      const state = after(start, ...actions);
      expect(state.cursor).toBeGreaterThanOrEqual(0);
      expect(state.cursor).toBeLessThan(FAKE.steps);
      expect(state.listTop).toBeLessThanOrEqual(state.cursor);
      expect(state.cursor).toBeLessThan(state.listTop + state.viewport.listRows);
      expect(missingData(state).length).toBeLessThanOrEqual(12);
    }),
  );
});

test('f and F go through the findings, and say when there is none', async () => {
  const start = await openFake(FAKE, 0);
  const found = after(start, {kind: 'next-finding', forward: true});
  expect([found.cursor, found.chosenFinding]).toEqual([40, 'f-loop']);
  const none = after(found, {kind: 'next-finding', forward: true});
  expect([none.cursor, none.notice]).toEqual([40, 'no later finding']);
  expect(after(none, {kind: 'step', by: 1}).notice).toBeUndefined();
});

test('an error search is asked for, answered, and given up when the person moves on', async () => {
  const searching = after(await openFake(FAKE, 0), {kind: 'next-error', forward: true});
  const asked = missingData(searching).find((request) => request.kind === 'question');
  expect(asked?.pending).toMatchObject({kind: 'error', token: 1, from: 1, forward: true});
  const found: Action = {kind: 'error-found', epoch: 0, token: 1, step: 149};
  expect(after(searching, found).cursor).toBe(149);
  expect(after(searching, {kind: 'step', by: 1}, found).cursor).toBe(1);
  expect(after(searching, {...found, step: undefined}).notice).toBe('no later error');
});

test('rows come by page; replies of an older epoch or another step change nothing', async () => {
  const start = await openFake(FAKE, 0);
  const rows = await reader.steps('run-1', 0, 128);
  const loaded = after(start, {kind: 'rows-loaded', epoch: 0, page: 0, rows});
  expect(findRow(loaded.rows, 3)?.step).toBe(3);
  const refreshed = after(loaded, {kind: 'refresh'});
  expect(after(refreshed, {kind: 'rows-loaded', epoch: 0, page: 0, rows})).toBe(refreshed);
  const detail = await reader.step('run-1', 5, 100);
  const reply: Action = {kind: 'detail-loaded', epoch: 0, step: 5, detail, textLimit: 100};
  expect(after(start, reply)).toBe(start);
});

test('the row cache is bounded and keeps what is near the cursor', async () => {
  let state = await openFake({steps: 1_000_000}, 0);
  for (let page = 0; page < 100; page += 1)
    state = after(state, {kind: 'rows-loaded', epoch: 0, page, rows: []});
  expect(state.rows.size).toBe(MAX_PAGES);
  expect(state.rows.has(0)).toBe(true);
});

test('a failed read is said once and not repeated before a refresh', async () => {
  const start = await openFake(FAKE, 0);
  const [first] = missingData(start);
  if (first === undefined) throw new Error('nothing was asked for');
  const failed = after(start, {
    kind: 'read-failed',
    epoch: 0,
    key: first.key,
    message: 'disk\u0007',
  });
  expect(failed.notice).toBe('could not read the case: disk␇ (r tries again)');
  expect(missingData(failed).map((request) => request.key)).not.toContain(first.key);
  expect(missingData(after(failed, {kind: 'refresh'})).length).toBeGreaterThan(0);
});

test('goto takes a number as people count; out of range it says so and stays', async () => {
  const typing = after(await openFake(FAKE, 0), {kind: 'prompt-open', purpose: 'goto'});
  const type = (digits: string): Action[] =>
    Array.from(digits).map((text) => ({kind: 'prompt-type', text}));
  const there = after(typing, ...type('120'), {kind: 'open'});
  expect([there.cursor, there.mode]).toEqual([119, 'steps']);
  const far = after(typing, ...type('99999'), {kind: 'open'});
  expect([far.cursor, far.notice]).toEqual([
    0,
    'there is no step 99,999: steps go from 1 to 1,000',
  ]);
  expect(after(typing, ...type('12'), {kind: 'prompt-erase'}).prompt?.text).toBe('1');
  expect(after(typing, {kind: 'back'}).mode).toBe('steps');
});

test('a step opens in full with more text, scrolls, and closes to where it was', async () => {
  const long = createFakeReader({...FAKE, resultText: () => 'word '.repeat(2000)});
  let state = after(await openFake(FAKE, 41), {kind: 'open'});
  expect([state.mode, state.expanded]).toEqual(['detail', true]);
  const request = missingData(state).find((item) => item.kind === 'detail');
  expect(request?.textLimit).toBe(100_000);
  const detail = await long.step('run-1', 41, 100_000);
  state = after(state, {kind: 'detail-loaded', epoch: 0, step: 41, detail, textLimit: 100_000});
  expect(state.detailLines.length).toBeGreaterThan(150);
  state = after(state, {kind: 'scroll', by: 5}, {kind: 'scroll-end', forward: true});
  expect(state.detailTop).toBe(state.detailLines.length - 6);
  expect(after(state, {kind: 'back'})).toMatchObject({mode: 'steps', expanded: false, cursor: 41});
});
