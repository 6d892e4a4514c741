import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Fact, SpanDraft} from '../../../parsers/api.js';
import {sharedDir} from '../../helpers/shared.js';

/** A row of COUNTS.jsonl, as far as the OpenTelemetry family fills it. */
export interface Counts {
  readonly traces: number;
  readonly spans: number;
  readonly llm_calls: number;
  readonly tool_calls: number;
  readonly tool_errors: number;
  readonly agents: number | null;
  readonly input_tokens: number | null;
  readonly cached_read_tokens: number | null;
  readonly output_tokens: number | null;
  readonly roots: number;
  readonly orphans: number;
  readonly first_us: number | null;
  readonly last_us: number | null;
}

interface CountsRow extends Counts {
  readonly file: string;
  readonly format: string;
}

export function readCounts(format: string): readonly CountsRow[] {
  const text = readFileSync(join(sharedDir, 'data/COUNTS.jsonl'), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CountsRow);
  return rows.filter((row) => row.format === format);
}

/** The counts of a row, without file names and notes. */
export function toCounts(row: Counts): Counts {
  return {
    traces: row.traces,
    spans: row.spans,
    llm_calls: row.llm_calls,
    tool_calls: row.tool_calls,
    tool_errors: row.tool_errors,
    agents: row.agents,
    input_tokens: row.input_tokens,
    cached_read_tokens: row.cached_read_tokens,
    output_tokens: row.output_tokens,
    roots: row.roots,
    orphans: row.orphans,
    first_us: row.first_us,
    last_us: row.last_us,
  };
}

/** Counts by the merging rules of COUNTS.md, written apart from src/tree on purpose. */
export function countFacts(facts: readonly Fact[]): Counts {
  const spans = mergeSpans(facts);
  const calls = findCalls(spans);
  const used = calls.flatMap((span) => (span.usage === undefined ? [] : [span.usage]));
  const tools = [...spans.values()].filter((span) => span.kind === 'tool');
  const agents = [...spans.values()].filter((span) => span.kind === 'agent');
  const times = [...spans.values()].flatMap((span) => [span.startUs, span.endUs]);
  const known = times.filter((time) => time !== undefined).sort((a, b) => a - b);
  const parents = [...spans.values()].map((span) => parentState(span, spans));
  return {
    traces: new Set([...spans.values()].map((span) => span.traceId)).size,
    spans: spans.size,
    llm_calls: calls.length,
    tool_calls: tools.length,
    tool_errors: tools.filter((span) => span.status === 'error').length,
    agents: new Set(agents.map((span) => `${span.traceId} ${span.agentName ?? ''}`)).size,
    input_tokens: sum(used.map((usage) => usage.inputTokens)),
    cached_read_tokens: sum(used.map((usage) => usage.cachedReadTokens)),
    output_tokens: sum(used.map((usage) => usage.outputTokens)),
    roots: parents.filter((state) => state === 'root').length,
    orphans: parents.filter((state) => state === 'orphan').length,
    first_us: known[0] ?? null,
    last_us: known.at(-1) ?? null,
  };
}

function keyOf(traceId: string, spanId: string): string {
  return `${traceId}/${spanId}`;
}

function mergeSpans(facts: readonly Fact[]): ReadonlyMap<string, SpanDraft> {
  const spans = new Map<string, SpanDraft>();
  for (const fact of facts) {
    if (fact.kind === 'span-patch') {
      const patched = keyOf(fact.traceId, fact.spanId);
      const span = spans.get(patched);
      if (span !== undefined) spans.set(patched, {...span, ...fact.patch});
    }
    if (fact.kind !== 'span') continue;
    const key = keyOf(fact.span.traceId, fact.span.spanId);
    const old = spans.get(key);
    if (old?.endUs === undefined || fact.span.endUs !== undefined) spans.set(key, fact.span);
  }
  return spans;
}

function parentState(span: SpanDraft, spans: ReadonlyMap<string, SpanDraft>): string {
  if (span.parentId === undefined) return 'root';
  return spans.has(keyOf(span.traceId, span.parentId)) ? 'child' : 'orphan';
}

/** An llm span with an llm span below it, no tool or agent between, is the same call. */
function findCalls(spans: ReadonlyMap<string, SpanDraft>): readonly SpanDraft[] {
  const wrappers = new Set<SpanDraft>();
  for (const span of spans.values()) {
    if (span.kind !== 'llm') continue;
    const seen = new Set<SpanDraft>([span]);
    let above = parentOf(span, spans);
    while (above !== undefined && !seen.has(above)) {
      seen.add(above);
      if (above.kind === 'tool' || above.kind === 'agent') break;
      if (above.kind === 'llm') wrappers.add(above);
      above = parentOf(above, spans);
    }
  }
  return [...spans.values()].filter((span) => span.kind === 'llm' && !wrappers.has(span));
}

function parentOf(span: SpanDraft, spans: ReadonlyMap<string, SpanDraft>): SpanDraft | undefined {
  if (span.parentId === undefined) return undefined;
  return spans.get(keyOf(span.traceId, span.parentId));
}

function sum(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
