import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {BigNumber} from '../../../src/model/json.js';
import type {JsonValue} from '../../../src/model/json.js';
import {
  SIGNATURE_HEAD_CHARS,
  buildBodySignature,
} from '../../../src/tree/signature/body-signature.js';
import {writeCanonical} from '../../../src/tree/signature/canonical-json.js';

const outcome = (value: JsonValue): string => buildBodySignature('outcome', value).exact;
const args = (value: JsonValue) => buildBodySignature('args', value);

test('canonical JSON follows RFC 8785', () => {
  // the example of RFC 8785 3.2.2, sorting sample of 3.2.3
  expect(
    writeCanonical({
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    }),
  ).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  expect(
    writeCanonical({'\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6}),
  ).toBe('{"\\r":2,"1":4,"\u0080":6,"€":1,"\u{1f600}":5,"\ufb33":3}');
  expect(writeCanonical('\ud800')).toBe('"\\ud800"');
  expect(writeCanonical(-0)).toBe('0');
  expect(writeCanonical(new BigNumber('12345678901234567890'))).toBe('12345678901234567890');
  expect(writeCanonical({a: undefined, b: []})).toBe('{"b":[]}');
});

test('a value nested a million deep is written', () => {
  const deep = JSON.parse('['.repeat(1_000_000) + ']'.repeat(1_000_000)) as JsonValue;
  expect(writeCanonical(deep)).toHaveLength(2_000_000);
});

test('key order never matters, and canonical JSON parses back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (raw) => {
      const value = raw as JsonValue;
      const text = writeCanonical(value);
      expect(writeCanonical(JSON.parse(text) as JsonValue)).toBe(text);
    }),
  );
  expect(args({b: 1, a: {d: 2, c: 3}}).exact).toBe(args({a: {c: 3, d: 2}, b: 1}).exact);
  expect(args('{"b":1,"a":2}').exact).toBe(args({a: 2, b: 1}).exact);
});

test('presentation fields are no identity, content is', () => {
  expect(args({command: 'ls', description: 'list'}).exact).toBe(args({command: 'ls'}).exact);
  expect(args({path: 'a', reason: 'again'}).exact).toBe(args({path: 'a'}).exact);
  expect(args({thought: 'one'}).exact).not.toBe(args({thought: 'two'}).exact);
  expect(args({repo: 'r', title: 'A'}).exact).not.toBe(args({repo: 'r', title: 'B'}).exact);
  expect(args({}).exact).not.toBe(args({command: ''}).exact);
});

test.each([
  [
    'uuid',
    'job 123e4567-e89b-12d3-a456-426614174000 ok',
    'job 00000000-e89b-12d3-a456-426614174999 ok',
  ],
  ['mixed hex', 'commit 9f86d081884c7d65 done', 'commit a3f5d081884c7aaa done'],
  ['ISO time', 'at 2026-01-05T10:00:00.123Z: idle', 'at 2026-01-06T11:30:00Z: idle'],
  ['ISO time with a space', '2026-01-05 10:00:00,123 idle', '2026-01-05 10:00:07,001 idle'],
  ['log clock', '10:00:01 idle', '10:02:09 idle'],
  ['date command', 'Mon Jan  5 10:00:00 UTC 2026', 'Tue Jan  6 11:00:00 UTC 2026'],
  ['epoch ms', 'now=1767607200000', 'now=1767607999999'],
  ['duration', '1 failed in 0.52s', '1 failed in 13.07s'],
  ['shell time', 'real\t0m1.204s', 'real\t1m0.001s'],
  ['runner time', 'ok (12 ms)', 'ok (7 ms)'],
  ['pointer', '<Foo at 0x7f3a9c10>', '<Foo at 0x7f3aab20>'],
  ['pid', 'still running (pid 4711)', 'still running (pid 4712)'],
  ['session word', 'Process running with session id 812', 'Process running with session id 99'],
  ['prefixed id', 'sent msg_01AbCdEf23', 'sent msg_99XyZzYx11'],
  ['temporary folder', 'wrote /tmp/tmpab12cd_3/x', 'wrote /tmp/tmpzz98yy_1/x'],
  ['field in text', 'status=ok request_id=abc-1', 'status=ok request_id=xyz-2'],
])('masked: %s', (_, one, other) => {
  expect(outcome(one)).toBe(outcome(other));
  expect(buildBodySignature('error', one).exact).toBe(buildBodySignature('error', other).exact);
});

test.each([
  ['12 failed', '11 failed'],
  ['line 10: syntax error', 'line 20: syntax error'],
  ['tick 0', 'tick 1'],
  ['50% done, ETA 30s', '60% done, ETA 20s'],
  ['000000000001', '000000000002'],
  ['board state v0', 'board state v1'],
  ['deadbeefdeadbeef', 'deadbeefcafecafe'],
])('never masked: %s / %s', (one, other) => {
  expect(outcome(one)).not.toBe(outcome(other));
});

test('fields are masked by their role, at any depth and in JSON text', () => {
  const shape = (n: number): JsonValue => ({
    ok: true,
    runId: `run_${n}`,
    receipt: {platformMessageId: `p_${n}`, durationMs: n},
    cwd: `/tmp/run-${n}`,
  });
  expect(outcome(shape(1))).toBe(outcome(shape(2)));
  expect(outcome(JSON.stringify(shape(1)))).toBe(outcome(shape(2)));
  expect(outcome({id: 'a_1'})).not.toBe(outcome({id: 'a_2'}));
  expect(outcome({conversation: {id: 'room-1'}})).not.toBe(outcome({conversation: {id: 'room-2'}}));
});

test('a target keeps names and drops positions', () => {
  const target = (value: JsonValue): string => args(value).target;
  expect(target({path: 'a.rs', offset: 1, limit: 40})).toBe(
    target({path: 'a.rs', offset: '581', limit: 40}).replace('"#"', '#'),
  );
  expect(target({command: "sed -n '1,40p' a.rs"})).toBe(target({command: "sed -n '41,80p' a.rs"}));
  expect(target({path: 'file1.txt'})).not.toBe(target({path: 'file2.txt'}));
  expect(target({url: 'https://e.test/1'})).not.toBe(target({url: 'https://e.test/2'}));
});

test('an intent is what a call is after', () => {
  const intent = (value: JsonValue): string => args(value).intent;
  expect(intent({command: 'cd /repo && FOO=1 git -C x status --short'})).toBe('shell git x');
  expect(intent({command: 'cd /repo && FOO=1 git status --short'})).toBe('shell git status');
  expect(intent({cmd: ['bash', '-lc', 'npm test']})).toBe('shell npm test');
  expect(intent({query: 'Votes, answers questions!'})).toBe('query answers questions votes');
  expect(intent({url: 'https://e.test/a/?page=2#x'})).toBe('url https://e.test/a');
  expect(intent({path: 'src/a.ts', offset: 3})).toBe('path src/a.ts');
});

test('a text is its words', () => {
  const text = (value: string): string => buildBodySignature('text', value).exact;
  expect(text('I will  check.\nNow!')).toBe(text('i will check now'));
  expect(text('Привет, мир')).toBe('привет мир');
  expect(text('')).toBe('');
});

test('a huge body costs its head and a hash, and still differs by its tail', () => {
  const long = 'x 1 '.repeat(SIGNATURE_HEAD_CHARS);
  expect(outcome(long)).not.toBe(outcome(`${long}!`));
  expect(outcome(long).length).toBeLessThan(SIGNATURE_HEAD_CHARS + 200);
  expect(args({code: long}).exact).not.toBe(args({code: `${long}!`}).exact);
});
