/**
 * Rows of stores that keep OpenTelemetry spans under names of their own, as the span that the Collector sent them:
 * ClickHouse (clickhouseexporter, `otel_traces`), Elasticsearch and OpenSearch (documents, with `_source` around them).
 */
import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {setField} from '../common/attributes.js';

/** The span of a row; any other object as it is. */
export function toSpanObject(raw: JsonObject): JsonObject {
  const {_source: source} = raw;
  const row = source !== undefined && isObject(source) ? source : raw;
  if (isClickHouseRow(row)) return fromClickHouse(row);
  return isSearchDocument(row) ? fromDocument(row) : row;
}

export function isClickHouseRow(raw: JsonObject): boolean {
  return typeof raw.SpanName === 'string' && 'TraceId' in raw && 'SpanId' in raw;
}

function fromClickHouse(row: JsonObject): JsonObject {
  return {
    traceId: row.TraceId ?? null,
    spanId: row.SpanId ?? null,
    parentSpanId: row.ParentSpanId ?? null,
    name: row.SpanName ?? '',
    kind: row.SpanKind ?? null,
    startTime: row.Timestamp ?? null,
    durationNano: row.Duration ?? null,
    status: {code: row.StatusCode ?? null, message: row.StatusMessage ?? null},
    attributes: row.SpanAttributes ?? null,
    resource: {attributes: row.ResourceAttributes ?? null},
    scope: {name: row.ScopeName ?? null, version: row.ScopeVersion ?? null},
    traceState: row.TraceState ?? null,
    events: columns(row, 'Events', {
      Timestamp: 'timestamp',
      Name: 'name',
      Attributes: 'attributes',
    }),
    links: columns(row, 'Links', {TraceId: 'traceId', SpanId: 'spanId', Attributes: 'attributes'}),
  };
}

/** `Events.Name: [a, b]` beside `Events.Timestamp: […]`; also as a list of objects, or an object of lists. */
function columns(
  row: JsonObject,
  family: string,
  names: Readonly<Record<string, string>>,
): readonly JsonValue[] {
  const nested = row[family];
  const out: Record<string, JsonValue>[] = [];
  for (const [column, name] of Object.entries(names)) {
    const inner = nested !== undefined && isObject(nested) ? nested[column] : undefined;
    const list = row[`${family}.${column}`] ?? inner ?? pluck(nested, column);
    if (list === undefined || !isArray(list)) continue;
    list.forEach((value, index) => {
      (out[index] ??= {})[name] = value;
    });
  }
  return out;
}

function pluck(list: JsonValue | undefined, key: string): readonly JsonValue[] | undefined {
  if (list === undefined || !isArray(list)) return undefined;
  return list.map((item) => (isObject(item) ? (item[key] ?? null) : null));
}

const ATTRIBUTE = /^(?:span\.)?attributes\.(.+)$/;
const RESOURCE = /^resource\.attributes\.(.+)$/;

/** Documents have one time and a length, or attributes among their own keys. */
export function isSearchDocument(raw: JsonObject): boolean {
  const id = raw.spanId ?? raw.span_id;
  if (typeof id !== 'string' || typeof (raw.traceId ?? raw.trace_id) !== 'string') return false;
  return '@timestamp' in raw || 'durationInNanos' in raw;
}

function fromDocument(row: JsonObject): JsonObject {
  const out: Record<string, JsonValue> = {};
  const attributes: Record<string, JsonValue> = {};
  const resource: Record<string, JsonValue> = {};
  for (const key of Object.keys(row)) {
    const value = row[key] ?? null;
    const own = ATTRIBUTE.exec(key)?.[1];
    const around = RESOURCE.exec(key)?.[1];
    // OpenSearch takes a dot for a path and writes `@` in its place.
    if (own !== undefined) setField(attributes, own.replaceAll('@', '.'), value);
    else if (around !== undefined) setField(resource, around.replaceAll('@', '.'), value);
    else if (key === '@timestamp') out.startTime ??= value;
    else if (key === 'durationInNanos' || key === 'duration') out.durationNano = value;
    else if (key === 'status.code' || key === 'status.message') continue;
    else setField(out, key, value);
  }
  if (row['status.code'] !== undefined) {
    out.status = {code: row['status.code'], message: row['status.message'] ?? null};
  }
  const given = row.attributes;
  out.attributes = given !== undefined && isObject(given) ? {...given, ...attributes} : attributes;
  if (Object.keys(resource).length > 0) out.resource = {attributes: resource};
  return out;
}
