/**
 * A span as an SDK's own object writes itself, which is not OTLP: Python's `to_json()`, Node's
 * ReadableSpan, dumps of mappers, CloudWatch's flat spans. All fields of all of them are looked for.
 */
import {compact, getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator} from '../api.js';
import {readAttributes, toJsonObject} from './attributes.js';
import type {AttributeMap} from './attributes.js';
import {derivedSpanId} from './derived-id.js';
import {objectOf} from './fields.js';
import {toSpanId, toTraceId} from './ids.js';
import {readKind, readStatus} from './otlp/read-span.js';
import {readDuration, readTime} from './plain-time.js';
import type {RawEvent, RawLink, RawScope, RawSpan} from './raw-span.js';
import {hrtimeToUs} from './time.js';

/** Node's API counts its kinds from 0, OTLP from 1. */
const NODE_KINDS = ['internal', 'server', 'client', 'producer', 'consumer'];

const READ = new Set([
  'name',
  'context',
  'spanContext',
  '_spanContext',
  'traceId',
  'trace_id',
  'spanId',
  'span_id',
  'id',
  'parent',
  'parent_id',
  'parentId',
  'parentSpanId',
  'parent_span_id',
  'parentSpanContext',
  'kind',
  'startTime',
  'start_time',
  'startTimeUnixNano',
  'start_time_unix_nano',
  'endTime',
  'end_time',
  'endTimeUnixNano',
  'end_time_unix_nano',
  'attributes',
  'events',
  'span_events',
  'links',
  'status',
  'resource',
  'scope',
  'instrumentationScope',
  'instrumentation_scope',
  'instrumentationLibrary',
  'duration',
  'durationNano',
  'ended',
]);

/** Undefined when the record names no trace. */
export function readSdkSpan(
  raw: JsonObject,
  at: Locator,
  resource: ReadonlyMap<string, JsonValue>,
): RawSpan | undefined {
  const own =
    objectOf(raw, 'context') ?? objectOf(raw, 'spanContext') ?? objectOf(raw, '_spanContext');
  const traceId = toTraceId(own?.trace_id ?? own?.traceId ?? raw.trace_id ?? raw.traceId);
  if (traceId === undefined) return undefined;
  const spanId = toSpanId(own?.span_id ?? own?.spanId ?? raw.span_id ?? raw.spanId ?? raw.id);
  const startUs = sdkTime(
    raw.start_time ?? raw.startTime ?? raw.startTimeUnixNano ?? raw.start_time_unix_nano,
  );
  const endUs =
    sdkTime(raw.end_time ?? raw.endTime ?? raw.endTimeUnixNano ?? raw.end_time_unix_nano) ??
    endAfter(startUs, raw.durationNano);
  const attributes = readAttributes(raw.attributes);
  keepUnknown(raw, attributes);
  const {status, message} = readSdkStatus(raw.status);
  return {
    traceId,
    spanId: spanId ?? derivedSpanId(at),
    parentId: readParent(raw),
    derivedId: spanId === undefined ? true : undefined,
    name: typeof raw.name === 'string' ? raw.name : '',
    spanKind: readSdkKind(raw),
    startUs,
    endUs,
    unfinished: startUs !== undefined && endUs === undefined ? true : undefined,
    status,
    statusMessage: message,
    attributes,
    events: readEvents(raw.events ?? raw.span_events),
    links: readLinks(raw.links),
    scope: readScope(raw),
    resource,
  };
}

/** Attributes of the resource in a span of its own, or of a map that holds them. */
export function readResource(raw: JsonObject): AttributeMap {
  const resource = objectOf(raw, 'resource');
  if (resource === undefined) return new Map();
  return readAttributes(resource.attributes ?? resource._attributes ?? resource);
}

/** `[s, ns]` of Node, ISO text of Python, nanoseconds of mappers. */
function sdkTime(value: JsonValue | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  return hrtimeToUs(value) ?? readTime(value, 'auto')?.us;
}

/** For records that have a length in nanoseconds and no end. */
function endAfter(startUs: number | undefined, nanos: JsonValue | undefined): number | undefined {
  if (startUs === undefined || nanos === undefined || nanos === null) return undefined;
  const us = readDuration(nanos, 'ns');
  return us === undefined ? undefined : startUs + us;
}

function readParent(raw: JsonObject): string | undefined {
  const parent = objectOf(raw, 'parentSpanContext') ?? objectOf(raw, 'parent');
  return toSpanId(
    parent?.spanId ??
      parent?.span_id ??
      raw.parent_id ??
      raw.parentSpanId ??
      raw.parent_span_id ??
      raw.parentId,
  );
}

function readSdkKind(raw: JsonObject): string | undefined {
  const {kind} = raw;
  const isNode = isArray(raw.startTime) || isObject(raw.spanContext);
  return isNode && typeof kind === 'number' ? NODE_KINDS[kind] : readKind(kind);
}

/** `{status_code, description}` (Python), `{code, message}` (Node), or the code alone. */
function readSdkStatus(raw: JsonValue | undefined): ReturnType<typeof readStatus> {
  if (typeof raw === 'string' || typeof raw === 'number') return readStatus({code: raw});
  if (!isObject(raw)) return readStatus(undefined);
  const code = raw.status_code ?? raw.code;
  return readStatus({
    ...(code === undefined ? {} : {code: codeOf(code)}),
    message: raw.description ?? raw.message ?? null,
  });
}

function codeOf(code: JsonValue): JsonValue {
  return typeof code === 'string' ? code.replace(/^StatusCode\./, '') : code;
}

function readEvents(raw: JsonValue | undefined): readonly RawEvent[] {
  if (!isArray(raw)) return [];
  const out: RawEvent[] = [];
  for (const event of raw) {
    if (!isObject(event)) continue;
    out.push({
      name: typeof event.name === 'string' ? event.name : '',
      timeUs: sdkTime(event.timestamp ?? event.time ?? event.timeUnixNano ?? event.time_unix_nano),
      attributes: readAttributes(event.attributes),
    });
  }
  return out;
}

function readLinks(raw: JsonValue | undefined): readonly RawLink[] {
  if (!isArray(raw)) return [];
  const out: RawLink[] = [];
  for (const link of raw) {
    if (!isObject(link)) continue;
    const to = objectOf(link, 'context') ?? objectOf(link, 'spanContext') ?? link;
    const traceId = toTraceId(to.trace_id ?? to.traceId);
    if (traceId === undefined) continue;
    const attributes = readAttributes(link.attributes);
    out.push(
      compact<RawLink>({
        traceId,
        spanId: toSpanId(to.span_id ?? to.spanId),
        attributes: attributes.size === 0 ? undefined : toJsonObject(attributes),
      }),
    );
  }
  return out;
}

function readScope(raw: JsonObject): RawScope {
  const scope =
    objectOf(raw, 'scope') ??
    objectOf(raw, 'instrumentationScope') ??
    objectOf(raw, 'instrumentation_scope') ??
    objectOf(raw, 'instrumentationLibrary');
  const {name, version} = scope ?? {};
  return {
    ...(typeof name === 'string' && name !== '' ? {name} : {}),
    ...(typeof version === 'string' && version !== '' ? {version} : {}),
  };
}

/** Dropped counts and whatever a dump adds; zero and empty say nothing. */
function keepUnknown(raw: JsonObject, attributes: AttributeMap): void {
  for (const key of Object.keys(raw)) {
    if (READ.has(key)) continue;
    const value = getField(raw, key);
    if (value === undefined || value === null || value === '' || value === 0) continue;
    const name = `otel.${key}`;
    if (!attributes.has(name)) attributes.set(name, value);
  }
}
