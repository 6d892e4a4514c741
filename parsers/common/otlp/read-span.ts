import {compact, getField, isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, Locator, Status} from '../../api.js';
import {readAttributes, toJsonObject} from '../attributes.js';
import {toSpanId, toTraceId} from '../ids.js';
import {derivedSpanId} from '../derived-id.js';
import type {RawEvent, RawLink, RawScope, RawSpan} from '../raw-span.js';
import {nanosToUs} from '../time.js';

/** What stands around a span: resource and scope, read once per block of spans. */
export interface SpanSurroundings {
  readonly resource: ReadonlyMap<string, JsonValue>;
  readonly scope: RawScope;
}

const SPAN_KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

/** Undefined when there is no trace id: such a record belongs to no trace. */
export function readSpan(
  raw: JsonObject,
  around: SpanSurroundings,
  at: Locator,
): RawSpan | undefined {
  const traceId = toTraceId(raw.traceId ?? raw.trace_id);
  if (traceId === undefined) return undefined;
  const spanId = toSpanId(raw.spanId ?? raw.span_id);
  const startUs = nanosToUs(raw.startTimeUnixNano ?? raw.start_time_unix_nano);
  const endUs = nanosToUs(raw.endTimeUnixNano ?? raw.end_time_unix_nano);
  const attributes = readAttributes(raw.attributes);
  keepUnknown(raw, attributes);
  const {status, message} = readStatus(raw.status);
  const name = raw.name;
  return {
    traceId,
    spanId: spanId ?? derivedSpanId(at),
    parentId: toSpanId(raw.parentSpanId ?? raw.parent_span_id),
    derivedId: spanId === undefined ? true : undefined,
    name: typeof name === 'string' ? name : '',
    spanKind: readKind(raw.kind),
    startUs,
    endUs,
    unfinished: startUs !== undefined && endUs === undefined ? true : undefined,
    status,
    statusMessage: message,
    attributes,
    events: readEvents(raw.events),
    links: readLinks(raw.links),
    scope: around.scope,
    resource: around.resource,
  };
}

const READ = new Set([
  'traceId',
  'trace_id',
  'spanId',
  'span_id',
  'parentSpanId',
  'parent_span_id',
  'name',
  'kind',
  'startTimeUnixNano',
  'start_time_unix_nano',
  'endTimeUnixNano',
  'end_time_unix_nano',
  'attributes',
  'events',
  'links',
  'status',
]);

/** Trace state, flags, dropped counts and whatever a vendor adds; zero and empty say nothing. */
function keepUnknown(raw: JsonObject, attributes: Map<string, JsonValue>): void {
  for (const key in raw) {
    if (READ.has(key)) continue;
    const value = getField(raw, key);
    if (value === undefined || value === null || value === '' || value === 0) continue;
    const name = `otlp.${key}`;
    if (!attributes.has(name)) attributes.set(name, value);
  }
}

/** Enum as a number, as `SPAN_KIND_CLIENT`, or as `CLIENT`. */
export function readKind(raw: JsonValue | undefined): string | undefined {
  if (typeof raw === 'number') return SPAN_KINDS[raw] === '' ? undefined : SPAN_KINDS[raw];
  if (typeof raw !== 'string') return undefined;
  const name = raw.replace(/^(?:SPAN_KIND_|SpanKind\.)/i, '').toLowerCase();
  return SPAN_KINDS.includes(name) && name !== '' ? name : undefined;
}

/** `{}` and an absent status are "unset"; codes come as numbers or names. */
export function readStatus(raw: JsonValue | undefined): {
  readonly status: Status | undefined;
  readonly message: string | undefined;
} {
  if (raw === undefined || !isObject(raw)) return {status: undefined, message: undefined};
  const {code, message} = raw;
  const text = typeof code === 'string' ? code.replace(/^STATUS_CODE_/i, '').toLowerCase() : code;
  let status: Status = 'unset';
  if (text === 1 || text === 'ok' || text === '1') status = 'ok';
  else if (text === 2 || text === 'error' || text === '2') status = 'error';
  return {
    status,
    message: typeof message === 'string' && message !== '' ? message : undefined,
  };
}

function readEvents(raw: JsonValue | undefined): readonly RawEvent[] {
  if (raw === undefined || !isArray(raw)) return [];
  const out: RawEvent[] = [];
  for (const event of raw) {
    if (!isObject(event)) continue;
    out.push({
      name: typeof event.name === 'string' ? event.name : '',
      timeUs: nanosToUs(event.timeUnixNano ?? event.time_unix_nano),
      attributes: readAttributes(event.attributes),
    });
  }
  return out;
}

function readLinks(raw: JsonValue | undefined): readonly RawLink[] {
  if (raw === undefined || !isArray(raw)) return [];
  const out: RawLink[] = [];
  for (const link of raw) {
    if (!isObject(link)) continue;
    const traceId = toTraceId(link.traceId ?? link.trace_id);
    if (traceId === undefined) continue;
    const attributes = readAttributes(link.attributes);
    out.push(
      compact<RawLink>({
        traceId,
        spanId: toSpanId(link.spanId ?? link.span_id),
        attributes: attributes.size === 0 ? undefined : toJsonObject(attributes),
      }),
    );
  }
  return out;
}
