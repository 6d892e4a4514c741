import {expect, test} from '@jest/globals';
import {buildHypotheses} from '../../../src/analyze/hypotheses/build-hypotheses.js';
import {buildIncidents} from '../../../src/analyze/incident.js';
import {detectRun} from '../../../src/detect/detect-run.js';
import type {Hypothesis} from '../../../src/model/hypothesis.js';
import {fail, repeat, tool} from '../../detect/steps.js';
import type {VectorStep} from '../../eval/vector.js';
import {buildVectorRuns} from '../../eval/vector-run.js';

function explain(steps: readonly VectorStep[]): readonly Hypothesis[] {
  const view = buildVectorRuns(steps)[0]?.view;
  if (view === undefined) return [];
  const findings = detectRun(view);
  const incident = buildIncidents(view, findings)[0];
  return incident === undefined ? [] : buildHypotheses(view, findings, incident);
}

const ids = (steps: readonly VectorStep[]): readonly string[] => explain(steps).map(({id}) => id);

test('a repeated call: not taken in, and nothing stopped it; never certain without the prompts', () => {
  const hypotheses = explain(repeat(20, [tool('search', 'x', 'nothing found')]));
  expect(hypotheses.map(({id}) => id)).toEqual(['no-stop', 'answer-ignored']);
  const ignored = hypotheses.find(({id}) => id === 'answer-ignored');
  expect(ignored?.confidence).toBe('low');
  expect(ignored?.unknown).toHaveLength(1);
});

test('a refused request names the request, a failing service the service', () => {
  expect(ids(repeat(5, [fail('api', 'x', '422 invalid request: field "to" is missing')]))[0]).toBe(
    'request-wrong',
  );
  const failing = ids(repeat(5, [fail('api', 'x', '503 service unavailable')]));
  expect(failing).toContain('dependency-fails');
  expect(failing).not.toContain('request-wrong');
});

test('what drives the loop from outside is named', () => {
  const pushed = ids(repeat(6, [{kind: 'user', text: 'continue'}, tool('ls', 'a', 'b')]));
  expect(pushed).toContain('pushed-on');
});

test('a context cut before the loop speaks for lost context', () => {
  const cut = [
    tool('read', 'plan', 'the plan'),
    {kind: 'compaction', tokens_before: 90_000, tokens_after: 9000},
    ...repeat(6, [tool('ls', 'a', 'b')]),
  ];
  expect(ids(cut)).toContain('context-lost');
  expect(ids(repeat(6, [tool('ls', 'a', 'b')]))).not.toContain('context-lost');
});

test('edits without effect on the check are told apart from mere repetition', () => {
  const cycle = repeat(4, [tool('edit_file', 'a', 'ok'), fail('run_tests', 'a', '3 failed')]);
  expect(ids(cycle)).toContain('fix-without-effect');
});

test('every hypothesis says how to confirm it, and rests on something', () => {
  const all = [
    ...explain(repeat(5, [fail('no_such', 'x', 'unknown tool: no_such')])),
    ...explain(repeat(12, [tool('job_status', 'j', 'pending')])),
    ...explain(Array.from({length: 4}, () => ({kind: 'llm', text: ''}))),
  ];
  expect(new Set(all.map(({id}) => id))).toEqual(
    new Set(['missing-tool', 'waits-in-vain', 'reply-degenerates']),
  );
  for (const {confirmBy, evidenceFor} of all) {
    expect(confirmBy).not.toBe('');
    expect(evidenceFor).not.toHaveLength(0);
  }
});
