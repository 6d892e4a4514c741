import {expect, test} from '@jest/globals';
import {MAX_GAP_MS, planTick, PLAY_SPEEDS} from '../../../src/replay/play/play-state.js';
import type {Action} from '../../../src/replay/actions.js';
import {missingData} from '../../../src/replay/requests.js';
import {createFakeReader} from '../../helpers/fake-reader.js';
import {after, openFake} from '../opened.js';

test('recorded gaps are kept in proportion, long ones cut, missing ones replaced', async () => {
  const [row, next] = await createFakeReader({steps: 9}).steps('run-1', 0, 2);
  const at = (startUs: number | undefined) => (row === undefined ? undefined : {...row, startUs});
  const recorded = {kind: 'recorded', factor: 4} as const;
  expect(planTick(recorded, at(0), at(400_000))).toEqual({delayMs: 100, steps: 1});
  expect(planTick(recorded, at(0), at(8 * 3600e6)).delayMs).toBe(MAX_GAP_MS);
  expect(planTick(recorded, at(5e6), at(0)).delayMs).toBe(16);
  expect(planTick(recorded, at(undefined), next).delayMs).toBe(250);
  expect(planTick({kind: 'steps', perSecond: 500}, row, next)).toEqual({delayMs: 16, steps: 8});
  const delays = PLAY_SPEEDS.map((speed) => {
    const {delayMs, steps} = planTick(speed, at(0), at(1e6));
    return delayMs / steps;
  });
  expect(delays.slice(0, 3)).toEqual([1000, 250, 62.5]);
  expect([...delays.slice(3)].sort((a, b) => b - a)).toEqual(delays.slice(3));
});

test('the play goes on by ticks, stops at the end, and any key pauses it', async () => {
  const play: Action = {kind: 'toggle-play'};
  const tick = (steps: number): Action => ({kind: 'play-tick', steps});
  const playing = after(await openFake({steps: 30}, 3), play, tick(2), tick(2));
  expect([playing.cursor, playing.play !== undefined]).toEqual([7, true]);
  expect(after(playing, {kind: 'speed', by: 1}).play).toBeDefined();
  expect(after(playing, {kind: 'step', by: 1}).play).toBeUndefined();
  expect(after(playing, play).play).toBeUndefined();
  const ended = after(playing, tick(500));
  expect([ended.cursor, ended.play, ended.notice]).toEqual([
    29,
    undefined,
    'this is the end of the run',
  ]);
  expect(after(ended, tick(1)).cursor).toBe(29);
});

test('it never runs past a breakpoint, also while that is still looked for', async () => {
  const start = await openFake({steps: 1000, errorEvery: 50}, 3);
  const armed = after(
    start,
    {kind: 'prompt-open', purpose: 'break'},
    {kind: 'prompt-type', text: 'error'},
    {kind: 'open'},
    {kind: 'toggle-play'},
  );
  expect(armed.breakpoint?.text).toBe('error');
  const asked = missingData(armed).find(({kind}) => kind === 'break');
  expect(asked).toMatchObject({from: 4, condition: {kind: 'flag', flag: 'error'}});
  const tick: Action = {kind: 'play-tick', steps: 100};
  expect(after(armed, tick).cursor).toBe(3);
  const piece = after(armed, {kind: 'break-searched', epoch: 0, found: {steps: [], next: 40}});
  expect(after(piece, {kind: 'play-tick', steps: 10}).cursor).toBe(13);
  const found = after(piece, {kind: 'break-searched', epoch: 0, found: {steps: [49], next: 50}});
  const stopped = after(found, tick);
  expect([stopped.cursor, stopped.play, stopped.notice]).toEqual([
    49,
    undefined,
    'stopped at the breakpoint, step 50',
  ]);
});
