import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/mapped/index.js';
import {proposeMap} from '../../../parsers/mapped/propose/propose-map.js';
import {readMap} from '../../../parsers/mapped/read-map.js';
import {collectFacts, headOf, sourceFromFile, sourceFromText} from '../../helpers/record-source.js';
import type {TestSource} from '../../helpers/record-source.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';
import {countFacts, readCounts, toCounts} from '../common/otel-counts.js';

function propose(source: TestSource): string {
  const {yaml} = proposeMap(headOf(source)) ?? {yaml: 'nothing'};
  // What is proposed must be readable.
  if (yaml !== 'nothing') readMap(yaml);
  return yaml;
}

const flat = sourceFromText(`
{"ts":"2026-01-02T09:00:00Z","run_id":"r1","step_id":1,"event":"agent_start","agent":"planner"}
{"ts":"2026-01-02T09:00:01Z","run_id":"r1","step_id":2,"parent_id":1,"event":"llm_call","model":"m","usage":{"prompt_tokens":9,"completion_tokens":4},"latency_ms":1500}
{"ts":"2026-01-02T09:00:02Z","run_id":"r1","step_id":3,"parent_id":1,"event":"tool_call","tool_name":"search","args":{"q":"x"},"result":"none","latency_ms":20,"error":"no hits"}
{"ts":"2026-01-02T09:00:03Z","run_id":"r1","step_id":4,"parent_id":1,"event":"user_message","args":"go on"}
`);

test('a flat log of one line an event', async () => {
  const map = propose(flat);
  expect(map).toMatchInlineSnapshot(`
   "# Proposed from 4 records of the log; read it before you trust it.
   # high: name and values fit; medium: one of them leaves a doubt; low: a guess.
   whatbroke-map: 1
   parent: parent_id # high: 3 of 4 records; its values are ids of other records
   trace: run_id # medium: 4 of 4 records
   span: step_id # high: 4 of 4 records; parents name it
   start: {from: ts, unit: iso} # medium: 4 of 4 records
   duration: {from: latency_ms, unit: ms} # high: 2 of 4 records
   model: model # medium: 1 of 4 records
   tool: tool_name # high: 1 of 4 records
   agent: agent # high: 1 of 4 records
   error: error # medium: 1 of 4 records
   input: args # medium: 2 of 4 records
   output: result # medium: 1 of 4 records
   tokens:
     input: usage.prompt_tokens # high: 1 of 4 records
     output: usage.completion_tokens # high: 1 of 4 records
   kind: # high
     - {when: event, is: [agent_start], then: agent}
     - {when: event, is: [llm_call], then: llm}
     - {when: event, is: [tool_call], then: tool}
     - {when: event, is: [user_message], then: user-turn}
     - {else: other}
   "
  `);
  const {facts, read, refused} = await collectFacts(parser, flat, {map});
  expect({read, refused}).toEqual({read: 4, refused: 0});
  expect(countFacts(facts)).toMatchObject({spans: 3, llm_calls: 1, tool_calls: 1, tool_errors: 1});
});

test('records in lists in one document, hostile keys', () => {
  const document = {
    exported: 'today',
    sessions: [
      {
        session_id: 's1',
        turns: [
          {uuid: 'a', 'x": [y': 1, kind: 'GENERATION', startTime: 1767344401000, __proto__x: 1},
          {
            uuid: 'b',
            parent: 'a',
            kind: 'FUNCTION',
            startTime: 1767344402000,
            name: '# no: "yaml"',
          },
        ],
      },
    ],
  };
  expect(propose(sourceFromText(JSON.stringify(document)))).toMatchInlineSnapshot(`
   "# Proposed from 2 records of the log; read it before you trust it.
   # high: name and values fit; medium: one of them leaves a doubt; low: a guess.
   whatbroke-map: 1
   records: "sessions[].turns[]"
   parent: parent # high: 1 of 2 records; its values are ids of other records
   span: uuid # high: 2 of 2 records; parents name it
   session: ^.session_id # high: 2 of 2 records
   start: {from: startTime, unit: ms} # high: 2 of 2 records
   name: name # high: 1 of 2 records
   kind: # high
     - {when: kind, is: [GENERATION], then: llm}
     - {when: kind, is: [FUNCTION], then: tool}
     - {else: other}
   "
  `);
});

test('unusual names: parents, times and kinds by their values, records inside an object', async () => {
  const ask = [{role: 'user', content: 'find it'}];
  const nodes = [
    {nodeId: 7, upstream: 0, sort: 'agent', t0: 1767344400.5, t1: 1767344409},
    {nodeId: 8, upstream: 7, sort: 'model_call', t0: 1767344401.5, t1: 1767344402, in_tok: 12},
    {nodeId: 9, upstream: 7, sort: 'tool_use', t0: 1767344403.5, t1: 1767344404, fn: 'grep'},
    {nodeId: 10, upstream: 7, sort: 'tool_use', t0: 1767344405.5, t1: 1767344406, fn: 'cat'},
  ].map((node) => (node.sort === 'model_call' ? {...node, request: ask, reply: 'grep'} : node));
  const source = sourceFromText(JSON.stringify({run: {id: 'R7', nodes}}));
  const map = propose(source);
  expect(map).toMatchInlineSnapshot(`
   "# Proposed from 4 records of the log; read it before you trust it.
   # high: name and values fit; medium: one of them leaves a doubt; low: a guess.
   whatbroke-map: 1
   records: "run.nodes[]"
   parent: upstream # medium: 4 of 4 records; its values are ids of other records
   span: nodeId # medium: 4 of 4 records
   start: {from: t0, unit: s} # medium: 4 of 4 records; the earliest time of the records
   end: {from: t1, unit: s} # medium: 4 of 4 records; never before the start
   tool: fn # medium: 2 of 4 records
   tokens:
     input: in_tok # low: 1 of 4 records
   messages:
     in: request # low: 1 of 4 records
     out: reply # medium: 1 of 4 records
   kind: # high
     - {when: sort, is: [agent], then: agent}
     - {when: sort, is: [model_call], then: llm}
     - {when: sort, is: [tool_use], then: tool}
     - {else: other}
   "
  `);
  const {facts, refused} = await collectFacts(parser, source, {map});
  expect(refused).toBe(0);
  expect(countFacts(facts)).toMatchObject({spans: 4, llm_calls: 1, tool_calls: 2});
});

test('keys of two words, nested or with dots', () => {
  const records = [
    {'trace.id': 't', 'span.id': 's1', 'event.action': 'agent', 'agent.name': 'triage'},
    {'trace.id': 't', 'span.id': 's2', 'parent.id': 's1', tool: {name: 'ls', args: {}}},
    {'trace.id': 't', 'span.id': 's3', 'parent.id': 's1', tokens: {input: 3, output: 4}},
  ];
  expect(propose(sourceFromText(records.map((r) => JSON.stringify(r)).join('\n'))))
    .toMatchInlineSnapshot(`
   "# Proposed from 3 records of the log; read it before you trust it.
   # high: name and values fit; medium: one of them leaves a doubt; low: a guess.
   whatbroke-map: 1
   parent: "[\\"parent.id\\"]" # high: 2 of 3 records; its values are ids of other records
   trace: "[\\"trace.id\\"]" # high: 3 of 3 records
   span: "[\\"span.id\\"]" # high: 3 of 3 records; parents name it
   tool: tool.name # high: 1 of 3 records
   agent: "[\\"agent.name\\"]" # high: 1 of 3 records
   input: tool.args # high: 1 of 3 records
   name: "[\\"event.action\\"]" # low: 1 of 3 records
   tokens:
     input: tokens.input # low: 1 of 3 records
     output: tokens.output # low: 1 of 3 records
   kind: # medium
     - {when: "[\\"event.action\\"]", is: [agent], then: agent}
     - {when: tool.name, then: tool}
     - {when: tokens.input, then: llm}
     - {when: "[\\"agent.name\\"]", then: agent}
     - {else: other}
   "
  `);
});

test('nothing to go on', () => {
  expect(propose(sourceFromText('[1, 2]'))).toBe('nothing');
  expect(propose(sourceFromText('not json'))).toBe('nothing');
  expect(propose(sourceFromText('{"users": 3}'))).toBe('nothing');
});

for (const row of readCountsIfShared()) {
  testWithShared(`${row.file} through the proposed map`, async () => {
    const source = await sourceFromFile(join(sharedDir, 'data', row.file));
    const map = propose(source);
    expect(map).toMatchSnapshot();
    const {facts, diagnostics, present, read} = await collectFacts(parser, source, {map});
    expect(read).toBe(present);
    expect(diagnostics).toEqual([]);
    // Kinds and tokens are null in the counts: the log has no vocabulary for them.
    const {traces, spans, roots, orphans, first_us, last_us} = toCounts(row);
    expect(countFacts(facts)).toMatchObject({traces, spans, roots, orphans, first_us, last_us});
  });
}

function readCountsIfShared(): ReturnType<typeof readCounts> {
  try {
    return readCounts('custom-flat-span');
  } catch {
    // Absent in a user's clone.
    return [];
  }
}
