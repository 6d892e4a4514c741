import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/inspect-eval/index.js';
import type {Fact} from '../../../src/model/facts.js';
import {ingest} from '../../../src/ingest/ingest.js';
import {MemorySink} from '../../helpers/memory-sink.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {tempDir} from '../../helpers/temp-dir.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';

const temp = tempDir();

async function load(path: string): Promise<readonly Fact[]> {
  const sink = new MemorySink();
  const {signal} = new AbortController();
  const {sources} = await ingest({paths: [path], sink, parsers: [parser], signal});
  for (const {counts} of sources) {
    expect(counts.refused).toBe(0);
    expect(counts.read).toBe(counts.present);
  }
  return sink.facts();
}

describe('real archives', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  const rows = hasShared ? readStated('inspect/').filter(({file}) => file.endsWith('.eval')) : [];
  for (const row of rows) {
    testWithShared(row.file, async () => {
      const facts = await load(join(sharedDir, 'data', row.file));
      const {llm_calls, tool_calls, traces, input_tokens, output_tokens, first_us, last_us} =
        pickStated(countAgentFacts(facts), row);
      expect({
        llm_calls,
        tool_calls,
        traces,
        input_tokens,
        output_tokens,
        first_us,
        last_us,
      }).toEqual(
        expect.objectContaining({
          ...Object.fromEntries(
            Object.entries(toStated(row)).filter(([key]) =>
              [
                'llm_calls',
                'tool_calls',
                'traces',
                'input_tokens',
                'output_tokens',
                'first_us',
                'last_us',
              ].includes(key),
            ),
          ),
        }),
      );
      const diagnostics = facts.filter((fact) => fact.kind === 'diagnostic');
      expect(diagnostics).toEqual([]);
    });
  }
});

testWithShared(
  'pooled inputs are put back: each call of the guessing run sees two messages more',
  async () => {
    const facts = await load(join(sharedDir, 'data/inspect/log_message_deduplication.eval'));
    const lengths = facts.flatMap((fact) => {
      if (fact.kind !== 'messages' || fact.direction !== 'in') return [];
      const {base, add} = fact.list;
      return [add.length + (base !== undefined && 'id' in base ? base.keep : 0)];
    });
    expect(lengths).toEqual([1, 3, 5, 7, 9, 11]);
  },
);

test('a folder of pieces, an interrupted log and a sample written again', async () => {
  const folder = join(temp, 'log');
  const write = async (path: string, value: unknown): Promise<void> => {
    await mkdir(join(folder, path, '..'), {recursive: true});
    await writeFile(join(folder, path), JSON.stringify(value));
  };
  const model = (uuid: string, end: number): unknown => ({
    event: 'model',
    uuid,
    timestamp: '2026-01-01T00:00:01Z',
    input: [],
    input_refs: [[0, end]],
    output: {choices: [{message: {role: 'assistant', content: uuid}}]},
  });
  await write('_journal/start.json', {eval: {eval_id: 'e', run_id: 'r', task: 'guess'}});
  await write('samples/1_epoch_1/sample.json', {id: 1, epoch: 1, uuid: 'u1'});
  await write('samples/1_epoch_1/events/0.json', [model('m1', 1)]);
  await write('samples/1_epoch_1/events/10.json', [model('m2', 2)]);
  await write('samples/1_epoch_1/messages/0.json', [{role: 'user', content: 'attachment://0'}]);
  await write('samples/1_epoch_1/messages/1.json', [{role: 'user', content: 'more'}]);
  await write('samples/1_epoch_1/attachments/0.json', ['a long text']);
  await write('samples/2_epoch_1.json', {id: 2, epoch: 1, uuid: 'old', messages: []});
  await write('samples/2_epoch_1.json~2', {id: 2, epoch: 1, uuid: 'new', messages: []});
  const facts = await load(folder);
  const {spans} = mergeFacts([facts]);
  expect([...spans.keys()].sort()).toEqual(['e:new/sample', 'e:u1/m1', 'e:u1/m2', 'e:u1/sample']);
  const heard = facts.flatMap((fact) =>
    fact.kind === 'messages' && fact.direction === 'in'
      ? fact.list.add.flatMap(({parts}) => parts)
      : [],
  );
  expect(heard).toEqual([
    {kind: 'text', text: 'a long text'},
    {kind: 'text', text: 'more'},
  ]);
  const codes = facts.flatMap((fact) => (fact.kind === 'diagnostic' ? [fact.diagnostic.code] : []));
  expect(codes).toEqual(['sample-written-again']);
});
