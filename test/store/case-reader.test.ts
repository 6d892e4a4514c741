import {expect, test} from '@jest/globals';
import {analyze} from '../../src/analyze/analyze.js';
import type {Detector} from '../../src/detect/detector.js';
import type {Fact} from '../../src/model/facts.js';
import {toRuleId} from '../../src/model/ids.js';
import {CaseAnalysis} from '../../src/store/case-analysis.js';
import {CaseReader} from '../../src/store/case-reader.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {checkReaderContract} from '../replay/reader-contract.js';
import {ingest, spanFact, textMessage} from './memory-source.js';

const AT = {kind: 'bytes', offset: 3, length: 4, line: 2} as const;

/** Says that all steps are one loop: enough to see findings stored and read. */
const everything: Detector = {
  id: toRuleId('loop/everything'),
  version: 1,
  title: 'everything',
  flags: 'all steps',
  ignores: [],
  thresholds: {},
  *detect(view) {
    const members = Array.from({length: view.steps.count}, (_unused, step) => step);
    yield {
      rule: toRuleId('loop/everything'),
      severity: 'warning',
      confidence: 'low',
      confidenceReason: 'a test',
      title: 'all of it',
      unchanged: 'nothing',
      benign: 'it is a test',
      firstStep: 0,
      lastStep: view.steps.count - 1,
      members,
      memberCount: members.length,
      provableStep: 0,
      identity: 'all',
      use: {steps: members.length, llmCalls: 0, toolCalls: members.length},
      evidence: [{step: 0, shows: 'the first'}],
    };
  },
};

async function open(
  facts: readonly Fact[],
): Promise<{reader: CaseReader; runId: string; writer: CaseWriter}> {
  const writer = CaseWriter.open(':memory:');
  await ingest(writer, {text: 'x', facts});
  await analyze(new CaseAnalysis(writer.db), {detectors: [everything]});
  const reader = new CaseReader(writer.db);
  const runId = (await reader.runs())[0]?.id ?? '';
  return {reader, runId, writer};
}

function callFacts(count: number): Fact[] {
  const facts = [
    spanFact({spanId: 'root', kind: 'agent', name: 'crew', agentName: 'crew', startUs: 1}),
  ];
  for (let call = 0; call < count; call++) {
    facts.push(
      spanFact({
        spanId: `c${String(call)}`,
        parentId: 'root',
        name: 'search',
        toolName: 'search',
        startUs: 10 + call * 10,
        endUs: 15 + call * 10,
        input: {q: call},
        output: `found ${String(call)}`,
        ...(call === 2000 ? {status: 'error', statusMessage: 'boom'} : {status: 'ok'}),
      }),
    );
  }
  return facts;
}

checkReaderContract('case', () => open(callFacts(2500)));

test('a page of steps tells what is in the log', async () => {
  const {reader, runId} = await open(callFacts(3));
  const rows = await reader.steps(runId, 0, 10);
  expect(rows.at(-1)).toMatchObject({
    kind: 'tool',
    spanId: 'c2',
    depth: 1,
    agent: 'crew',
    name: 'search',
    startUs: 30,
    durationUs: 5,
    outcome: 'ok',
    argsPreview: '{"q":2}',
    resultPreview: 'found 2',
  });
});

test('errors are found across chunks, both ways', async () => {
  const {reader, runId} = await open(callFacts(4000));
  const error = await reader.nextError(runId, 0, true);
  const [row] = await reader.steps(runId, error ?? 0, (error ?? 0) + 1);
  expect(row).toMatchObject({spanId: 'c2000', outcome: 'error'});
  expect(await reader.nextError(runId, (error ?? 0) + 1, true)).toBeUndefined();
  expect(await reader.nextError(runId, 3999, false)).toBe(error);
  expect(await reader.nextError(runId, (error ?? 0) - 1, false)).toBeUndefined();
});

test('the detail of a step merges its records and names each place', async () => {
  const reply = textMessage('assistant', 'a long answer');
  const {reader, runId} = await open([
    spanFact({spanId: 'root', kind: 'agent', name: 'crew', startUs: 1}),
    spanFact({
      spanId: 'a',
      parentId: 'root',
      kind: 'llm',
      startUs: 2,
      model: 'm',
      attributes: {x: 1},
    }),
    {
      kind: 'span-patch',
      traceId: 't1',
      spanId: 'a',
      patch: {
        endUs: 4,
        attributes: {y: 2},
        usage: {inputTokens: 7, outputTokens: 3, source: 'reported'},
      },
      at: AT,
    },
    {
      kind: 'messages',
      traceId: 't1',
      spanId: 'a',
      direction: 'in',
      list: {id: 1, add: [textMessage('system', 's'), textMessage('user', 'hello')]},
      at: AT,
    },
    {
      kind: 'messages',
      traceId: 't1',
      spanId: 'a',
      direction: 'out',
      list: {id: 2, base: {id: 1, keep: 2}, add: [reply]},
      at: AT,
    },
  ]);
  const steps = await reader.steps(runId, 0, 100);
  const place = steps.findIndex((row) => row.kind === 'llm');
  const detail = await reader.step(runId, place, 6);
  expect(detail).toMatchObject({
    spanKind: 'llm',
    model: 'm',
    parentPath: ['crew'],
    durationUs: 2,
    usage: {inputTokens: 7, outputTokens: 3, source: 'reported'},
    attributes: {x: 1, y: 2},
    messagesInTotal: 2,
    messagesIn: [textMessage('system', 's'), textMessage('user', 'hello')],
    messagesOut: [textMessage('assistant', 'a long [7 more characters]')],
    resultPreview: 'a long answer',
    soFar: {llmCalls: 1, toolCalls: 0, tokens: 10},
  });
  expect(detail?.locations).toEqual([
    {source: '/logs/a.jsonl', at: {kind: 'bytes', offset: 0, length: 10, line: 1}},
    {source: '/logs/a.jsonl', at: AT},
  ]);
});

test('a user turn is a step with its text', async () => {
  const {reader, runId} = await open([
    spanFact({spanId: 'root', kind: 'agent', name: 'crew', startUs: 1}),
    {
      kind: 'event',
      event: {
        traceId: 't1',
        spanId: 'root',
        kind: 'user-turn',
        name: 'user',
        timeUs: 2,
        text: 'please go on',
      },
      at: AT,
    },
  ]);
  const steps = await reader.steps(runId, 0, 100);
  const place = steps.findIndex((row) => row.kind === 'user-turn');
  expect(steps[place]).toMatchObject({argsPreview: 'please go on', spanKey: undefined});
  expect((await reader.step(runId, place, 6))?.args).toEqual({text: 'please', totalChars: 12});
  expect((await reader.step(runId, place, 6))?.locations).toEqual([
    {source: '/logs/a.jsonl', at: AT},
  ]);
});

test('folded repeats are skipped, whatever their number; depth can be bounded', async () => {
  const facts = [spanFact({spanId: 'root', kind: 'agent', name: 'crew', startUs: 1})];
  for (let call = 0; call < 5000; call++) {
    const spanId = `c${String(call)}`;
    facts.push(spanFact({spanId, parentId: 'root', name: 'poll', startUs: 10 + call, input: 1}));
  }
  facts.push(spanFact({spanId: 'last', parentId: 'root', name: 'end', startUs: 9000}));
  const {reader, runId} = await open(facts);
  const folded = await reader.tree(runId, {fromPre: 0, limit: 10, fold: true});
  expect(folded.map(({pre, name, repeats}) => [pre, name, repeats])).toEqual([
    [0, 'crew', 1],
    [1, 'poll', 5000],
    [5001, 'end', 1],
  ]);
  const flat = await reader.tree(runId, {fromPre: 4999, limit: 10, fold: false});
  expect(flat.map(({pre}) => pre)).toEqual([4999, 5000, 5001]);
  const top = await reader.tree(runId, {fromPre: 0, limit: 10, fold: false, maxDepth: 0});
  expect(top.map(({name}) => name)).toEqual(['crew']);
});

test('words are found in arguments, results, replies and the newest message, with JSON escapes', async () => {
  const {reader, runId} = await open([
    spanFact({spanId: 'root', kind: 'agent', name: 'crew', startUs: 1}),
    spanFact({spanId: 'a', parentId: 'root', name: 'look', startUs: 2, input: {q: 'Say "Hi"'}}),
    spanFact({spanId: 'b', parentId: 'root', name: 'look', startUs: 3, output: 'ÄRGER in Köln'}),
    spanFact({spanId: 'c', parentId: 'root', kind: 'llm', startUs: 4}),
    {
      kind: 'messages',
      traceId: 't1',
      spanId: 'c',
      direction: 'in',
      list: {id: 1, add: [textMessage('user', 'a question')]},
      at: AT,
    },
    {
      kind: 'messages',
      traceId: 't1',
      spanId: 'c',
      direction: 'out',
      list: {id: 2, base: {id: 1, keep: 1}, add: [textMessage('assistant', 'an answer')]},
      at: AT,
    },
  ]);
  const found = async (text: string): Promise<readonly (string | undefined)[]> => {
    const condition = {
      kind: 'text',
      field: 'text',
      contains: true,
      isNegated: false,
      value: text.toLowerCase(),
    } as const;
    const steps: number[] = [];
    for (let from: number | undefined = 0; from !== undefined;) {
      const piece = await reader.find(runId, {condition, from, forward: true, limit: 10});
      steps.push(...piece.steps);
      from = piece.next;
    }
    const rows = await reader.steps(runId, 0, 100);
    return steps.map((step) => rows[step]?.spanId);
  };
  expect(await found('say "hi"')).toEqual(['a']);
  expect(await found('ärger')).toEqual(['b']);
  expect(await found('an answer')).toEqual(['c']);
  expect(await found('a question')).toEqual(['c']);
  // What a message is stored with, and no screen shows, is not found.
  expect(await found('assistant')).toEqual([]);
  expect(await found('nothing like it')).toEqual([]);
});

test('what a prompt gained and lost against the call before, also after a compaction', async () => {
  const call = (spanId: string, startUs: number): Fact =>
    spanFact({spanId, parentId: 'root', kind: 'llm', startUs});
  const list = (spanId: string, id: number, texts: readonly string[]): Fact => ({
    kind: 'messages',
    traceId: 't1',
    spanId,
    direction: 'in',
    list: {id, add: texts.map((text) => textMessage('user', text))},
    at: AT,
  });
  const {reader, runId} = await open([
    spanFact({spanId: 'root', kind: 'agent', name: 'crew', startUs: 1}),
    call('a', 2),
    list('a', 1, ['s', 'u1']),
    call('b', 3),
    list('b', 2, ['s', 'u1', 'a1', 't1']),
    call('c', 4),
    list('c', 3, ['s', 'summary', 't1']),
  ]);
  const rows = await reader.steps(runId, 0, 100);
  const change = async (spanId: string) => {
    const step = rows.findIndex((row) => row.spanId === spanId);
    const told = await reader.promptChange(runId, step);
    const texts = (messages: readonly {readonly parts: readonly object[]}[] = []) =>
      messages.flatMap(({parts}) => parts.map((part) => ('text' in part ? part.text : undefined)));
    return {
      previous: told?.previousStep === undefined ? undefined : rows[told.previousStep]?.spanId,
      kept: told?.kept,
      added: texts(told?.added),
      dropped: texts(told?.dropped),
    };
  };
  expect(await change('a')).toEqual({
    previous: undefined,
    kept: 0,
    added: ['s', 'u1'],
    dropped: [],
  });
  expect(await change('b')).toEqual({previous: 'a', kept: 2, added: ['a1', 't1'], dropped: []});
  // t1 has moved: it is neither new nor lost.
  expect(await change('c')).toEqual({
    previous: 'b',
    kept: 1,
    added: ['summary'],
    dropped: ['u1', 'a1'],
  });
});

test('repeats, writes, context and the steps of spans that are none', async () => {
  const usage = (inputTokens: number) => ({inputTokens, source: 'reported'}) as const;
  const {reader, runId} = await open([
    spanFact({spanId: 'root', kind: 'agent', name: 'crew', startUs: 1}),
    spanFact({spanId: 'm1', parentId: 'root', kind: 'llm', startUs: 2, usage: usage(70)}),
    spanFact({spanId: 'a', parentId: 'root', name: 'look', startUs: 3, input: {q: 1}}),
    spanFact({spanId: 'b', parentId: 'root', name: 'write_file', startUs: 4, input: {q: 1}}),
    spanFact({spanId: 'm2', parentId: 'root', kind: 'llm', startUs: 5, usage: usage(90)}),
    spanFact({spanId: 'c', parentId: 'root', name: 'look', startUs: 6, input: {q: 1}}),
    spanFact({spanId: 'sub', parentId: 'root', kind: 'chain', name: 'chain', startUs: 7}),
    spanFact({spanId: 'd', parentId: 'sub', name: 'look', startUs: 8, input: {q: 2}}),
  ]);
  const rows = (await reader.steps(runId, 0, 100)).filter(({kind}) => kind !== 'agent-start');
  expect(
    rows.map(({spanId, repeat, contextTokens, writes}) => [spanId, repeat, contextTokens, writes]),
  ).toEqual([
    ['m1', expect.anything(), 70, false],
    ['a', 1, 70, false],
    ['b', 1, 70, true],
    ['m2', expect.anything(), 90, false],
    ['c', 2, 90, false],
    ['d', 1, 90, false],
  ]);
  expect(await reader.stepOfSpan(runId, 'sub')).toBe(await reader.stepOfSpan(runId, 'd'));
});
