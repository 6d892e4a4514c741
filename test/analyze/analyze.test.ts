import {describe, expect, test} from '@jest/globals';
import {analyze} from '../../src/analyze/analyze.js';
import {buildAnalysisVersion} from '../../src/analyze/analysis-version.js';
import {readRunOutcome} from '../../src/analyze/run-outcome.js';
import type {Detector} from '../../src/detect/detector.js';
import type {HarnessVerdict} from '../../src/model/facts.js';
import {toRuleId} from '../../src/model/ids.js';
import {sessionFact, spanFact} from '../helpers/analysis-store-contract.js';
import {MemoryAnalysisStore} from '../helpers/memory-analysis-store.js';

/** A rule of the simplest kind: reports the steps at which a tool failed. */
const failures: Detector = {
  id: toRuleId('test/failures'),
  version: 1,
  title: 'failures',
  flags: 'failed calls',
  ignores: [],
  thresholds: {minFailures: {default: 1, unit: 'calls', reason: 'a test'}},
  *detect({steps}, {minFailures = 1}) {
    const members = [...steps.outcome.keys()].filter((step) => steps.outcome[step] === 2);
    if (members.length < minFailures) return;
    yield {
      rule: toRuleId('test/failures'),
      severity: 'warning',
      confidence: 'high',
      confidenceReason: 'recorded',
      title: 'failed',
      unchanged: 'nothing',
      benign: 'none',
      firstStep: members[0] ?? 0,
      lastStep: members.at(-1) ?? 0,
      members,
      memberCount: members.length,
      provableStep: members[0] ?? 0,
      identity: 'x',
      use: {steps: members.length, llmCalls: 0, toolCalls: members.length},
      evidence: [{step: members[0] ?? 0, shows: 'status is error'}],
    };
  },
};

function makeStore(): MemoryAnalysisStore {
  const store = new MemoryAnalysisStore();
  store.add([
    spanFact({spanId: 'main', kind: 'agent', agentName: 'coder', startUs: 1, endUs: 9}),
    spanFact({spanId: 'x', parentId: 'main', startUs: 2, endUs: 3, status: 'error'}),
    spanFact({spanId: 'y', traceId: 't2', startUs: 5, endUs: 6}),
  ]);
  return store;
}

const idsOf = (store: MemoryAnalysisStore): string[] =>
  [...store.written.values()].flatMap(({run}) => run.findings.map((finding) => finding.id));

describe('analyze', () => {
  test('writes tree, steps, folds and identified findings of every run', async () => {
    const store = makeStore();
    const seen: string[] = [];
    const summary = await analyze(store, {
      detectors: [failures],
      onProgress: ({doneRuns, totalRuns}) => seen.push(`${String(doneRuns)}/${String(totalRuns)}`),
    });
    expect(summary).toMatchObject({runs: 2, analyzedRuns: 2});
    expect(seen).toEqual(['0/2', '1/2', '2/2']);
    const runs = [...store.written.values()].map(({run}) => run);
    expect(runs.map(({name, steps, findings}) => [name, steps.count, findings.length])).toEqual([
      ['coder', 2, 1],
      ['y', 1, 0],
    ]);
  });

  test('only runs with new facts are redone; another rule or threshold redoes all', async () => {
    const store = makeStore();
    const options = {detectors: [failures]};
    await analyze(store, options);
    expect(await analyze(store, options)).toMatchObject({analyzedRuns: 0});
    store.add([spanFact({spanId: 'z', traceId: 't2', startUs: 7})]);
    expect(await analyze(store, options)).toMatchObject({analyzedRuns: 1});
    const thresholds = {'test/failures': {minFailures: 2}};
    expect(await analyze(store, {...options, thresholds})).toMatchObject({analyzedRuns: 2});
    expect(idsOf(store)).toEqual([]);
  });

  test('a finding keeps its id when data arrives elsewhere', async () => {
    const store = makeStore();
    await analyze(store, {detectors: [failures]});
    const before = idsOf(store);
    store.add([spanFact({spanId: 'w', parentId: 'main', startUs: 1, endUs: 2})]);
    await analyze(store, {detectors: [failures]});
    expect(idsOf(store)).toEqual(before);
    expect(before).toHaveLength(1);
  });

  test('runs that were joined later leave nothing behind', async () => {
    const store = makeStore();
    await analyze(store, {detectors: []});
    store.add([sessionFact('t1', 's'), sessionFact('t2', 's')]);
    expect(await analyze(store, {detectors: []})).toMatchObject({runs: 1, analyzedRuns: 1});
    expect(store.written.size).toBe(1);
  });

  test('stops between runs when aborted, and goes on from there', async () => {
    const store = makeStore();
    const stop = new AbortController();
    const aborted = analyze(store, {
      detectors: [],
      signal: stop.signal,
      onProgress: ({doneRuns}) => {
        if (doneRuns === 1) stop.abort(new Error('enough'));
      },
    });
    await expect(aborted).rejects.toThrow('enough');
    expect(store.written.size).toBe(1);
    expect(await analyze(store, {detectors: []})).toMatchObject({analyzedRuns: 1});
  });
});

test('the analysis version does not depend on the order of the rules', () => {
  const other = {...failures, id: toRuleId('test/other')};
  expect(buildAnalysisVersion([failures, other])).toBe(buildAnalysisVersion([other, failures]));
  expect(buildAnalysisVersion([failures])).not.toBe(
    buildAnalysisVersion([{...failures, version: 2}]),
  );
});

test('the outcome: the trace, a reward, the last word, stuck, else unknown', () => {
  const unknown = {value: 'unknown', saidBy: 'nobody'} as const;
  const said = (kind: HarnessVerdict['kind'], value?: number): HarnessVerdict => {
    const verdict = {traceId: 't', kind, said: kind, saidBy: `h ${kind}`};
    return value === undefined ? verdict : {...verdict, value};
  };
  const failed = {value: 'failed', saidBy: 'status'} as const;
  expect(readRunOutcome(failed, [said('success')])).toEqual(failed);
  expect(readRunOutcome(unknown, [said('reward', 0), said('success')]).value).toBe('failed');
  expect(readRunOutcome(unknown, [said('reward', 0.5), said('success')]).value).toBe('succeeded');
  expect(readRunOutcome(unknown, [said('success'), said('failure')]).saidBy).toBe('h failure');
  expect(readRunOutcome(unknown, [said('stuck')]).value).toBe('failed');
  expect(readRunOutcome(unknown, [said('limit')])).toEqual(unknown);
});
