import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator, Status} from '../api.js';
import {readAttributes} from '../common/attributes.js';
import type {AttributeMap} from '../common/attributes.js';
import {derivedSpanId} from '../common/derived-id.js';
import {objectOf, textOf} from '../common/fields.js';
import {toSpanId, toTraceId} from '../common/ids.js';
import type {RawEvent, RawSpan} from '../common/raw-span.js';
import {microsToUs, nanosToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';

/** Above this a time is in nanoseconds: as microseconds it would lie after the year 5000. */
const MAX_MICROS = 1e17;

/** A span of any schema; undefined when it names no trace. */
export function readSpan(raw: JsonObject, at: Locator): RawSpan | undefined {
  const context = objectOf(raw, 'context');
  // Schema 2: context, hex with 0x. Schema 3: base64. Schema 4: otel_trace_id and hex.
  const traceId = toTraceId(raw.otel_trace_id ?? context?.trace_id ?? raw.trace_id);
  if (traceId === undefined) return undefined;
  const spanId = toSpanId(context?.span_id ?? raw.span_id);
  const startUs = nanosToUs(raw.start_time_unix_nano ?? raw.start_time);
  const endUs = nanosToUs(raw.end_time_unix_nano ?? raw.end_time);
  const status = objectOf(raw, 'status');
  const name = textOf(raw, 'name') ?? '';
  const attributes = readAttributes(raw.attributes);
  setToolName(name, attributes);
  return {
    traceId,
    spanId: spanId ?? derivedSpanId(at),
    parentId: toSpanId(raw.parent_span_id ?? raw.parent_id),
    derivedId: spanId === undefined ? true : undefined,
    name,
    startUs,
    endUs,
    unfinished: startUs !== undefined && endUs === undefined ? true : undefined,
    status: readStatus(status?.code ?? raw.status_code),
    statusMessage: textOf(status ?? {}, 'message') ?? textOf(raw, 'status_message'),
    attributes,
    events: readEvents(raw.events),
    links: [],
  };
}

/** Repeated names of one trace get `_1`, `_2`: two calls of one tool would look like two tools. */
function setToolName(name: string, attributes: AttributeMap): void {
  if (unfold(attributes.get('mlflow.spanType') ?? null) !== 'TOOL') return;
  if (!attributes.has('tool.name')) attributes.set('tool.name', name.replace(/_\d{1,6}$/, ''));
}

/** `OK`, `STATUS_CODE_OK`, or the number of the protobuf. */
function readStatus(value: JsonValue | undefined): Status {
  if (value === 2) return 'error';
  if (value === 1) return 'ok';
  const code = typeof value === 'string' ? value.toUpperCase().replace('STATUS_CODE_', '') : '';
  return code === 'ERROR' ? 'error' : code === 'OK' ? 'ok' : 'unset';
}

function readEvents(value: JsonValue | undefined): readonly RawEvent[] {
  if (value === undefined || !isArray(value)) return [];
  return value
    .filter((event) => isObject(event))
    .map((event) => ({
      name: textOf(event, 'name') ?? 'event',
      timeUs: readEventTime(event),
      attributes: readAttributes(event.attributes),
    }));
}

/** Schema 2 writes `timestamp` in microseconds in some releases, in nanoseconds in others. */
function readEventTime(event: JsonObject): number | undefined {
  if (event.time_unix_nano !== undefined) return nanosToUs(event.time_unix_nano);
  const us = microsToUs(event.timestamp);
  return us !== undefined && us < MAX_MICROS ? us : nanosToUs(event.timestamp);
}
