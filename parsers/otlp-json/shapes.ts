/** The places where OTLP exporters, Tempo and Jaeger's v3 API put spans, logs and metrics. */

export const SPAN_CONTAINERS = ['resourceSpans', 'resource_spans', 'batches'] as const;

const SCOPES = [
  'scopeSpans',
  'scope_spans',
  // Before 2022.
  'instrumentationLibrarySpans',
  'instrumentation_library_spans',
] as const;

const WRAPPERS = [
  '',
  '[].',
  'trace.',
  'result.',
  'data.',
  'body.',
  '[].trace.',
  'data[].',
  'traces[].',
] as const;

function spanPatterns(): readonly string[] {
  return WRAPPERS.flatMap((wrapper) =>
    SPAN_CONTAINERS.flatMap((container) =>
      SCOPES.map((scope) => `${wrapper}${container}[].${scope}[].spans[]`),
    ),
  );
}

const LOG_PATTERNS = [
  'resourceLogs[].scopeLogs[].logRecords[]',
  'resource_logs[].scope_logs[].log_records[]',
  '[].resourceLogs[].scopeLogs[].logRecords[]',
];

const METRIC_PATTERNS = [
  'resourceMetrics[].scopeMetrics[].metrics[]',
  'resource_metrics[].scope_metrics[].metrics[]',
  '[].resourceMetrics[].scopeMetrics[].metrics[]',
];

const SPAN_PATTERNS = spanPatterns();

export const ELEMENTS: readonly string[] = [...SPAN_PATTERNS, ...LOG_PATTERNS, ...METRIC_PATTERNS];

export type ElementKind = 'span' | 'log' | 'metric';

export function kindOfElement(pattern: number): ElementKind {
  if (pattern < SPAN_PATTERNS.length) return 'span';
  return pattern < SPAN_PATTERNS.length + LOG_PATTERNS.length ? 'log' : 'metric';
}

/** Keys that make a top-level value one of ours even when it holds no element. */
export const KNOWN_KEYS: readonly string[] = [
  ...SPAN_CONTAINERS,
  'resourceLogs',
  'resource_logs',
  'resourceMetrics',
  'resource_metrics',
  'trace',
  'result',
  'traces',
  'data',
];
