import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/gemini-cli/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';
import {ALL_FILES_MS, findClaimed} from '../common/sniff-others.js';

const data = join(sharedDir, 'data');

interface RawChat {
  readonly messages: readonly {
    readonly id: string;
    readonly content: string;
    readonly type: string;
    readonly toolCalls?: readonly {
      readonly id: string;
      readonly args: unknown;
      readonly result: readonly {
        readonly functionResponse: {readonly response: {readonly output: string}};
      }[];
    }[];
  }[];
}

describe('counts made independently over the raw files', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const row of hasShared ? readStated('gemini-cli/') : []) {
    testWithShared(row.file, async () => {
      const source = await sourceFromFile(join(data, row.file), {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const {facts, present, read, diagnostics} = await collectFacts(parser, source);
      expect({read, diagnostics}).toEqual({read: present, diagnostics: []});
      expect(pickStated(countAgentFacts(facts), row)).toEqual(toStated(row));

      const raw = JSON.parse(readFileSync(join(data, row.file), 'utf8')) as RawChat;
      const {spans} = mergeFacts([facts]);
      const tools = [...spans.values()].filter((span) => span.kind === 'tool');
      const expected = raw.messages.flatMap(({id: parentId, toolCalls = []}) =>
        toolCalls.map(({id: spanId, args: input, result}) => {
          const output = result[0]?.functionResponse.response.output;
          return {spanId, parentId, input, output};
        }),
      );
      expect(
        tools.map(({spanId, parentId, input, output}) => ({spanId, parentId, input, output})),
      ).toEqual(expected);
      const said = facts.flatMap((fact) =>
        fact.kind === 'messages' && fact.direction === 'out'
          ? fact.list.add.flatMap(({parts}) => parts)
          : [],
      );
      const words = raw.messages.filter(({type}) => type === 'gemini').map(({content}) => content);
      expect(said.flatMap((part) => (part.kind === 'text' ? [part.text] : []))).toEqual(words);
    });
  }
});

testWithShared('fixtures of other versions are read whole', async () => {
  const folder = join(data, 'other-agents/stage0/agents/gemini');
  const calls: number[] = [];
  for (const name of ['jsonl_v040.jsonl', 'large.json', 'small.json']) {
    const {facts, present, read} = await collectFacts(
      parser,
      await sourceFromFile(join(folder, name)),
    );
    expect(read).toBe(present);
    calls.push(countAgentFacts(facts).llm_calls);
  }
  expect(calls).toEqual([2, 4, 1]);
});

testWithShared(
  'no file of another format is claimed',
  async () => {
    expect(await findClaimed(parser)).toEqual([
      'gemini-cli/gemini_session.json',
      'other-agents/stage0/agents/gemini/jsonl_v040.jsonl',
      'other-agents/stage0/agents/gemini/large.json',
      'other-agents/stage0/agents/gemini/small.json',
    ]);
  },
  ALL_FILES_MS,
);
