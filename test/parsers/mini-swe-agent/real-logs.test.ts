import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/mini-swe-agent/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';
import {ALL_FILES_MS, findClaimed} from '../common/sniff-others.js';

const data = join(sharedDir, 'data');

/**
 * The two message lists of the test suite use v2's fence, which the counts were made without: their
 * rows hold return codes of commands that they do not count.
 */
const FENCE_OF_V2 = new Map([
  ['mini-swe-agent/github_issue.traj.json', {tool_calls: 10, tool_errors: 2}],
  ['mini-swe-agent/local.traj.json', {tool_calls: 2, tool_errors: 0}],
]);

interface RawMessage {
  readonly role: string;
  readonly content: string;
}
interface RawRun {
  readonly messages: readonly RawMessage[];
  readonly info: {readonly exit_status: string; readonly model_stats: {readonly api_calls: number}};
}

function readRaw(path: string): RawRun | readonly RawMessage[] {
  const bytes = readFileSync(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  return JSON.parse(text.toString('utf8')) as RawRun | readonly RawMessage[];
}

describe('counts made independently over the raw files', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const row of hasShared ? readStated('mini-swe-agent/') : []) {
    testWithShared(row.file, async () => {
      const source = await sourceFromFile(join(data, row.file), {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const {facts, present, read, refused, diagnostics} = await collectFacts(parser, source);
      expect({read, refused, diagnostics}).toEqual({read: present, refused: 0, diagnostics: []});
      const counts = countAgentFacts(facts);
      expect(pickStated(counts, row)).toEqual({...toStated(row), ...FENCE_OF_V2.get(row.file)});
      checkAgainstRaw(facts, readRaw(join(data, row.file)));
    });
  }
});

/** Commands, results, return codes and the end of the run, told from the raw messages by their neighbours. */
function checkAgainstRaw(
  facts: Parameters<typeof countAgentFacts>[0],
  raw: ReturnType<typeof readRaw>,
): void {
  const messages = 'messages' in raw ? raw.messages : raw;
  const expected: unknown[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'assistant') continue;
    const blocks = message.content.split(/^```(?:bash|mswea_bash_command)[ \t]*$/m).slice(1);
    const command = blocks[0]?.split(/\n```/)[0]?.trim();
    if (blocks.length !== 1 || command === undefined) continue;
    const result = messages[index + 1]?.content;
    const code = /^<returncode>(-?\d+)/.exec(result ?? '')?.[1];
    const isLast = index + 2 === messages.length && 'info' in raw;
    expected.push({
      command,
      result,
      status: code === undefined ? (isLast ? 'ok' : undefined) : code === '0' ? 'ok' : 'error',
    });
  }
  const {spans} = mergeFacts([facts]);
  const tools = [...spans.values()].filter((span) => span.kind === 'tool');
  const actual = tools.map((span) => ({
    command: (span.input as {readonly command: string}).command,
    result: span.output,
    status: span.status,
  }));
  expect(actual).toEqual(expected);
  for (const tool of tools) expect(spans.get(`run/${tool.parentId ?? ''}`)?.kind).toBe('llm');
  if (!('info' in raw)) return;
  const trace = facts.find((fact) => fact.kind === 'trace');
  const said = `mini-swe-agent exit_status ${raw.info.exit_status}`;
  expect(trace?.trace.outcome).toEqual({value: 'succeeded', saidBy: said});
  const calls = [...spans.values()].filter((span) => span.kind === 'llm');
  expect(calls.length).toBe(raw.info.model_stats.api_calls);
}

testWithShared(
  'no other real file is claimed',
  async () => {
    const claimed = await findClaimed(parser);
    expect(claimed.filter((path) => !path.startsWith('mini-swe-agent/'))).toEqual([]);
    expect(claimed).toHaveLength(86);
  },
  ALL_FILES_MS,
);
