import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect} from '@jest/globals';
import {parser} from '../../../parsers/claude-code/index.js';
import {collectFacts, sourceFromFile} from '../../helpers/record-source.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';
import {mergeFacts} from './merged.js';
import type {Merged} from './merged.js';
import {countRaw} from './raw-counts.js';
import type {Counts} from './raw-counts.js';

const data = join(sharedDir, 'data');
const SPOTTER = 'claude-code/spotter/';
const MAIN_8463 = `${SPOTTER}8463c716-a2ea-4c14-9efa-87158ebd9f20.jsonl`;
const MAIN_AE4A = `${SPOTTER}ae4a77f8-aedd-4bc1-888f-c94edc91af04.jsonl`;

/** Each file alone, and each session with the transcripts of its sub-agents. */
const UNITS: readonly string[] = [
  'claude-code/claude-code-log/edge_cases.jsonl',
  'claude-code/claude-code-log/representative_messages.jsonl',
  'claude-code/claude-code-log/session_b.jsonl',
  'claude-code/claude-code-log/todowrite_examples.jsonl',
  MAIN_8463,
  `${MAIN_8463} + subagents`,
  MAIN_AE4A,
  `${MAIN_AE4A} + subagents`,
  `${SPOTTER}short.jsonl`,
  `${SPOTTER}subagent.jsonl`,
  `${SPOTTER}6c2214d7-b87e-4432-8e41-22ba294ea584/subagents/agent-afc096d.jsonl`,
  `${SPOTTER}8463c716-a2ea-4c14-9efa-87158ebd9f20/subagents/agent-a7be2f0.jsonl`,
  `${SPOTTER}8463c716-a2ea-4c14-9efa-87158ebd9f20/subagents/agent-acompact-f46190.jsonl`,
  `${SPOTTER}ae4a77f8-aedd-4bc1-888f-c94edc91af04/subagents/agent-aac57f5.jsonl`,
  `${SPOTTER}ae4a77f8-aedd-4bc1-888f-c94edc91af04/subagents/agent-acompact-946d2b.jsonl`,
  'claude-code/stream-json/claude-code-action.sample-turns.json',
];

function filesOf(unit: string): readonly string[] {
  const [main = '', rest] = unit.split(' + ');
  if (rest === undefined) return [join(data, main)];
  const folder = join(data, main.replace('.jsonl', ''), 'subagents');
  const agents = readdirSync(folder).sort();
  return [join(data, main), ...agents.map((name) => join(folder, name))];
}

/**
 * Calls that are only known from copies in progress lines are left out: COUNTS.jsonl counts them
 * where their own file is. With that file they are the same spans.
 */
function countSpans(merged: Merged, copies: boolean): Counts {
  const spans = [...merged.spans.values()].filter(
    (span) => copies || span.attributes?.recordedIn !== 'agent_progress',
  );
  const calls = spans.filter((span) => span.kind === 'llm');
  const tools = spans.filter((span) => span.kind === 'tool');
  const sum = (pick: (span: (typeof calls)[number]) => number | undefined): number =>
    calls.reduce((total, span) => total + (pick(span) ?? 0), 0);
  return {
    traces: new Set(spans.map((span) => span.traceId)).size,
    llm_calls: calls.length,
    tool_calls: tools.length,
    tool_errors: tools.filter((span) => span.status === 'error').length,
    agents: spans.filter((span) => span.kind === 'agent').length,
    input_tokens: sum((span) => span.usage?.inputTokens),
    cached_read_tokens: sum((span) => span.usage?.cachedReadTokens),
    output_tokens: sum((span) => span.usage?.outputTokens),
  };
}

async function readUnit(files: readonly string[]): Promise<Merged> {
  const passes = [];
  for (const file of files) {
    const {facts} = await collectFacts(parser, await sourceFromFile(file));
    passes.push(facts);
  }
  return mergeFacts(passes);
}

function statedCounts(): ReadonlyMap<string, Record<string, unknown>> {
  const stated = new Map<string, Record<string, unknown>>();
  for (const line of readFileSync(join(data, 'COUNTS.jsonl'), 'utf8').trim().split('\n')) {
    const row = JSON.parse(line) as Record<string, unknown>;
    stated.set(String(row.file), row);
  }
  return stated;
}

/**
 * Where we disagree with COUNTS.jsonl. The last line but two of edge_cases is a copied line of
 * another session with a session id of its own: two traces, so two main agents, not one.
 */
const DISAGREE: Readonly<Record<string, Partial<Counts>>> = {
  'claude-code/claude-code-log/edge_cases.jsonl': {agents: 2},
};

describe('counts of the real logs', () => {
  for (const unit of UNITS) {
    testWithShared(unit, async () => {
      const files = filesOf(unit);
      const whole = files.length > 1;
      const merged = await readUnit(files);
      const ours = countSpans(merged, whole);
      const raw = countRaw(files);
      const row = statedCounts().get(unit) ?? {};
      const stated = Object.fromEntries(Object.keys(ours).map((key) => [key, row[key]]));
      expect(ours).toEqual({...stated, ...DISAGREE[unit]});
      expect(ours).toEqual({...raw.counts, ...DISAGREE[unit]});
      // Whichever file comes first, the same.
      if (whole) expect(countSpans(await readUnit(files.toReversed()), true)).toEqual(ours);
    });
  }
});

describe('times', () => {
  for (const unit of UNITS) {
    testWithShared(unit, async () => {
      const merged = await readUnit(filesOf(unit));
      const row = statedCounts().get(unit) ?? {};
      let first = Infinity;
      let last = -Infinity;
      for (const {startUs, endUs} of merged.spans.values()) {
        first = Math.min(first, startUs ?? Infinity, endUs ?? Infinity);
        last = Math.max(last, startUs ?? -Infinity, endUs ?? -Infinity);
      }
      // The oldest lines of this summary call repeat reminders of the session it sums up.
      const late = unit.endsWith('agent-acompact-f46190.jsonl') ? 1770849025507000 : undefined;
      expect({first_us: first, last_us: last}).toEqual({
        first_us: late ?? row.first_us ?? Infinity,
        last_us: row.last_us ?? -Infinity,
      });
    });
  }
});

describe('a naive sum over lines', () => {
  for (const file of [MAIN_8463, MAIN_AE4A, `${SPOTTER}subagent.jsonl`]) {
    testWithShared(`counts the input of ${file.slice(SPOTTER.length)} too high`, async () => {
      const {naiveInputTokens} = countRaw([join(data, file)]);
      const ours = countSpans(await readUnit([join(data, file)]), false);
      const ratio = naiveInputTokens / ours.input_tokens;
      expect(ratio).toBeGreaterThan(1.8);
      expect(ratio).toBeLessThan(3.9);
    });
  }
});
