import {describe, expect, test} from '@jest/globals';
import {buildIncidents} from '../../src/analyze/incident.js';
import type {Finding} from '../../src/model/finding.js';
import type {Incident} from '../../src/model/incident.js';
import {toRuleId} from '../../src/model/ids.js';
import {buildCallTree} from '../../src/tree/build-call-tree.js';
import {buildSteps} from '../../src/tree/build-steps.js';
import type {RunOutcome} from '../../src/tree/run-view.js';
import {buildFacts} from '../tree/run-facts.js';
import type {ScriptedSpan} from '../tree/run-facts.js';

/**
 * One character a step: a letter is a call with that argument and answer; `A` = the call `a` fails;
 * `?` a call without a recorded answer; `|` a user turn.
 */
function toSpan(char: string, i: number): ScriptedSpan {
  const name = char.toLowerCase();
  const call = {
    id: `s${String(i)}`,
    kind: 'tool',
    toolName: 'do',
    startUs: i * 10,
    endUs: i * 10 + 5,
  } as const;
  if (char === '?') return {...call, args: 'x'};
  const failed = char !== name;
  return {
    ...call,
    args: name,
    result: `${name}${failed ? ' failed' : ''}`,
    status: failed ? 'error' : 'ok',
  };
}

interface Covered {
  readonly from: number;
  readonly to: number;
  readonly rule?: string;
  readonly severity?: Finding['severity'];
}

function incidents(
  text: string,
  covered: readonly Covered[],
  outcome: RunOutcome['value'] = 'unknown',
): readonly Incident[] {
  const chars = text.split(/(?:)/u);
  const spans = chars.flatMap((char, i) => (char === '|' ? [] : toSpan(char, i)));
  const events = chars.flatMap((char, i) =>
    char === '|' ? [{kind: 'user-turn', timeUs: i * 10} as const] : [],
  );
  const facts = buildFacts(spans, events);
  const {steps, lanes} = buildSteps(facts, buildCallTree(facts.spans));
  const findings = covered.map(
    ({from, to, rule = 'loop/exact-repeat', severity = 'warning'}): Finding => ({
      rule: toRuleId(rule),
      severity,
      confidence: 'high',
      confidenceReason: 'recorded',
      title: 'x',
      unchanged: 'x',
      benign: 'x',
      firstStep: from,
      lastStep: to,
      members: [from, to],
      memberCount: 2,
      provableStep: from + 2,
      identity: 'x',
      use: {steps: 0, llmCalls: 0, toolCalls: 0},
      evidence: [],
    }),
  );
  return buildIncidents(
    {steps, lanes, events: facts.events, outcome: {value: outcome, saidBy: 'x'}},
    findings,
  );
}

describe('moments', () => {
  test('onset, provable, last news and the point of no return', () => {
    const [incident] = incidents('abccccc', [{from: 2, to: 6}]);
    expect(incident).toMatchObject({
      onset: 2,
      provable: 4,
      end: 6,
      lastNewStep: 2,
      lanes: [{lane: 0, lastNewStep: 2, lastNewErrorStep: undefined}],
      turning: {kind: 'no-return', step: 3, use: {steps: 4, toolCalls: 4}},
      use: {steps: 5, toolCalls: 5, durationUs: 45},
    });
  });

  test('new information after the end: recovered there', () => {
    const [incident] = incidents('abbbbbbc', [{from: 1, to: 6}]);
    expect(incident?.turning).toEqual({kind: 'recovered', step: 7});
    expect(incident?.lastNewStep).toBe(1);
  });

  test('a new error is told, but is no progress', () => {
    const [incident] = incidents('abbbbC', [{from: 1, to: 5}]);
    expect(incident?.lanes).toEqual([{lane: 0, lastNewStep: 1, lastNewErrorStep: 5}]);
    expect(incident?.turning).toMatchObject({kind: 'no-return', step: 2});
  });

  test('cannot tell: an unrecorded answer, a later user turn, a run that succeeded', () => {
    const turning = (text: string, outcome?: RunOutcome['value']): unknown =>
      incidents(text, [{from: 1, to: 4}], outcome)[0]?.turning;
    expect(turning('abbbb?')).toEqual({
      kind: 'cannot-tell',
      because: 'outcome-not-recorded',
      step: 5,
    });
    expect(turning('abbbb|b')).toEqual({kind: 'cannot-tell', because: 'input-came-later', step: 5});
    expect(turning('abbbb', 'succeeded')).toEqual({
      kind: 'cannot-tell',
      because: 'run-succeeded',
      step: undefined,
    });
  });

  test('to a finding about results the same answer to other arguments is old', () => {
    const spans = ['p', 'q', 'r', 's'].map((args, i) => ({...toSpan('a', i), args}));
    const facts = buildFacts(spans);
    const {steps, lanes} = buildSteps(facts, buildCallTree(facts.spans));
    const [warn] = incidents('aaaa', [{from: 0, to: 3}]);
    expect(warn?.lastNewStep).toBe(0);
    const input = {steps, lanes, events: [], outcome: {value: 'unknown', saidBy: 'x'}} as const;
    const finding = (rule: string): Finding => ({
      rule: toRuleId(rule),
      severity: 'warning',
      confidence: 'high',
      confidenceReason: 'x',
      title: 'x',
      unchanged: 'x',
      benign: 'x',
      firstStep: 0,
      lastStep: 3,
      members: [0, 1, 2, 3],
      memberCount: 4,
      provableStep: 2,
      identity: 'x',
      use: {steps: 4, llmCalls: 0, toolCalls: 4},
      evidence: [],
    });
    expect(buildIncidents(input, [finding('loop/stagnation')])[0]?.lastNewStep).toBe(0);
    expect(buildIncidents(input, [finding('loop/exact-repeat')])[0]?.lastNewStep).toBe(3);
  });
});

describe('windows', () => {
  test('findings that overlap are one incident; the worst incident comes first', () => {
    const found = incidents('aaaabbbbcccc', [
      {from: 0, to: 3},
      {from: 4, to: 7, severity: 'info'},
      {from: 6, to: 11, severity: 'critical'},
    ]);
    expect(
      found.map(({onset, end, findings, severity}) => ({onset, end, findings, severity})),
    ).toEqual([
      {onset: 4, end: 11, findings: [2, 1], severity: 'critical'},
      {onset: 0, end: 3, findings: [0], severity: 'warning'},
    ]);
    expect(found[1]?.turning).toEqual({kind: 'recovered', step: 4});
  });

  test('no finding, no incident', () => {
    expect(incidents('aaaa', [])).toEqual([]);
  });
});
