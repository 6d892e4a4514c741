import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator, Status} from '../api.js';
import {readAttributes} from '../common/attributes.js';
import type {AttributeMap} from '../common/attributes.js';
import {derivedSpanId} from '../common/derived-id.js';
import {textOf} from '../common/fields.js';
import {toSpanId, toTraceId} from '../common/ids.js';
import type {RawEvent, RawSpan} from '../common/raw-span.js';
import {isoToUs, millisToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';
import {flattenAttribute} from '../common/nested-attributes.js';

const READ: ReadonlySet<string> = new Set([
  'name',
  'span_kind',
  'parent_id',
  'start_time',
  'end_time',
  'status_code',
  'status_message',
  'events',
  'context',
  'attributes',
  'context.span_id',
  'context.trace_id',
]);
const PREFIX = 'attributes.';

/** A row of the data frame or a span of the client; undefined when it names no trace. */
export function readSpan(raw: JsonObject, at: Locator): RawSpan | undefined {
  const context = isObject(raw.context ?? null) ? raw.context : undefined;
  const ids = context !== undefined && isObject(context) ? context : undefined;
  const traceId = toTraceId(raw['context.trace_id'] ?? ids?.trace_id);
  if (traceId === undefined) return undefined;
  const spanId = toSpanId(raw['context.span_id'] ?? ids?.span_id);
  const startUs = readTime(raw.start_time);
  const endUs = readTime(raw.end_time);
  return {
    traceId,
    spanId: spanId ?? derivedSpanId(at),
    parentId: toSpanId(raw.parent_id),
    derivedId: spanId === undefined ? true : undefined,
    name: textOf(raw, 'name') ?? '',
    startUs,
    endUs,
    unfinished: startUs !== undefined && endUs === undefined ? true : undefined,
    status: readStatus(raw.status_code),
    statusMessage: textOf(raw, 'status_message'),
    attributes: readColumns(raw),
    events: readEvents(raw.events),
    links: [],
  };
}

function readColumns(raw: JsonObject): AttributeMap {
  const out: AttributeMap = new Map();
  const {attributes} = raw;
  if (attributes !== undefined && isObject(attributes)) {
    for (const key of Object.keys(attributes)) {
      flattenAttribute(key, getField(attributes, key) ?? null, out);
    }
  }
  for (const key of Object.keys(raw)) {
    const value = getField(raw, key) ?? null;
    if (key.startsWith(PREFIX)) flattenAttribute(key.slice(PREFIX.length), value, out);
    else if (!READ.has(key) && value !== null && value !== '') out.set(`phoenix.${key}`, value);
  }
  const kind = textOf(raw, 'span_kind');
  if (kind !== undefined && !out.has('openinference.span.kind')) {
    out.set('openinference.span.kind', kind);
  }
  return out;
}

/** ISO text, or the milliseconds that pandas writes without `date_format`. */
function readTime(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? millisToUs(value) : isoToUs(value)?.us;
}

function readStatus(value: JsonValue | undefined): Status {
  const code = typeof value === 'string' ? value.toUpperCase() : '';
  return code === 'ERROR' ? 'error' : code === 'OK' ? 'ok' : 'unset';
}

function readEvents(value: JsonValue | undefined): readonly RawEvent[] {
  const list = unfold(value ?? null);
  if (!isArray(list)) return [];
  return list
    .filter((event) => isObject(event))
    .map((event) => ({
      name: textOf(event, 'name') ?? 'event',
      timeUs: readTime(event.timestamp),
      attributes: readAttributes(event.attributes),
    }));
}
