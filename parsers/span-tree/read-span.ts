import {compact, getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator} from '../api.js';
import {readAttributes, toJsonObject} from '../common/attributes.js';
import type {AttributeMap} from '../common/attributes.js';
import {derivedSpanId} from '../common/derived-id.js';
import {textOf} from '../common/fields.js';
import {toSpanId, toTraceId} from '../common/ids.js';
import {readKind, readStatus} from '../common/otlp/read-span.js';
import {readTime} from '../common/plain-time.js';
import type {RawEvent, RawLink, RawScope, RawSpan} from '../common/raw-span.js';

/** `PT1M48.75533S`, with days and hours. */
const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** `above` is the id of the span around it, which counts where the span names no parent itself. */
export function readSpan(
  raw: JsonObject,
  enclosingTrace: string | undefined,
  above: JsonValue | undefined,
  at: Locator,
): RawSpan | undefined {
  const traceId = toTraceId(raw.trace_id) ?? enclosingTrace;
  if (traceId === undefined) return undefined;
  const spanId = toSpanId(raw.span_id);
  const startUs = readTime(raw.timestamp ?? null, 'auto')?.us;
  const lengthUs = durationUs(raw.duration);
  const {status, message} = readStatus({
    code: raw.status_code ?? null,
    message: raw.status_message ?? null,
  });
  return {
    traceId,
    spanId: spanId ?? derivedSpanId(at),
    parentId: toSpanId(raw.parent_span_id) ?? toSpanId(above),
    derivedId: spanId === undefined ? true : undefined,
    name: typeof raw.span_name === 'string' ? raw.span_name : '',
    spanKind: readKind(raw.span_kind),
    startUs,
    endUs: startUs === undefined || lengthUs === undefined ? undefined : startUs + lengthUs,
    unfinished: startUs !== undefined && lengthUs === undefined ? true : undefined,
    status,
    statusMessage: message,
    attributes: readAttributes(raw.span_attributes),
    events: [...readEvents(raw.events), ...readLogs(raw.logs)],
    links: readLinks(raw.links),
    scope: compact<RawScope>({
      name: textOf(raw, 'scope_name'),
      version: textOf(raw, 'scope_version'),
    }),
    resource: readResource(raw),
  };
}

/** Microseconds of an ISO 8601 duration; no years and months, whose length is not fixed. */
export function durationUs(value: JsonValue | undefined): number | undefined {
  const match = typeof value === 'string' ? DURATION.exec(value) : null;
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const whole = (Number(days) * 24 + Number(hours)) * 3600 + Number(minutes) * 60;
  return Math.round((whole + Number(seconds)) * 1e6);
}

function readResource(raw: JsonObject): AttributeMap {
  const out = readAttributes(raw.resource_attributes);
  const service = textOf(raw, 'service_name');
  if (service !== undefined && !out.has('service.name')) out.set('service.name', service);
  return out;
}

/** Keys of events are capitalised: the export of a ClickHouse table. */
function readEvents(raw: JsonValue | undefined): readonly RawEvent[] {
  return objectsOf(raw).map((event) => ({
    name: textOf(event, 'Name') ?? textOf(event, 'name') ?? '',
    timeUs: readTime(event.Timestamp ?? event.timestamp ?? null, 'auto')?.us,
    attributes: readAttributes(event.Attributes ?? event.attributes),
  }));
}

/** A log of a function call: name, arguments and output in its body. */
function readLogs(raw: JsonValue | undefined): readonly RawEvent[] {
  return objectsOf(raw).map((log) => {
    const {body} = log;
    const attributes = readAttributes(isObject(body) ? body : undefined);
    for (const key of Object.keys(log)) {
      const value = getField(log, key);
      const isRead = key === 'timestamp' || (key === 'body' && isObject(body));
      if (value !== undefined && value !== null && value !== '' && !isRead) {
        if (!attributes.has(key)) attributes.set(key, value);
      }
    }
    return {name: 'log', timeUs: readTime(log.timestamp ?? null, 'auto')?.us, attributes};
  });
}

function readLinks(raw: JsonValue | undefined): readonly RawLink[] {
  return objectsOf(raw).flatMap((link) => {
    const traceId = toTraceId(link.trace_id ?? link.TraceId);
    if (traceId === undefined) return [];
    const attributes = readAttributes(link.attributes ?? link.Attributes);
    return [
      compact<RawLink>({
        traceId,
        spanId: toSpanId(link.span_id ?? link.SpanId),
        attributes: attributes.size === 0 ? undefined : toJsonObject(attributes),
      }),
    ];
  });
}

function objectsOf(raw: JsonValue | undefined): readonly JsonObject[] {
  return isArray(raw) ? raw.filter(isObject) : [];
}
