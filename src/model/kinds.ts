/** Span kinds: OpenInference and GenAI words first, `handoff` and `other` ours (DESIGN section 2). */
export const SPAN_KINDS = [
  'agent',
  'llm',
  'tool',
  'retriever',
  'embedding',
  'chain',
  'handoff',
  'guardrail',
  'evaluator',
  'other',
] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

export const STATUSES = ['unset', 'ok', 'error'] as const;
/** As in OpenTelemetry. `unset` is not `ok`. */
export type Status = (typeof STATUSES)[number];

/** What a source's clock is worth (DESIGN "Order and time"). */
export type TimeBasis = 'utc' | 'naive-local' | 'none';

/** Scope inside which a parser's trace and span ids are unique (DESIGN "Identity"). */
export type IdScope = 'global' | 'trace-in-source' | 'source';
