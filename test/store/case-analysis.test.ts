import {expect, test} from '@jest/globals';
import {analyze} from '../../src/analyze/analyze.js';
import type {RunFacts} from '../../src/analyze/port.js';
import type {Fact, SpanDraft} from '../../src/model/facts.js';
import {CaseAnalysis} from '../../src/store/case-analysis.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {SPAN_FLAG, toSpanKind, toStatus} from '../../src/tree/span-table.js';
import {ingest, spanFact, textMessage, withTempFolder} from './memory-source.js';
import type {MemorySource} from './memory-source.js';

const AT = {kind: 'bytes', offset: 0, length: 1} as const;

async function load(...sources: readonly MemorySource[]): Promise<RunFacts> {
  const writer = CaseWriter.open(':memory:');
  for (const source of sources) await ingest(writer, source);
  const analysis = new CaseAnalysis(writer.db);
  return analysis.loadRun(
    'r',
    analysis.traceHeads().map((head) => head.traceKey),
  );
}

function patch(spanId: string, fields: Partial<SpanDraft>): Fact {
  return {kind: 'span-patch', traceId: 't1', spanId, patch: fields, at: AT};
}

function listSpanIds({spans}: RunFacts): string[] {
  return [...spans.spanId].map((number) => spans.strings[number] ?? '');
}

test('a patch and a second record are merged into the span', async () => {
  const facts = await load({
    text: 'x',
    facts: [
      spanFact({spanId: 'a', kind: 'other', name: 'n', startUs: 1, unfinished: true}),
      patch('a', {endUs: 9, output: 'done', status: 'error', statusMessage: 'boom'}),
      spanFact({spanId: 'a', kind: 'tool', name: '', toolName: 'grep', status: 'unset'}),
    ],
  });
  const {spans} = facts;
  expect(spans.count).toBe(1);
  expect(toSpanKind(spans.kind[0] ?? 0)).toBe('tool');
  expect(toStatus(spans.status[0] ?? 0)).toBe('error');
  expect(spans.strings[spans.name[0] ?? 0]).toBe('n');
  expect(spans.strings[spans.toolName[0] ?? 0]).toBe('grep');
  expect([spans.startUs[0], spans.endUs[0]]).toEqual([1, 9]);
  expect((spans.flags[0] ?? 0) & SPAN_FLAG.unfinished).toBe(0);
  expect(facts.bodies.text(spans.outputBody[0] ?? -1)).toBe('done');
  expect(facts.bodies.text(spans.errorBody[0] ?? -1)).toBe('boom');
});

test('an unfinished record never overwrites a finished one', async () => {
  const {spans} = await load({
    text: 'x',
    facts: [
      spanFact({spanId: 'a', startUs: 1, endUs: 5}),
      spanFact({spanId: 'a', startUs: 2, unfinished: true, model: 'm'}),
    ],
  });
  expect([spans.startUs[0], spans.endUs[0], spans.flags[0]]).toEqual([1, 5, 0]);
  expect(spans.strings[spans.model[0] ?? 0]).toBe('m');
});

test('global ids merge across files, other ids never do', async () => {
  const first = {path: '/a', text: 'a', facts: [spanFact({spanId: 's', startUs: 1})]};
  const second = {path: '/b', text: 'b', facts: [spanFact({spanId: 's', endUs: 7})]};
  const merged = await load(first, second);
  expect(listSpanIds(merged)).toEqual(['s']);
  expect([merged.spans.startUs[0], merged.spans.endUs[0]]).toEqual([1, 7]);
  const apart = await load({...first, idScope: 'source'}, {...second, idScope: 'trace-in-source'});
  expect(listSpanIds(apart)).toEqual(['s', 's']);
});

test('order: known start, parent before child, position', async () => {
  const facts = await load({
    text: 'x',
    facts: [
      spanFact({spanId: 'child', parentId: 'root', startUs: 5}),
      spanFact({spanId: 'late', parentId: 'root', startUs: 8}),
      spanFact({spanId: 'untimed', parentId: 'later'}),
      spanFact({spanId: 'root', startUs: 5}),
      spanFact({spanId: 'later', startUs: 9}),
    ],
  });
  expect(listSpanIds(facts)).toEqual(['root', 'child', 'late', 'later', 'untimed']);
});

test('the same call has the same signature numbers, and a missing body none', async () => {
  const facts = await load({
    text: 'x',
    facts: [
      spanFact({spanId: 'a', input: {q: 1, p: 2}, output: 'r'}),
      spanFact({spanId: 'b', input: {p: 2, q: 1}, output: 'r'}),
      spanFact({spanId: 'c', input: {p: 3}}),
      spanFact({spanId: 'd', statusMessage: 'boom', status: 'error'}),
    ],
  });
  const [a, b, c, d] = facts.argsSig;
  expect(a).toBe(b);
  expect(c).not.toBe(a);
  expect(d).toBe(-1);
  expect(facts.outcomeSig[0]).toBe(facts.outcomeSig[1]);
  expect(facts.outcomeSig[2]).toBe(-1);
  expect(facts.outcomeSig[3]).toBeGreaterThan(0);
});

test('replies tell their shape; messages come back with their call ids', async () => {
  const ask = textMessage('user', 'hello');
  const call = {
    role: 'assistant',
    parts: [{kind: 'tool-call', id: 'c1', name: 'grep', args: {n: 1}}],
  } as const;
  const list = (
    spanId: string,
    direction: 'in' | 'out',
    add: (typeof ask)[],
    id: number,
  ): Fact => ({
    kind: 'messages',
    traceId: 't1',
    spanId,
    direction,
    list: {id, add},
    at: AT,
  });
  const facts = await load({
    text: 'x',
    facts: [
      spanFact({spanId: 'a', kind: 'llm', startUs: 1}),
      list('a', 'in', [ask], 1),
      list('a', 'out', [textMessage('assistant', 'yes'), call], 2),
      spanFact({spanId: 'b', kind: 'llm', startUs: 2}),
      list('b', 'out', [textMessage('assistant', 'yes')], 3),
      spanFact({spanId: 'c', kind: 'llm', startUs: 3}),
    ],
  });
  expect([...facts.replyShape]).toEqual([7, 5, 0]);
  expect(facts.replyTextSig[0]).toBe(facts.replyTextSig[1]);
  expect(facts.replyTextSig[2]).toBe(-1);
  expect(facts.bodies.messages(facts.spans.inNode[0] ?? -1, 10)).toEqual([ask]);
  expect(facts.bodies.messages(facts.spans.outNode[0] ?? -1, 1)).toEqual([call]);
});

test('events are placed by time, else behind the record before them', async () => {
  const event = (name: string, timeUs?: number): Fact => ({
    kind: 'event',
    event: {traceId: 't1', kind: 'user-turn', name, text: name, ...(timeUs ? {timeUs} : {})},
    at: AT,
  });
  const facts = await load({
    text: 'x',
    facts: [
      event('first'),
      spanFact({spanId: 'a', startUs: 10}),
      event('behind a'),
      spanFact({spanId: 'b', startUs: 20}),
      event('at 15', 15),
      event('at 20', 20),
    ],
  });
  expect(facts.events.map((found) => [found.name, found.rowsBefore])).toEqual([
    ['first', 0],
    ['behind a', 1],
    ['at 15', 1],
    ['at 20', 2],
  ]);
  expect(new Set(facts.eventTextSig).size).toBe(4);
});

test('a run is analysed once, again when its facts change, and dropped with them', async () => {
  const writer = CaseWriter.open(':memory:');
  const facts = [
    spanFact({spanId: 'root', kind: 'agent', agentName: 'crew', startUs: 1, endUs: 90}),
    spanFact({spanId: 'a', parentId: 'root', startUs: 5, endUs: 6, input: 1, output: 2}),
  ];
  await ingest(writer, {text: 'one\n', facts});
  const analysis = new CaseAnalysis(writer.db);
  expect((await analyze(analysis, {detectors: []})).analyzedRuns).toBe(1);
  expect((await analyze(analysis, {detectors: []})).analyzedRuns).toBe(0);
  const more = [spanFact({spanId: 'b', parentId: 'root', startUs: 7, endUs: 8})];
  await ingest(writer, {text: 'one\ntwo\n', facts: more});
  expect((await analyze(analysis, {detectors: []})).analyzedRuns).toBe(1);
  expect(writer.db.prepare('SELECT spans, tool_calls, agents FROM runs').all()).toEqual([
    {spans: 3, tool_calls: 2, agents: '["crew"]'},
  ]);
  await ingest(writer, {text: 'other', facts: [spanFact({traceId: 't2', spanId: 'z'})]});
  await analyze(analysis, {detectors: []});
  expect(writer.db.prepare('SELECT spans FROM runs').pluck().all()).toEqual([1]);
  expect(writer.db.pragma('foreign_key_check')).toEqual([]);
  writer.close();
});

test('signatures of another version of the signing code are built anew', async () => {
  const reply: Fact = {
    kind: 'messages',
    traceId: 't1',
    spanId: 'a',
    direction: 'out',
    list: {id: 1, add: [textMessage('assistant', 'well then')]},
    at: AT,
  };
  await withTempFolder(async (folder) => {
    const first = CaseWriter.open(`${folder}/case.db`);
    await ingest(first, {
      text: 'x',
      facts: [spanFact({spanId: 'a', kind: 'llm', input: {a: 1}, output: 'o'}), reply],
    });
    first.close();
    const {db, close} = openWithOldSignatures(`${folder}/case.db`);
    const analysis = new CaseAnalysis(db);
    const facts = analysis.loadRun(
      'r',
      analysis.traceHeads().map((head) => head.traceKey),
    );
    for (const column of [facts.argsSig, facts.outcomeSig, facts.replyTextSig]) {
      expect(column[0]).toBeGreaterThan(0);
    }
    close();
    const again = CaseWriter.open(`${folder}/case.db`);
    await ingest(again, {path: '/b', text: 'y', facts: [spanFact({spanId: 'b', input: {a: 1}})]});
    again.close();
  });
});

function openWithOldSignatures(path: string): {db: CaseWriter['db']; close: () => void} {
  const writer = CaseWriter.open(path);
  writer.db.exec(`UPDATE meta SET value = 'old' WHERE key = 'signature-version';
    UPDATE body_signature SET exact = 0; UPDATE conversation_node SET reply_signature = 0`);
  return {
    db: writer.db,
    close: () => {
      writer.close();
    },
  };
}
