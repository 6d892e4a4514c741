import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import type {Fact} from '../../../src/model/facts.js';
import {parser} from '../../../parsers/claude-code/index.js';
import {collectFacts, sourceFromFile} from '../../helpers/record-source.js';
import {mergeFacts} from './merged.js';

const folder = join(import.meta.dirname, '../../../samples/formats/claude-code');

async function read(name: string): Promise<readonly Fact[]> {
  return (await collectFacts(parser, await sourceFromFile(join(folder, name)))).facts;
}

/** `id <- parent kind input+output tokens`, one line per span. */
function outline(passes: readonly (readonly Fact[])[]): readonly string[] {
  const lines = [];
  for (const span of mergeFacts(passes).spans.values()) {
    const {spanId, parentId = '', kind = '', usage} = span;
    const tokens = `${String(usage?.inputTokens ?? 0)}+${String(usage?.outputTokens ?? 0)}`;
    lines.push(`${spanId} <- ${parentId} ${kind} ${tokens}`);
  }
  return lines.sort();
}

const SESSION = '5f0c9d1e-0000-4000-8000-000000000002';

test('a sub-agent copied into its session and read from its own file is one sub-agent', async () => {
  const session = await read('subagent-in-progress.jsonl');
  const agent = await read('subagent-own-file.jsonl');
  const expected = [
    `${SESSION} <-  agent 0+0`,
    'a1b2c3d/msg_s1 <- agent:a1b2c3d llm 502+3',
    'a1b2c3d/msg_s2 <- agent:a1b2c3d llm 512+1',
    'a1b2c3d/toolu_s1 <- a1b2c3d/msg_s1 tool 0+0',
    'agent:a1b2c3d <- toolu_task agent 0+0',
    `msg_a <- ${SESSION} llm 903+30`,
    `msg_b <- ${SESSION} llm 1003+12`,
    'toolu_task <- msg_a tool 0+0',
  ];
  expect(outline([session, agent])).toEqual(expected);
  expect(outline([agent, session])).toEqual(expected);
  // Events and messages of the sub-agent come from its own file alone.
  const {others} = mergeFacts([session, agent]);
  expect(others).toHaveLength(2);
  const keys = [...mergeFacts([session]).messages.keys()];
  expect(keys.filter((key) => key.includes('a1b2c3d'))).toEqual([]);
});

test('without its own file, a sub-agent is what its session copied of it', async () => {
  const session = await read('subagent-in-progress.jsonl');
  expect(outline([session]).filter((line) => line.includes('a1b2c3d'))).toEqual([
    'a1b2c3d/msg_s1 <- agent:a1b2c3d llm 502+3',
    'a1b2c3d/toolu_s1 <- a1b2c3d/msg_s1 tool 0+0',
    'agent:a1b2c3d <- toolu_task agent 0+0',
  ]);
});

test('a compaction call belongs to its session and starts no agent', async () => {
  const passes = [await read('compaction.jsonl'), await read('compaction-call.jsonl')];
  const agents = outline(passes).filter((line) => line.includes(' agent '));
  expect(agents).toEqual(['5f0c9d1e-0000-4000-8000-000000000004 <-  agent 0+0']);
});
