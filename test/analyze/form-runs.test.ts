import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {formRuns} from '../../src/analyze/form-runs.js';
import type {TraceHead} from '../../src/analyze/port.js';

function head(traceKey: number, more: Partial<TraceHead> = {}): TraceHead {
  return {
    traceKey,
    traceId: `trace-${String(traceKey)}`,
    sessionId: undefined,
    firstUs: traceKey * 10,
    order: traceKey,
    linkedTraceKeys: [],
    factsDigest: 'd',
    ...more,
  };
}

test('session ids and links join, transitively; everything else is a run of its own', () => {
  const runs = formRuns([
    head(1, {sessionId: 's'}),
    head(2),
    head(3, {linkedTraceKeys: [4, 99]}),
    head(4, {sessionId: 's'}),
  ]);
  expect(runs.map((run) => run.traceKeys)).toEqual([[1, 3, 4], [2]]);
});

test('the run id depends on the earliest trace, not on ingest order or row ids', () => {
  const heads = [head(1, {sessionId: 's', firstUs: 50}), head(2, {sessionId: 's', firstUs: 40})];
  const [run] = formRuns(heads);
  const [again] = formRuns([
    head(7, {sessionId: 's', firstUs: 40, traceId: 'trace-2'}),
    head(9, {sessionId: 's', firstUs: 50, traceId: 'trace-1'}),
  ]);
  expect(run?.traceKeys).toEqual([2, 1]);
  expect(again?.runId).toBe(run?.runId);
  expect(run?.runId).toMatch(/^[0-9a-f]{16}$/);
});

test('the digest changes with the facts of a trace and with the set of traces', () => {
  const digest = (heads: readonly TraceHead[]): string | undefined =>
    formRuns(heads)[0]?.factsDigest;
  const one = digest([head(1)]);
  expect(digest([head(1)])).toBe(one);
  expect(digest([head(1, {factsDigest: 'e'})])).not.toBe(one);
  expect(digest([head(1, {sessionId: 's'}), head(2, {sessionId: 's'})])).not.toBe(one);
});

test('equal trace ids of different scopes are different runs', () => {
  const same = {traceId: 'trace'};
  const scoped = formRuns([
    head(1, {...same, identity: 'f1/trace'}),
    head(2, {...same, identity: 'f2/trace'}),
  ]);
  expect(new Set(scoped.map((run) => run.runId)).size).toBe(2);
  const unscoped = formRuns([head(1, same), head(2, same)]);
  expect(new Set(unscoped.map((run) => run.runId)).size).toBe(2);
});

test('any order of the heads gives the same runs', () => {
  const heads = fc.uniqueArray(
    fc.record({
      key: fc.integer({min: 1, max: 20}),
      session: fc.option(fc.constantFrom('a', 'b', 'c'), {nil: undefined}),
      links: fc.array(fc.integer({min: 1, max: 20}), {maxLength: 2}),
    }),
    {selector: ({key}) => key, maxLength: 12},
  );
  fc.assert(
    fc.property(heads, fc.array(fc.nat(), {minLength: 12, maxLength: 12}), (drafts, noise) => {
      const made = drafts.map(({key, session, links}) =>
        head(key, {sessionId: session, linkedTraceKeys: links}),
      );
      const shuffled = made
        .map((h, i) => ({h, rank: noise[i] ?? 0}))
        .sort((a, b) => a.rank - b.rank)
        .map(({h}) => h);
      expect(formRuns(shuffled)).toEqual(formRuns(made));
      expect(formRuns(made).flatMap((run) => run.traceKeys).length).toBe(made.length);
    }),
  );
});
