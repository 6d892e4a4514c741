import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/swe-agent/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';
import {ALL_FILES_MS, findClaimed} from '../common/sniff-others.js';

const data = join(sharedDir, 'data');

interface RawEntry {
  readonly role: string;
  readonly content: string;
  readonly is_demo?: boolean;
  readonly action?: string;
  readonly tool_calls?: readonly {readonly function: {readonly arguments: string}}[];
}
interface RawFile {
  readonly trajectory?: readonly {readonly action: string; readonly observation: string}[];
  readonly history: readonly RawEntry[];
  readonly info?: {readonly exit_status: string};
}

/** Actions, arguments and observations, read plainly. */
function readRaw(raw: RawFile): readonly unknown[] {
  const replies = raw.history.filter((entry) => entry.role === 'assistant' && !entry.is_demo);
  const results = raw.history.filter(
    (entry, index) => raw.history[index - 1]?.role === 'assistant' && !entry.is_demo,
  );
  const steps =
    raw.trajectory ??
    replies.map(({action}, index) => ({action, observation: results[index]?.content}));
  return steps.map(({action, observation}, index) => {
    const args = replies[index]?.tool_calls?.[0]?.function.arguments;
    const input: unknown = args === undefined ? {command: action} : JSON.parse(args);
    return {input, output: observation};
  });
}

describe('counts made independently over the raw files', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const row of hasShared ? readStated('swe-agent/') : []) {
    testWithShared(row.file, async () => {
      const source = await sourceFromFile(join(data, row.file), {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const {facts, present, read, diagnostics} = await collectFacts(parser, source);
      expect({read, diagnostics}).toEqual({read: present, diagnostics: []});
      expect(pickStated(countAgentFacts(facts), row)).toEqual(toStated(row));

      const raw = JSON.parse(readFileSync(join(data, row.file), 'utf8')) as RawFile;
      const {spans, messages} = mergeFacts([facts]);
      const tools = [...spans.values()].filter((span) => span.kind === 'tool');
      expect(tools.map(({input, output}) => ({input, output}))).toEqual(readRaw(raw));
      for (const {parentId} of tools) expect(spans.get(`run/${parentId ?? ''}`)?.kind).toBe('llm');
      // Each call was given all that stands before its reply: 2 messages more than the call before.
      const calls = [...spans.values()].filter((span) => span.kind === 'llm');
      const lead = raw.history.findIndex((entry) => entry.role === 'assistant' && !entry.is_demo);
      const given = calls.map((call) => messages.get(`run/${call.spanId}/in`)?.length);
      expect(given).toEqual(calls.map((_, index) => lead + 2 * index));
      const verdicts = facts.filter((fact) => fact.kind === 'verdict');
      const said = raw.info === undefined ? [] : [raw.info.exit_status];
      expect(verdicts.map(({verdict}) => verdict.said)).toEqual(said);
    });
  }
});

testWithShared(
  'no other real file is claimed',
  async () => {
    const claimed = await findClaimed(parser);
    expect(claimed.filter((path) => !path.startsWith('swe-agent/'))).toEqual([]);
    expect(claimed).toHaveLength(7);
  },
  ALL_FILES_MS,
);
