/**
 * OTLP log records. Since semantic conventions 1.28 the messages of a model call may be log records
 * of their own, joined to the span by its ids: one record per message (1.28 to 1.36), or one record
 * with all of them (1.37 on; AWS ADOT puts them into the body).
 */
import {compact, getField, isObject} from '../../api.js';
import type {
  ContextEventDraft,
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  SpanEventDraft,
} from '../../api.js';
import {readAnyValue, readAttributes, toJsonObject} from '../attributes.js';
import type {AttributeMap} from '../attributes.js';
import {toSpanId, toTraceId} from '../ids.js';
import {nanosToUs} from '../time.js';
import type {SpanSurroundings} from './read-span.js';
import type {LogMessages} from './log-messages.js';

export function pushLogFacts(
  raw: JsonObject,
  around: SpanSurroundings,
  at: Locator,
  messages: LogMessages,
  out: Fact[],
): void {
  const attributes = readAttributes(raw.attributes);
  const body = readAnyValue(raw.body);
  const given = raw.eventName ?? raw.event_name ?? attributes.get('event.name');
  const name = typeof given === 'string' ? given : '';
  const timeUs =
    nanosToUs(raw.timeUnixNano ?? raw.time_unix_nano) ??
    nanosToUs(raw.observedTimeUnixNano ?? raw.observed_time_unix_nano);
  const traceId = toTraceId(raw.traceId ?? raw.trace_id);
  const spanId = toSpanId(raw.spanId ?? raw.span_id);
  const text = textOfBody(body);
  if (traceId === undefined) {
    const severity = severityOf(raw);
    const source = around.scope.name ?? textOf(around.resource.get('service.name')) ?? '';
    const shown = text ?? JSON.stringify(body);
    const event = compact<ContextEventDraft>({
      timeUs,
      source,
      severity,
      text: name === '' ? shown : `${name} ${shown}`,
    });
    out.push({kind: 'context-event', event, at});
    return;
  }
  if (spanId !== undefined && messages.read({traceId, spanId, name, attributes, body, at}, out)) {
    return;
  }
  const isException = attributes.has('exception.type') || /(?:^|\.)exception$/.test(name);
  if (text === undefined && body !== null) attributes.set('body', body);
  attributes.set('severity', severityOf(raw));
  const event = compact<SpanEventDraft>({
    traceId,
    spanId,
    kind: isException ? 'exception' : 'log',
    name: (isException ? textOf(attributes.get('exception.type')) : undefined) ?? name,
    timeUs,
    text: isException ? (textOf(attributes.get('exception.message')) ?? text) : text,
    attributes: toJsonObject(attributes),
  });
  out.push({kind: 'event', event, at});
}

export interface LogRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly attributes: AttributeMap;
  readonly body: JsonValue;
  readonly at: Locator;
}

function severityOf(raw: JsonObject): string {
  const text = getField(raw, 'severityText') ?? getField(raw, 'severity_text');
  if (typeof text === 'string' && text !== '') return text;
  const number = raw.severityNumber ?? raw.severity_number;
  return typeof number === 'number' || typeof number === 'string' ? String(number) : '';
}

function textOfBody(body: JsonValue): string | undefined {
  if (typeof body === 'string') return body;
  return isObject(body) && typeof body.content === 'string' ? body.content : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
