import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {isClickHouseRow, isSearchDocument} from './store-row.js';

/** Records looked at inside one value: log records may stand before the first span. */
const MAX_LOOKED_AT = 20;

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    if (isEmptySession(value)) return {match: 'yes', reason: 'a session without spans'};
    for (const record of recordsOf(value)) {
      const found = isObject(record) ? (findRow(record) ?? findShape(record)) : undefined;
      if (found !== undefined) return {match: 'yes', reason: found};
    }
  }
  return {match: 'no', reason: 'no span with a context, a spanContext, or trace_id and attributes'};
}

function isEmptySession(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const {spans, sessionSpans} = value;
  if (isArray(sessionSpans)) return sessionSpans.length === 0;
  return isArray(spans) && spans.length === 0 && value.span_count === 0;
}

function recordsOf(value: JsonValue): readonly JsonValue[] {
  if (isArray(value)) return value.slice(0, MAX_LOOKED_AT);
  if (!isObject(value)) return [];
  const {hits} = value;
  const found = hits !== undefined && isObject(hits) ? hits.hits : undefined;
  for (const list of [value.spans, value.sessionSpans, value.data, found]) {
    if (list !== undefined && isArray(list)) return list.slice(0, MAX_LOOKED_AT);
  }
  return [value];
}

function findRow(raw: JsonObject): string | undefined {
  const {_source: source} = raw;
  const row = source !== undefined && isObject(source) ? source : raw;
  if (isClickHouseRow(row)) return 'TraceId, SpanId and SpanName (ClickHouse)';
  return isSearchDocument(row) && typeof row.name === 'string'
    ? 'traceId and spanId beside @timestamp or durationInNanos (Elasticsearch, OpenSearch)'
    : undefined;
}

function findShape(raw: JsonObject): string | undefined {
  // Phoenix has the same context, and says the kind beside it; span trees nest.
  if ('span_kind' in raw || 'span_attributes' in raw || typeof raw.name !== 'string') {
    return undefined;
  }
  const {context, spanContext} = raw;
  if (isObject(context) && typeof context.trace_id === 'string' && 'start_time' in raw) {
    return 'context.trace_id with start_time (Python SDK)';
  }
  if (isObject(spanContext) && typeof spanContext.traceId === 'string' && 'startTime' in raw) {
    return 'spanContext.traceId with startTime (Node SDK)';
  }
  if (typeof raw.traceId === 'string' && isArray(raw.startTime)) {
    return 'traceId with startTime as [seconds, nanoseconds] (Node SDK)';
  }
  const hasAttributes = isObject(raw.attributes);
  if (hasAttributes && 'trace_id' in raw && 'span_id' in raw && 'start_time' in raw) {
    return 'trace_id, span_id and start_time with attributes (mapper dump)';
  }
  if (hasAttributes && 'traceId' in raw && 'spanId' in raw && 'startTimeUnixNano' in raw) {
    return 'traceId and startTimeUnixNano with attributes as a map (CloudWatch, ADOT)';
  }
  if ('traceId' in raw && 'spanId' in raw && ('startTimeUnixNano' in raw || 'startTime' in raw)) {
    return 'traceId and spanId with a start (OTLP spans without a resource around them)';
  }
  if ('trace_id' in raw && 'span_id' in raw && 'start_time_unix_nano' in raw) {
    return 'trace_id, span_id and start_time_unix_nano (OTLP spans without a resource around them)';
  }
  return undefined;
}
