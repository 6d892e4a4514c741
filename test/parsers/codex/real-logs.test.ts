import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/codex/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';
import {ALL_FILES_MS, findClaimed} from '../common/sniff-others.js';

const data = join(sharedDir, 'data');

interface RawPayload {
  readonly type?: string;
  readonly role?: string;
  readonly call_id?: string;
  readonly arguments?: string;
  readonly input?: string;
  readonly output?: string;
  readonly content?: readonly {readonly text: string}[];
}
interface RawLine {
  readonly type: string;
  readonly payload: RawPayload;
}

function readLines(path: string): readonly RawLine[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as RawLine);
}

describe('counts made independently over the raw files', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const row of hasShared ? readStated('codex/') : []) {
    testWithShared(row.file, async () => {
      const source = await sourceFromFile(join(data, row.file), {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const {facts, present, read, diagnostics} = await collectFacts(parser, source);
      expect({read, diagnostics}).toEqual({read: present, diagnostics: []});
      expect(pickStated(countAgentFacts(facts), row)).toEqual(toStated(row));

      const items = readLines(join(data, row.file)).filter((line) => line.type === 'response_item');
      const {spans} = mergeFacts([facts]);
      const tools = [...spans.values()].filter((span) => span.kind === 'tool');
      const calls = items.filter(({payload}) => payload.type?.endsWith('_call') === true);
      const argumentsOf = (payload: RawPayload): unknown =>
        payload.arguments === undefined ? payload.input : JSON.parse(payload.arguments);
      expect(tools.map(({toolCallId, input}) => ({toolCallId, input}))).toEqual(
        calls.map(({payload}) => ({toolCallId: payload.call_id, input: argumentsOf(payload)})),
      );
      for (const tool of tools) {
        const raw = items.find(
          ({payload}) =>
            payload.call_id === tool.toolCallId && payload.type?.endsWith('_output') === true,
        );
        const text = raw?.payload.output ?? '';
        const plain = text.startsWith('{')
          ? (JSON.parse(text) as {readonly output: string}).output
          : text;
        expect(tool.output).toBe(plain);
        expect(spans.get(`${tool.traceId}/${tool.parentId ?? ''}`)?.kind).toBe('llm');
      }
      const said = facts.flatMap((fact) =>
        fact.kind === 'messages' && fact.direction === 'out'
          ? fact.list.add.flatMap(({parts}) => parts)
          : [],
      );
      const words = items.filter(({payload}) => payload.role === 'assistant');
      if (words.length > 0) {
        expect(said.flatMap((part) => (part.kind === 'text' ? [part.text] : []))).toEqual(
          words.map(({payload}) => payload.content?.map(({text}) => text).join('')),
        );
      }
    });
  }
});

testWithShared('a fixture of every record type of 0.146 leaves no type unknown', async () => {
  const path = join(data, 'other-agents/stage0/agents/codex/small.jsonl');
  const {facts, present, read} = await collectFacts(parser, await sourceFromFile(path));
  expect(read).toBe(present);
  const codes = facts.flatMap((fact) =>
    fact.kind === 'diagnostic' ? [fact.diagnostic.message] : [],
  );
  expect(codes.filter((message) => message.includes('unknown type'))).toEqual([]);
});

testWithShared(
  'no file of another format is claimed',
  async () => {
    const claimed = await findClaimed(parser);
    expect(claimed.filter((path) => !path.includes('codex'))).toEqual([]);
  },
  ALL_FILES_MS,
);

test('a child rollout hangs below the call that spawned it, whichever file comes first', async () => {
  const folder = join(import.meta.dirname, '../../../samples/formats/codex');
  const read = async (name: string): Promise<Awaited<ReturnType<typeof collectFacts>>['facts']> =>
    (await collectFacts(parser, await sourceFromFile(join(folder, name)))).facts;
  const parent = await read('spawned-sub-agent-parent.jsonl');
  const child = await read('spawned-sub-agent-child.jsonl');
  const merged = [mergeFacts([parent, child]), mergeFacts([child, parent])];
  for (const {spans, others} of merged) {
    expect(spans.get('child-1/child-1')).toMatchObject({kind: 'agent', name: 'worker'});
    expect(others).toContainEqual(
      expect.objectContaining({
        link: {
          traceId: 'child-1',
          spanId: 'child-1',
          linkedTraceId: 'parent-1',
          linkedSpanId: 'call_spawn',
          name: 'spawned-by',
        },
      }),
    );
  }
});
