import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser as antigravity} from '../../../parsers/antigravity/index.js';
import {parser as copilot} from '../../../parsers/copilot-cli/index.js';
import {parser as cursor} from '../../../parsers/cursor/index.js';
import {parser as droid} from '../../../parsers/droid/index.js';
import {parser as grok} from '../../../parsers/grok/index.js';
import {parser as hermes} from '../../../parsers/hermes/index.js';
import {parser as kimi} from '../../../parsers/kimi/index.js';
import {parser as pi} from '../../../parsers/pi/index.js';
import type {TraceParser} from '../../../src/model/parser.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {findClaimed} from './sniff-others.js';

/** Occurrences in the raw text that are one model reply and one tool call: told without any parser. */
interface Rule {
  readonly parser: TraceParser;
  readonly folder: string;
  readonly files: readonly string[];
  readonly replies: RegExp;
  readonly calls: RegExp;
}

const rules: readonly Rule[] = [
  {
    parser: cursor,
    folder: 'cursor',
    files: [
      'small.jsonl',
      'large.jsonl',
      'schema_drift.jsonl',
      'subagent/parent.jsonl',
      'subagent/subagents/child.jsonl',
    ],
    replies: /^\{"role":"assistant"/gm,
    calls: /"type":"tool_(?:use|call)"/g,
  },
  {
    parser: pi,
    folder: 'pi',
    files: ['small.jsonl'],
    replies: /"message":\{[^\n]*"role":"assistant"/g,
    calls: /"type":"toolCall"/g,
  },
  {
    parser: pi,
    folder: 'openclaw',
    files: ['small.jsonl', 'large.jsonl', 'schema_drift.jsonl'],
    replies: /"message":\{[^\n]*"role":"assistant"/g,
    calls: /"type":"toolCall"/g,
  },
  {
    parser: droid,
    folder: 'droid',
    files: [
      'session_store_small.jsonl',
      'session_store_large.jsonl',
      'session_store_schema_drift.jsonl',
      'stream_json_small.jsonl',
      'stream_json_large.jsonl',
      'stream_json_schema_drift.jsonl',
    ],
    replies: /"role":"assistant"|"finalText":/g,
    calls: /"type":"tool_(?:use|call)"/g,
  },
  {
    parser: copilot,
    folder: 'copilot',
    files: [
      'small.jsonl',
      'large.jsonl',
      'schema_drift.jsonl',
      'subdir_v1/aaaabbbb-1111-2222-3333-ccccddddeeee/events.jsonl',
    ],
    replies: /"type":"assistant\.message"/g,
    // Each call is told twice at most; ids are compared below.
    calls: /$^/g,
  },
  {
    parser: kimi,
    folder: 'kimi',
    files: ['small.jsonl', 'assistant_tools.jsonl', 'subagent_agent-0.jsonl'],
    replies: /"type":"step\.begin"/g,
    calls: /"type":"tool\.call"/g,
  },
  {
    parser: grok,
    folder: 'grok',
    files: ['chat_history.jsonl', 'subagent/chat_history.jsonl'],
    replies: /^\{"type":"assistant"/gm,
    calls: /"id":"call-[^"]*","name"|"type":"backend_tool_call"/g,
  },
  {
    parser: antigravity,
    folder: 'antigravity',
    files: ['cli_small.jsonl', 'cli_schema_drift.jsonl'],
    replies: /"PLANNER_RESPONSE"/g,
    calls: /$^/g,
  },
  {
    parser: hermes,
    folder: 'hermes',
    files: ['small.json', 'large.json', 'schema_drift.json'],
    replies: /"role": "assistant"/g,
    calls: /"type": "function",\s*"function": \{\s*"name": "[^"]*",\s*"arguments"/g,
  },
];

const agents = 'other-agents/stage0/agents';

describe('counts of the raw text', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const {parser, folder, files, replies, calls} of rules) {
    for (const file of files) {
      testWithShared(`${folder}/${file}`, async () => {
        const path = join(sharedDir, 'data', agents, folder, file);
        const source = await sourceFromFile(path, {name: 'unknown'});
        expect(parser.sniff(headOf(source)).match).toBe('yes');
        const {facts, present, read, refused, diagnostics} = await collectFacts(parser, source);
        expect({read, refused, diagnostics}).toEqual({read: present, refused: 0, diagnostics: []});
        const text = readFileSync(path, 'utf8');
        const spans = [...mergeFacts([facts]).spans.values()];
        const count = (kind: string): number => spans.filter((span) => span.kind === kind).length;
        expect(count('llm')).toBe([...text.matchAll(replies)].length);
        if (calls.source === '$^') return;
        expect(count('tool')).toBe([...text.matchAll(calls)].length);
      });
    }
  }
});

describe('sniffers claim their own files and no other', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const parser of new Set(rules.map((rule) => rule.parser))) {
    testWithShared(
      parser.id,
      async () => {
        const own = rules.filter((rule) => rule.parser === parser);
        const expected = own.flatMap(({folder, files}) =>
          files.map((file) => `${agents}/${folder}/${file}`),
        );
        expect(await findClaimed(parser)).toEqual(expected.sort());
      },
      60_000,
    );
  }
});

testWithShared('Kimi: usage once per step; Pi and Copilot: results reach their calls', async () => {
  const load = async (parser: TraceParser, path: string) => {
    const source = await sourceFromFile(join(sharedDir, 'data', agents, path));
    const {facts} = await collectFacts(parser, source);
    return [...mergeFacts([facts]).spans.values()];
  };
  const kimiSpans = await load(kimi, 'kimi/subagent_agent-0.jsonl');
  const used = kimiSpans.flatMap((span) => (span.usage === undefined ? [] : [span.usage]));
  expect(used.map((usage) => [usage.inputTokens, usage.outputTokens])).toEqual([
    [10_982 + 1792, 75],
    [1652 + 12_544, 136],
    [271 + 14_080, 119],
  ]);
  const claw = await load(pi, 'openclaw/large.jsonl');
  expect(
    claw.flatMap((span) => (span.kind === 'tool' ? [[span.toolCallId, span.output]] : [])),
  ).toEqual([
    ['tc-status', 'M file1\nM file2'],
    ['tc-write', 'file written'],
  ]);
  const pilot = await load(copilot, 'copilot/small.jsonl');
  const first = pilot.find((span) => span.toolCallId === 'call-1');
  expect(first).toMatchObject({
    name: 'shell',
    input: {command: 'ls'},
    output: 'a.txt\nb.txt\n',
    status: 'ok',
  });
  expect(first?.parentId).toBe('m-1');
});
