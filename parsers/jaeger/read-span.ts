import {compact, getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator, Status} from '../api.js';
import type {AttributeMap} from '../common/attributes.js';
import {derivedSpanId} from '../common/derived-id.js';
import {padHexId} from '../common/ids.js';
import type {RawEvent, RawLink, RawScope, RawSpan} from '../common/raw-span.js';
import {microsToUs, millisToUs} from '../common/time.js';

/** Undefined when the span names no trace. `traceId` of the enclosing trace stands in for its own. */
export function readSpan(
  raw: JsonObject,
  enclosingTraceId: string | undefined,
  at: Locator,
): RawSpan | undefined {
  const traceId = padHexId(raw.traceID) ?? enclosingTraceId;
  if (traceId === undefined) return undefined;
  const spanId = padHexId(raw.spanID);
  const attributes = readTags(raw.tags);
  addIndexedTags(raw.tag, attributes);
  setService(raw.process, attributes);
  keepUnknown(raw, attributes);
  const startUs = microsToUs(raw.startTime) ?? millisToUs(raw.startTimeMillis);
  const durationUs =
    typeof raw.duration === 'number' && raw.duration >= 0 ? raw.duration : undefined;
  const endUs =
    startUs === undefined || durationUs === undefined
      ? undefined
      : startUs + Math.round(durationUs);
  const {parentId, links} = readReferences(raw, traceId);
  const spanKind = attributes.get('span.kind');
  return {
    traceId,
    spanId: spanId ?? derivedSpanId(at),
    parentId,
    derivedId: spanId === undefined ? true : undefined,
    name: typeof raw.operationName === 'string' ? raw.operationName : '',
    spanKind: typeof spanKind === 'string' ? spanKind.toLowerCase() : undefined,
    startUs,
    endUs,
    unfinished: startUs !== undefined && endUs === undefined ? true : undefined,
    status: readStatus(attributes),
    statusMessage: textOf(attributes.get('otel.status_description')),
    attributes,
    events: readLogs(raw.logs),
    links,
    scope: readScope(attributes),
  };
}

const READ = new Set([
  'traceID',
  'spanID',
  'parentSpanID',
  'operationName',
  'references',
  'startTime',
  'startTimeMillis',
  'duration',
  'tags',
  'tag',
  'logs',
]);

/** `processID`, `flags`, `warnings` and the like. `process` repeats what the trace's processes say. */
function keepUnknown(raw: JsonObject, attributes: AttributeMap): void {
  for (const key in raw) {
    if (READ.has(key) || key === 'process') continue;
    const value = getField(raw, key);
    if (value === undefined || value === null || value === '') continue;
    if (isArray(value) && value.length === 0) continue;
    const name = `jaeger.${key}`;
    if (!attributes.has(name)) attributes.set(name, value);
  }
}

/** `[{key, type, value}]`, or the map that ElasticSearch dumps have. */
export function readTags(raw: JsonValue | undefined): AttributeMap {
  const out: AttributeMap = new Map();
  if (raw === undefined) return out;
  if (isArray(raw)) {
    for (const tag of raw) {
      if (!isObject(tag) || typeof tag.key !== 'string' || tag.value === undefined) continue;
      out.set(tag.key, tag.value);
    }
  } else if (isObject(raw)) {
    for (const key of Object.keys(raw)) {
      const value = getField(raw, key);
      if (value !== undefined) out.set(key, value);
    }
  }
  return out;
}

/** ElasticSearch allows no dots in field names: `{"http@status_code": 200}`. */
function addIndexedTags(raw: JsonValue | undefined, to: AttributeMap): void {
  if (raw === undefined || !isObject(raw)) return;
  for (const [key, value] of readTags(raw)) to.set(key.replaceAll('@', '.'), value);
}

/** Span documents carry the process that a trace keeps once for all. */
function setService(raw: JsonValue | undefined, to: AttributeMap): void {
  const name = raw !== undefined && isObject(raw) ? textOf(raw.serviceName) : undefined;
  if (name !== undefined && !to.has('service.name')) to.set('service.name', name);
}

/**
 * The parent is the first CHILD_OF of the same trace, else the first FOLLOWS_FROM, else the old
 * field parentSpanID. All other references are links.
 */
function readReferences(
  raw: JsonObject,
  traceId: string,
): {readonly parentId: string | undefined; readonly links: readonly RawLink[]} {
  const references = raw.references;
  const links: RawLink[] = [];
  const own: {readonly id: string; readonly type: string}[] = [];
  if (references !== undefined && isArray(references)) {
    for (const reference of references) {
      if (!isObject(reference)) continue;
      const id = padHexId(reference.spanID);
      const linkedTrace = padHexId(reference.traceID) ?? traceId;
      const type = typeof reference.refType === 'string' ? reference.refType : '';
      if (linkedTrace === traceId && id !== undefined) own.push({id, type});
      else links.push(compact<RawLink>({traceId: linkedTrace, spanId: id, name: type}));
    }
  }
  const parent = own.find(({type}) => type === 'CHILD_OF') ?? own[0];
  for (const reference of own) {
    if (reference !== parent) links.push({traceId, spanId: reference.id, name: reference.type});
  }
  return {parentId: parent?.id ?? padHexId(raw.parentSpanID), links};
}

function readStatus(attributes: AttributeMap): Status | undefined {
  const error = attributes.get('error');
  if (error !== undefined && error !== false && error !== 'false' && error !== '') return 'error';
  const code = textOf(attributes.get('otel.status_code'))?.toUpperCase();
  if (code === 'ERROR') return 'error';
  return code === 'OK' ? 'ok' : 'unset';
}

function readScope(attributes: AttributeMap): RawScope {
  return compact<RawScope>({
    name: textOf(attributes.get('otel.scope.name') ?? attributes.get('otel.library.name')),
    version: textOf(attributes.get('otel.scope.version') ?? attributes.get('otel.library.version')),
  });
}

/** A log is an event whose name, where it came from OpenTelemetry, is its field `event`. */
function readLogs(raw: JsonValue | undefined): readonly RawEvent[] {
  if (raw === undefined || !isArray(raw)) return [];
  const out: RawEvent[] = [];
  for (const log of raw) {
    if (!isObject(log)) continue;
    const attributes = readTags(log.fields);
    const name = textOf(attributes.get('event'));
    if (name !== undefined) attributes.delete('event');
    out.push({name: name ?? 'log', timeUs: microsToUs(log.timestamp), attributes});
  }
  return out;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
