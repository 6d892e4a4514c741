import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../../src/model/facts.js';
import type {JsonValue} from '../../../src/model/json.js';
import {parser} from '../../../parsers/claude-code/index.js';
import {collectFacts, sourceFromText} from '../../helpers/record-source.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from './merged.js';
import type {Merged} from './merged.js';

const samples = join(import.meta.dirname, '../../../samples/formats/claude-code');
const real = join(sharedDir, 'data/claude-code');

/** Lines with their ends, torn last line included. */
function splitLines(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

async function readAll(text: string): Promise<readonly Fact[]> {
  return (await collectFacts(parser, sourceFromText(text))).facts;
}

function stateOf(facts: readonly Fact[]): JsonValue {
  const last = facts.at(-1);
  if (last?.kind !== 'checkpoint') throw new Error('no checkpoint');
  return last.state;
}

/** The file is read when it has `cut` lines, and again when it has all of them. */
async function readInTwo(
  lines: readonly string[],
  cut: number,
): Promise<readonly (readonly Fact[])[]> {
  const prefix = lines.slice(0, cut).join('');
  const first = await readAll(prefix);
  const resume = {offset: Buffer.byteLength(prefix), line: cut + 1, state: stateOf(first)};
  const second = await collectFacts(parser, sourceFromText(lines.join('')), {resume});
  return [first, second.facts];
}

async function expectSame(text: string, cuts: readonly number[]): Promise<void> {
  const lines = splitLines(text);
  const expected = mergeFacts([await readAll(text)]);
  for (const cut of cuts) {
    const merged = mergeFacts(await readInTwo(lines, cut));
    expect({cut, spans: merged.spans}).toEqual({cut, spans: expected.spans});
    expect({cut, messages: lastDigests(merged.messages)}).toEqual({
      cut,
      messages: lastDigests(expected.messages),
    });
    expect({cut, others: merged.others}).toEqual({cut, others: expected.others});
  }
}

function lastDigests(messages: Merged['messages']): readonly string[] {
  const lines = [];
  for (const [key, list] of messages)
    lines.push(`${key} ${String(list.length)} ${list.at(-1) ?? ''}`);
  return lines.sort();
}

describe('a grown file, read in two passes at every line', () => {
  for (const name of readdirSync(samples).sort()) {
    if (!name.endsWith('.jsonl')) continue;
    test(name, async () => {
      const text = readFileSync(join(samples, name), 'utf8');
      const {length} = splitLines(text);
      await expectSame(
        text,
        Array.from({length}, (_, index) => index),
      );
    });
  }

  for (const [name, step] of [
    ['claude-code-log/edge_cases.jsonl', 1],
    ['claude-code-log/todowrite_examples.jsonl', 1],
    ['spotter/short.jsonl', 1],
    ['spotter/subagent.jsonl', 1],
    ['spotter/6c2214d7-b87e-4432-8e41-22ba294ea584/subagents/agent-afc096d.jsonl', 3],
    ['spotter/8463c716-a2ea-4c14-9efa-87158ebd9f20/subagents/agent-acompact-f46190.jsonl', 1],
    ['spotter/8463c716-a2ea-4c14-9efa-87158ebd9f20.jsonl', 397],
  ] as const) {
    testWithShared(
      name,
      async () => {
        const text = readFileSync(join(real, name), 'utf8');
        const cuts = [];
        for (let cut = 0; cut < splitLines(text).length; cut += step) cuts.push(cut);
        await expectSame(text, cuts);
      },
      60_000,
    );
  }

  test('the state stays small', async () => {
    const lines = [];
    for (let index = 0; index < 2_000; index++) lines.push(userLine(index));
    const state = stateOf(await readAll(lines.join('')));
    expect(JSON.stringify(state).length).toBeLessThan(20_000);
  });

  test('an unknown state is read as none', async () => {
    const source = sourceFromText(userLine(0));
    const {facts} = await collectFacts(parser, source, {
      resume: {offset: 0, line: 1, state: {version: 99}},
    });
    expect(facts.some((fact) => fact.kind === 'event')).toBe(true);
  });
});

function userLine(index: number): string {
  const line = {
    type: 'user',
    uuid: `line-${String(index)}`,
    parentUuid: index === 0 ? null : `line-${String(index - 1)}`,
    isSidechain: false,
    sessionId: 'session-small',
    timestamp: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
    message: {role: 'user', content: `prompt ${'x'.repeat(200)} ${String(index)}`},
  };
  return `${JSON.stringify(line)}\n`;
}
