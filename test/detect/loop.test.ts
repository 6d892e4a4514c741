import {describe, expect, test} from '@jest/globals';
import type {VectorStep} from '../eval/vector.js';
import {fail, findIn, repeat, tool} from './steps.js';

const user = (text: string, synthetic = false): VectorStep => ({kind: 'user', text, synthetic});
const work = (n: number): readonly VectorStep[] =>
  Array.from({length: n}, (_, i) => tool('read', `w${i}`, `body ${i}`));

describe('loop/exact-repeat', () => {
  test('four equal calls are a warning, three a note, two nothing', () => {
    const ls = tool('ls', 'x', 'a b');
    expect(findIn(repeat(4, [ls]))).toEqual(['warning loop/exact-repeat 1x4 at 0..3 ran-to-end']);
    expect(findIn(repeat(3, [ls]))).toEqual(['info loop/exact-repeat 1x3 at 0..2 ran-to-end']);
    expect(findIn(repeat(2, [ls]))).toEqual([]);
  });

  test('a new answer, a missing answer or a missing argument proves nothing', () => {
    const ls = tool('ls', 'x', 'a');
    expect(findIn([ls, ls, tool('ls', 'x', 'b'), ls, ls])).toEqual([]);
    expect(findIn([ls, ls, tool('ls', 'x'), ls, ls])).toEqual([]);
    expect(findIn(repeat(9, [{kind: 'tool', name: 'ls', result: 'a'}]))).toEqual([]);
  });

  test('a real user turn ends the row, a bare push and a nudge do not', () => {
    const ls = tool('ls', 'x', 'a');
    expect(findIn([ls, ls, user('Now use the other folder.'), ls, ls])).toEqual([]);
    expect(findIn([ls, ls, user('please continue'), ls, ls])).toEqual([
      'warning loop/exact-repeat 1x4 at 0..4 ran-to-end',
    ]);
    expect(findIn([ls, ls, user('You must call a tool.', true), ls, ls])).toEqual([
      'warning loop/exact-repeat 1x4 at 0..4 ran-to-end',
    ]);
    expect(findIn([...repeat(4, [ls]), user('Stop that.')])).toEqual([
      'warning loop/exact-repeat 1x4 at 0..3 cut-by-user',
    ]);
  });

  test('it recovered when something new came after it', () => {
    expect(findIn([...repeat(5, [tool('ls', 'x', 'a')]), ...work(2)])).toEqual([
      'warning loop/exact-repeat 1x5 at 0..4 recovered',
    ]);
  });

  test('a fan-out is one call, a replayed transcript is none', () => {
    const ls = tool('ls', 'x', 'a', {round: 1});
    expect(findIn(repeat(8, [ls]))).toEqual([]);
    const once = [tool('ls', 'x', 'a', {id: 'c1'}), tool('cat', 'y', 'b', {id: 'c2'})];
    expect(findIn(repeat(6, once))).toEqual([]);
    const numbered = [tool('ls', 'x', 'a', {id: 'call_0'}), tool('cat', 'y', 'b', {id: 'call_0'})];
    expect(findIn(repeat(6, numbered))).toEqual(['warning loop/cycle 2x6 at 0..11 ran-to-end']);
  });

  test('volatile values and call counters are no news, other numbers are', () => {
    const answers = (text: (n: number) => string): readonly VectorStep[] =>
      Array.from({length: 5}, (_, n) => tool('fetch', 'x', text(n)));
    const warning = ['warning loop/exact-repeat 1x5 at 0..4 ran-to-end'];
    expect(findIn(answers((n) => `same body, request_id=ab${n}`))).toEqual(warning);
    expect(findIn(answers((n) => `same body (call #${n + 7} of this session)`))).toEqual(warning);
    expect(findIn(answers((n) => `same body, attempt ${n}`))).toEqual(warning);
    expect(findIn(answers((n) => `${n} tests failed`))).toEqual([]);
    expect(findIn(answers((n) => `chunk ${n}`))).toEqual([]);
    expect(findIn(answers((n) => `attempt ${n * n}`))).toEqual([]);
  });

  test('a state that goes on reaching new values is work, one that returns is not', () => {
    const check = tool('verify', 'x', 'same');
    const states = (print: (n: number) => string): readonly VectorStep[] =>
      Array.from({length: 6}, (_, n) => [check, {kind: 'state', fingerprint: print(n)}]).flat();
    expect(findIn(states((n) => `tree-${n}`))[0]).toContain('info loop/exact-repeat');
    expect(findIn(states((n) => `tree-${n % 2}`))[0]).toContain('warning loop/exact-repeat');
  });
});

describe('loop/cycle', () => {
  const a = tool('read', 'a', 'A');
  const b = tool('grep', 'b', 'B');
  const c = tool('test', 'c', 'C');

  test('three laps are a circle, two a second pass', () => {
    expect(findIn(repeat(3, [a, b, c]))).toEqual(['warning loop/cycle 3x3 at 0..8 ran-to-end']);
    expect(findIn(repeat(2, [a, b, c]))).toEqual([]);
  });

  test('one new answer a lap is progress', () => {
    const laps = Array.from({length: 6}, (_, n) => [a, tool('poll', 'p', `line ${n}`)]).flat();
    expect(findIn(laps)).toEqual([]);
  });

  test('the order within one reply does not matter', () => {
    const reply = (round: number, calls: readonly VectorStep[]): readonly VectorStep[] =>
      calls.map((call) => ({...call, round}));
    const shuffled = [...reply(1, [a, b, c]), ...reply(2, [c, a, b]), ...reply(3, [b, a, c])];
    expect(findIn(shuffled)).toEqual(['warning loop/cycle 3x3 at 0..8 ran-to-end']);
  });

  test('a repeat inside a lap belongs to the circle', () => {
    expect(findIn(repeat(4, [a, a, a, b]))).toEqual(['warning loop/cycle 4x4 at 0..15 ran-to-end']);
  });

  test('agents side by side are not mixed', () => {
    const by = (agent: string): VectorStep => ({...a, agent});
    expect(findIn([by('p'), by('q'), by('r'), by('s'), by('t')])).toEqual([]);
    const mixed = repeat(4, [by('p'), {...b, agent: 'q'}]);
    expect(findIn(mixed)).toEqual([
      'warning loop/exact-repeat 1x4 at 0..6 ran-to-end',
      'warning loop/exact-repeat 1x4 at 1..7 ran-to-end',
    ]);
  });
});

describe('loop/error-repeat', () => {
  test('same call failing, whatever it says; same error, whatever it is given', () => {
    const texts = ['x', 'y', 'z', 'w'].map((text) => fail('pytest', 't', `failed ${text}`));
    expect(findIn(texts)).toEqual(['warning loop/error-repeat 1x4 at 0..3 ran-to-end']);
    const ids = ['x', 'y', 'z', 'w'].map((id) => fail('get', id, '404 Not Found'));
    expect(findIn(ids)).toEqual(['warning loop/error-repeat 1x4 at 0..3 ran-to-end']);
  });

  test('a bare exit code of a shell says nothing, nor do failures with changes between', () => {
    expect(findIn(['ls', 'cat', 'make', 'cd'].map((x) => fail('bash', x, 'exit code 1')))).toEqual(
      [],
    );
    const fixes = Array.from({length: 6}, (_, n) => [
      fail('pytest', 't', '1 failed'),
      tool('edit', `fix ${n}`, 'ok'),
    ]).flat();
    expect(findIn(fixes)).toEqual([]);
  });

  test('waiting longer each time and succeeding is a legitimate retry', () => {
    const at = (t: number): VectorStep => fail('call', 'x', '503', {t});
    expect(findIn([at(0), at(1), at(3), at(7), at(15), tool('call', 'x', 'ok', {t: 31})])).toEqual([
      'info loop/error-repeat 1x5 at 0..4 recovered',
    ]);
  });
});

describe('loop/polling-no-progress', () => {
  const poll = (t: number, result = 'pending'): VectorStep => tool('get_status', 'j', result, {t});

  test('ten equal answers without back-off', () => {
    const often = Array.from({length: 10}, (_, t) => poll(t));
    expect(findIn(often)).toEqual(['critical loop/polling-no-progress 1x10 at 0..9 ran-to-end']);
    expect(findIn(often.slice(0, 9))).toEqual([
      'info loop/polling-no-progress 1x9 at 0..8 ran-to-end',
    ]);
    expect(findIn([...often, poll(11, 'done')])[0]).toContain('info');
  });

  test('a sleep between is part of the wait, and fifteen minutes are long', () => {
    const pair = [tool('get_status', 'j', 'pending'), tool('sleep', '5', '')];
    expect(findIn(repeat(6, pair))).toEqual([
      'info loop/polling-no-progress 2x6 at 0..11 ran-to-end',
    ]);
    expect(findIn(repeat(12, pair))[0]).toContain('critical loop/polling-no-progress 2x12');
    expect(findIn([0, 300, 600, 900, 1200].map((t) => poll(t)))[0]).toContain('warning');
  });
});
