import {describe, expect, test} from '@jest/globals';
import {analyze} from '../../src/analyze/analyze.js';
import type {AnalysisStore} from '../../src/analyze/port.js';
import type {Fact, SpanDraft} from '../../src/model/facts.js';

/** A case that the contract can feed: each `add` is one source, ingested and committed. */
export interface OpenedCase {
  readonly store: AnalysisStore;
  add(facts: readonly Fact[]): void | Promise<void>;
  close(): void;
}

export function spanFact(span: Partial<SpanDraft> & {readonly spanId: string}): Fact {
  const draft = {traceId: 't1', kind: 'tool', name: span.spanId, ...span} as const;
  return {kind: 'span', span: draft, at: {kind: 'bytes', offset: 0, length: 1}};
}

export function sessionFact(traceId: string, sessionId: string): Fact {
  return {kind: 'trace', trace: {traceId, sessionId}};
}

const at = {kind: 'bytes', offset: 0, length: 1} as const;

/** What the analysis relies on (src/analyze/port.ts); run it over every implementation. */
export function describeAnalysisStore(
  name: string,
  open: () => OpenedCase | Promise<OpenedCase>,
): void {
  const opened = async (...sources: readonly (readonly Fact[])[]): Promise<OpenedCase> => {
    const kase = await open();
    for (const facts of sources) await kase.add(facts);
    return kase;
  };
  const keysOf = (store: AnalysisStore): number[] =>
    store.traceHeads().map((head) => head.traceKey);

  describe(`analysis store: ${name}`, () => {
    test('heads tell session, first time and links', async () => {
      const kase = await opened([
        sessionFact('t1', 's'),
        spanFact({spanId: 'a', startUs: 20}),
        spanFact({spanId: 'b', startUs: 10}),
        spanFact({spanId: 'c', traceId: 't2'}),
        {
          kind: 'link',
          link: {traceId: 't2', spanId: 'c', linkedTraceId: 't1', linkedSpanId: 'a'},
          at,
        },
      ]);
      const heads = kase.store.traceHeads();
      const [t1, t2] = ['t1', 't2'].map((id) => heads.find((head) => head.traceId === id));
      expect(heads).toHaveLength(2);
      expect(t1).toMatchObject({sessionId: 's', firstUs: 10, linkedTraceKeys: []});
      expect(t2).toMatchObject({sessionId: undefined, firstUs: undefined});
      expect(t2?.linkedTraceKeys).toEqual([t1?.traceKey]);
      kase.close();
    });

    test('a digest changes with the facts of its trace only', async () => {
      const kase = await opened([spanFact({spanId: 'a'}), spanFact({spanId: 'b', traceId: 't2'})]);
      const before = new Map(kase.store.traceHeads().map((h) => [h.traceId, h.factsDigest]));
      await kase.add([spanFact({spanId: 'c'})]);
      const after = new Map(kase.store.traceHeads().map((h) => [h.traceId, h.factsDigest]));
      expect(after.get('t1')).not.toBe(before.get('t1'));
      expect(after.get('t2')).toBe(before.get('t2'));
      kase.close();
    });

    test('spans are merged and in run order; signatures tell equal from different', async () => {
      const call = {toolName: 'ls', input: {dir: '/x', page: 1}, output: 'same'} as const;
      const kase = await opened([
        spanFact({spanId: 'b', startUs: 30, ...call, input: {page: 1, dir: '/x'}}),
        spanFact({spanId: 'a', startUs: 10, ...call}),
        spanFact({spanId: 'c', startUs: 20, ...call, input: {dir: '/x', page: 2}}),
        spanFact({spanId: 'a', startUs: 10, endUs: 15, ...call}),
        spanFact({spanId: 'd', startUs: 40, toolName: 'ls'}),
      ]);
      const facts = kase.store.loadRun('r', keysOf(kase.store));
      const {spans} = facts;
      expect([...spans.spanId].map((id) => spans.strings[id])).toEqual(['a', 'c', 'b', 'd']);
      expect(spans.endUs[0]).toBe(15);
      expect(facts.argsSig[0]).toBe(facts.argsSig[2]);
      expect(facts.argsSig[0]).not.toBe(facts.argsSig[1]);
      expect(facts.argsTargetSig[0]).toBe(facts.argsTargetSig[1]);
      expect(facts.outcomeSig[0]).toBe(facts.outcomeSig[1]);
      expect([facts.argsSig[3], facts.outcomeSig[3]]).toEqual([-1, -1]);
      expect(facts.bodies.text(spans.outputBody[0] ?? -1)).toContain('same');
      expect(facts.bodies.text(-1)).toBeUndefined();
      kase.close();
    });

    test('events, verdicts and the outcome come with the run', async () => {
      const kase = await opened([
        {kind: 'trace', trace: {traceId: 't1', outcome: {value: 'failed', saidBy: 'exit status'}}},
        spanFact({spanId: 'a', startUs: 10}),
        {
          kind: 'event',
          event: {traceId: 't1', kind: 'user-turn', name: 'user', timeUs: 5, text: 'go'},
          at,
        },
        {
          kind: 'event',
          event: {traceId: 't1', spanId: 'a', kind: 'exception', name: 'x', timeUs: 12},
          at,
        },
        {kind: 'verdict', verdict: {traceId: 't1', kind: 'stuck', said: 'stuck', saidBy: 'h'}, at},
      ]);
      const facts = kase.store.loadRun('r', keysOf(kase.store));
      expect(facts.events.map(({kind, spanRow, timeUs}) => ({kind, spanRow, timeUs}))).toEqual([
        {kind: 'user-turn', spanRow: -1, timeUs: 5},
        {kind: 'exception', spanRow: 0, timeUs: 12},
      ]);
      expect(facts.eventTextSig[0]).toBeGreaterThanOrEqual(0);
      expect(facts.eventTextSig[1]).toBe(-1);
      expect(facts.verdicts.map(({kind}) => kind)).toEqual(['stuck']);
      expect(facts.outcome).toEqual({value: 'failed', saidBy: 'exit status'});
      kase.close();
    });

    test('a written run is known under its version, replaced, and dropped', async () => {
      const kase = await opened(
        [spanFact({spanId: 'a'})],
        [spanFact({spanId: 'b', traceId: 't2'})],
      );
      const first = await analyze(kase.store, {detectors: []});
      expect(first).toMatchObject({runs: 2, analyzedRuns: 2});
      const known = kase.store.analyzedRuns(first.analysisVersion);
      expect(known.size).toBe(2);
      expect(kase.store.analyzedRuns('another').size).toBe(0);
      expect(await analyze(kase.store, {detectors: []})).toMatchObject({analyzedRuns: 0});
      const [kept = ''] = known.keys();
      kase.store.dropRunsExcept(new Set([kept]));
      expect([...kase.store.analyzedRuns(first.analysisVersion).keys()]).toEqual([kept]);
      kase.close();
    });
  });
}
