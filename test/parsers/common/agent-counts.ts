import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Fact} from '../../../src/model/facts.js';
import {sharedDir} from '../../helpers/shared.js';
import {mergeFacts} from '../claude-code/merged.js';

/** What COUNTS.jsonl states of a transcript. */
export interface AgentCounts {
  readonly traces: number;
  readonly llm_calls: number;
  readonly tool_calls: number;
  readonly tool_errors: number;
  readonly agents: number;
  readonly input_tokens: number;
  readonly cached_read_tokens: number;
  readonly output_tokens: number;
  readonly first_us: number | null;
  readonly last_us: number | null;
}

export type StatedCounts = {readonly [K in keyof AgentCounts]: number | null} & {
  readonly file: string;
  readonly stated?: Readonly<Record<string, unknown>>;
};

/** Counts after merging, as a case would have them. */
export function countAgentFacts(facts: readonly Fact[]): AgentCounts {
  const spans = [...mergeFacts([facts]).spans.values()];
  const calls = spans.filter((span) => span.kind === 'llm');
  const tools = spans.filter((span) => span.kind === 'tool');
  const sum = (pick: (span: (typeof calls)[number]) => number | undefined): number =>
    calls.reduce((total, span) => total + (pick(span) ?? 0), 0);
  let first = Infinity;
  let last = -Infinity;
  const see = (us: number | undefined): void => {
    if (us === undefined) return;
    first = Math.min(first, us);
    last = Math.max(last, us);
  };
  for (const span of spans) {
    see(span.startUs);
    see(span.endUs);
  }
  for (const fact of facts) if (fact.kind === 'event') see(fact.event.timeUs);
  return {
    traces: new Set(spans.map((span) => span.traceId)).size,
    llm_calls: calls.length,
    tool_calls: tools.length,
    tool_errors: tools.filter((span) => span.status === 'error').length,
    agents: spans.filter((span) => span.kind === 'agent').length,
    input_tokens: sum((span) => span.usage?.inputTokens),
    cached_read_tokens: sum((span) => span.usage?.cachedReadTokens),
    output_tokens: sum((span) => span.usage?.outputTokens),
    first_us: first === Infinity ? null : first,
    last_us: last === -Infinity ? null : last,
  };
}

/** Rows of COUNTS.jsonl whose file begins with `prefix` and is a log. */
export function readStated(prefix: string): readonly StatedCounts[] {
  const text = readFileSync(join(sharedDir, 'data/COUNTS.jsonl'), 'utf8');
  const rows: StatedCounts[] = [];
  for (const line of text.trim().split('\n')) {
    const row = JSON.parse(line) as StatedCounts & {readonly format: string};
    if (row.file.startsWith(prefix) && row.format !== 'not-a-log') rows.push(row);
  }
  return rows;
}

/** The counts that a row states; `null` there says nothing. */
export function pickStated(counts: AgentCounts, row: StatedCounts): Partial<AgentCounts> {
  const keys = Object.keys(counts) as (keyof AgentCounts)[];
  return Object.fromEntries(
    keys.filter((key) => row[key] !== null).map((key) => [key, counts[key]]),
  );
}

export function toStated(row: StatedCounts): Partial<AgentCounts> {
  const keys = Object.keys(countAgentFacts([])) as (keyof AgentCounts)[];
  return Object.fromEntries(keys.filter((key) => row[key] !== null).map((key) => [key, row[key]]));
}
