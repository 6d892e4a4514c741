import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/openhands/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';
import {ALL_FILES_MS, findClaimed} from '../common/sniff-others.js';

const data = join(sharedDir, 'data');

interface RawEvent {
  readonly id: number;
  readonly action?: string;
  readonly observation?: string;
  readonly cause?: number;
  readonly content?: string;
  readonly tool_call_metadata?: {
    readonly tool_call_id: string;
    readonly model_response: {
      readonly choices: readonly {
        readonly message: {
          readonly tool_calls: readonly {readonly function: {readonly arguments: string}}[];
        };
      }[];
    };
  };
}

/** Calls with arguments and results, joined by cause, of every V0 history in a file. */
function readCalls(text: string): readonly unknown[] {
  const histories = text.startsWith('[')
    ? [JSON.parse(text) as RawEvent[]]
    : text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as {readonly history: RawEvent[]}).history);
  return histories.flatMap((events) =>
    events
      .filter(({action, tool_call_metadata: told}) => action !== undefined && told !== undefined)
      .filter(({action}) => action !== 'finish')
      .map((event) => {
        const message = event.tool_call_metadata?.model_response.choices[0]?.message;
        const result = events.find(({cause, observation}) => cause === event.id && observation);
        return {
          toolCallId: event.tool_call_metadata?.tool_call_id,
          input: JSON.parse(message?.tool_calls[0]?.function.arguments ?? '{}') as unknown,
          output: result?.content,
        };
      }),
  );
}

describe('counts made independently over the raw files', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const row of hasShared ? readStated('openhands/') : []) {
    if (row.file.endsWith('/')) continue;
    testWithShared(row.file, async () => {
      const source = await sourceFromFile(join(data, row.file), {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const {facts, present, read, diagnostics} = await collectFacts(parser, source);
      expect({read, diagnostics}).toEqual({read: present, diagnostics: []});
      expect(pickStated(countAgentFacts(facts), row)).toEqual(toStated(row));
      const {spans} = mergeFacts([facts]);
      const tools = [...spans.values()].filter((span) => span.kind === 'tool');
      if (row.file.includes('sdk')) return;
      expect(tools.map(({toolCallId, input, output}) => ({toolCallId, input, output}))).toEqual(
        readCalls(readFileSync(join(data, row.file), 'utf8')),
      );
      for (const {traceId, parentId} of tools) {
        expect(spans.get(`${traceId}/${parentId ?? ''}`)?.kind).toBe('llm');
      }
    });
  }
});

testWithShared('the third instance says that it ran out of iterations', async () => {
  const path = join(data, 'openhands/multi_swe_bench_output.jsonl');
  const {facts} = await collectFacts(parser, await sourceFromFile(path));
  const limits = facts.flatMap((fact) =>
    fact.kind === 'verdict' && fact.verdict.kind === 'limit' ? [fact.verdict.traceId] : [],
  );
  expect(limits).toEqual(['ponylang__ponyc-4588']);
});

testWithShared(
  'no other real file is claimed',
  async () => {
    const claimed = await findClaimed(parser);
    expect(claimed).toEqual([
      'openhands/basic.json',
      'openhands/multi_swe_bench_output.jsonl',
      'openhands/sdk-goal-events.jsonl',
      'openhands/wrong_initial_state.json',
    ]);
  },
  ALL_FILES_MS,
);
