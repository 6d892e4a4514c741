import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {parser} from '../../../parsers/inspect/index.js';
import {collectFacts, headOf, sourceFromFile} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';
import {findClaimed} from '../common/sniff-others.js';

const data = join(sharedDir, 'data');
const files = hasShared
  ? readStated('inspect/').filter(({file}) => /\.(?:json|txt)$/.test(file))
  : [];

/**
 * Rows made from `stats` because the counts did not look into old `transcript` samples (log_formats), or
 * from messages without times (log_tool_call_error): times of spans say more or nothing.
 */
const TIMES_OF_STATS = new Set([
  'log_formats.json',
  'log_tool_call_error.json',
  'log_with_nan.txt',
]);

describe('counts made independently over the raw files', () => {
  if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
  for (const row of files) {
    const name = row.file.replace('inspect/', '');
    testWithShared(name, async () => {
      const source = await sourceFromFile(join(data, row.file), {name: 'unknown'});
      expect(parser.sniff(headOf(source)).match).toBe('yes');
      const {facts, present, read, refused, diagnostics} = await collectFacts(parser, source);
      expect({read, refused, diagnostics}).toEqual({read: present, refused: 0, diagnostics: []});
      const counts = pickStated(countAgentFacts(facts), row);
      const stated = toStated(row);
      const times = TIMES_OF_STATS.has(name)
        ? {first_us: counts.first_us, last_us: counts.last_us}
        : {};
      expect(counts).toEqual({...stated, ...times});
    });
  }
});

interface RawEvent {
  readonly event: string;
  readonly id?: string;
  readonly function?: string;
  readonly arguments?: unknown;
  readonly result?: unknown;
  readonly span_id?: string;
  readonly input?: readonly {readonly content: string}[];
}

testWithShared(
  'calls, arguments, results and parents as an independent reader sees them',
  async () => {
    const path = join(data, 'inspect/2025-05-12T20-27-36-04-00_browser.json');
    const raw = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly samples: readonly {
        readonly events: readonly RawEvent[];
        readonly attachments: Readonly<Record<string, string>>;
      }[];
    };
    const [sample] = raw.samples;
    const {facts} = await collectFacts(parser, await sourceFromFile(path));
    const spans = [...mergeFacts([facts]).spans.values()];
    const tools = spans.filter((span) => span.kind === 'tool');
    const rawTools = (sample?.events ?? []).filter(({event}) => event === 'tool');
    const text = (value: unknown): unknown =>
      typeof value === 'string' && value.startsWith('attachment://')
        ? sample?.attachments[value.slice('attachment://'.length)]
        : value;
    expect(tools.map((span) => [span.toolCallId, span.name, span.input, span.output])).toEqual(
      rawTools.map((tool) => [tool.id, tool.function, tool.arguments, text(tool.result)]),
    );
    expect(tools.map((span) => span.parentId)).toEqual(rawTools.map((tool) => tool.span_id));
    const inner = spans.filter((span) => span.kind === 'other');
    expect(inner).toHaveLength(10);
    const toolIds = new Set(tools.map((span) => span.spanId));
    expect(inner.every((span) => toolIds.has(span.parentId ?? ''))).toBe(true);
    const inputs = facts.filter((fact) => fact.kind === 'messages' && fact.direction === 'in');
    const lengths = inputs.map((fact) =>
      fact.kind === 'messages' && fact.list.base !== undefined && 'id' in fact.list.base
        ? fact.list.base.keep + fact.list.add.length
        : fact.kind === 'messages'
          ? fact.list.add.length
          : 0,
    );
    const models = (sample?.events ?? []).filter(({event}) => event === 'model');
    expect(lengths).toEqual(models.map((event) => event.input?.length));
    const verdict = facts.find((fact) => fact.kind === 'verdict');
    expect(verdict).toMatchObject({verdict: {kind: 'reward', said: 'C'}});
    const trace = facts.find((fact) => fact.kind === 'trace');
    expect(trace).toMatchObject({trace: {outcome: {value: 'succeeded'}}});
  },
);

testWithShared(
  'no other real file is claimed',
  async () => {
    expect(await findClaimed(parser)).toEqual([
      'inspect/2025-05-12T20-27-36-04-00_browser.json',
      'inspect/legacy_steps.json',
      'inspect/log_formats.json',
      'inspect/log_tool_call_error.json',
      'inspect/log_with_nan.txt',
      'inspect/utility_subagent_loop.json',
    ]);
  },
  60_000,
);
