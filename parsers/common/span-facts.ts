import {compact} from '../api.js';
import type {
  Fact,
  JsonValue,
  Locator,
  Message,
  MessageList,
  SpanDraft,
  SpanEventDraft,
  SpanLinkDraft,
} from '../api.js';
import {toJsonObject} from './attributes.js';
import {ConversationTracker} from './conversation.js';
import {fillFromEvents} from './dialects/genai-events.js';
import {mapSpan} from './dialects/index.js';
import {isLimitError} from './limit-errors.js';
import {normaliseMessage} from './messages/message.js';
import {contentMessage, messagesOfRequest} from './messages/payload.js';
import type {RawEvent, RawSpan} from './raw-span.js';
import type {MessageSource, SpanMapping} from './span-mapping.js';
import {SpanReader} from './span-reader.js';
import {TraceAnnouncer} from './trace-announcer.js';

/** What is kept from span to span of one parse. */
export interface SpanFactsContext {
  readonly tracker: ConversationTracker;
  readonly traces: TraceAnnouncer;
}

export function makeSpanFactsContext(): SpanFactsContext {
  return {tracker: new ConversationTracker(), traces: new TraceAnnouncer()};
}

/** Facts of one span: itself, its messages, its events, its links, and what its harness said. */
export function pushSpanFacts(
  raw: RawSpan,
  at: Locator,
  {tracker, traces}: SpanFactsContext,
  out: Fact[],
): void {
  const reader = new SpanReader(raw);
  const mapping = mapSpan(reader);
  const events = fillFromEvents(raw.events, mapping);
  const exception = events.find((event) => event.name === 'exception');
  const spanId = mapping.pending?.spanId ?? raw.spanId;
  const conversation = mapping.sessionId ?? raw.traceId;
  const incoming = inputList(mapping.messagesIn, conversation, tracker);
  const outgoing = mapping.messagesOut?.kind === 'list' ? mapping.messagesOut.messages : undefined;
  const span = toDraft(raw, mapping, exception);
  out.push({kind: 'span', span, at});
  const traceId = raw.traceId;
  if (mapping.sessionId !== undefined) traces.session(traceId, mapping.sessionId, out);
  if (raw.resource !== undefined && raw.resource.size > 0) {
    const service = raw.resource.get('service.name');
    const name = typeof service === 'string' ? `resource.${service}` : 'resource';
    traces.attributes(traceId, name, raw.resource, out);
  }
  if (incoming !== undefined) {
    out.push({kind: 'messages', traceId, spanId, direction: 'in', list: incoming, at});
  }
  if (outgoing !== undefined && outgoing.length > 0) {
    const list = tracker.single(outgoing);
    out.push({kind: 'messages', traceId, spanId, direction: 'out', list, at});
  }
  for (const event of events) pushEvent(event, traceId, spanId, at, out);
  for (const link of raw.links) {
    out.push({
      kind: 'link',
      link: compact<SpanLinkDraft>({
        traceId,
        spanId,
        linkedTraceId: link.traceId,
        linkedSpanId: link.spanId,
        name: link.name,
        attributes: link.attributes,
      }),
      at,
    });
  }
  if (span.errorType !== undefined && isLimitError(span.errorType)) {
    const said = span.errorType;
    out.push({
      kind: 'verdict',
      verdict: {traceId, spanId, kind: 'limit', said, saidBy: 'exception'},
      at,
    });
  }
}

function toDraft(raw: RawSpan, mapping: SpanMapping, exception: RawEvent | undefined): SpanDraft {
  const pending = mapping.pending;
  const attributes = raw.attributes;
  setMissing(attributes, 'otel.span.kind', raw.spanKind);
  setMissing(attributes, 'otel.scope.name', raw.scope?.name);
  setMissing(attributes, 'otel.scope.version', raw.scope?.version);
  setMissing(attributes, 'service.name', raw.resource?.get('service.name'));
  const failed = raw.status === 'error' || mapping.failed === true;
  return compact<SpanDraft>({
    traceId: raw.traceId,
    spanId: pending?.spanId ?? raw.spanId,
    parentId: pending === undefined ? raw.parentId : pending.parentId,
    kind: mapping.kind,
    name: raw.name,
    agentName: mapping.agentName,
    agentId: mapping.agentId,
    startUs: raw.startUs,
    endUs: pending === undefined ? raw.endUs : undefined,
    status: failed ? 'error' : pending === undefined ? raw.status : undefined,
    statusMessage:
      raw.statusMessage ?? mapping.statusMessage ?? textOf(exception, 'exception.message'),
    errorType: mapping.errorType ?? errorTypeOf(raw, exception),
    model: mapping.model,
    provider: mapping.provider,
    toolName: mapping.toolName,
    toolCallId: mapping.toolCallId,
    input: mapping.input,
    output: mapping.output,
    usage: mapping.usage,
    finishReason: mapping.finishReason,
    roundId: mapping.roundId,
    sessionId: mapping.sessionId,
    derivedId: raw.derivedId,
    unfinished: pending !== undefined || raw.unfinished === true ? true : undefined,
    attributes: attributes.size === 0 ? undefined : toJsonObject(attributes),
  });
}

function errorTypeOf(raw: RawSpan, exception: RawEvent | undefined): string | undefined {
  const own = raw.attributes.get('error.type') ?? raw.attributes.get('exception.type');
  if (typeof own === 'string' && own !== '') return own;
  return textOf(exception, 'exception.type');
}

function textOf(event: RawEvent | undefined, key: string): string | undefined {
  const value = event?.attributes.get(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function setMissing(map: RawSpan['attributes'], key: string, value: JsonValue | undefined): void {
  if (value !== undefined && value !== '' && !map.has(key)) map.set(key, value);
}

function inputList(
  source: MessageSource | undefined,
  conversation: string,
  tracker: ConversationTracker,
): MessageList | undefined {
  if (source === undefined) return undefined;
  if (source.kind === 'list') {
    return source.messages.length === 0
      ? undefined
      : tracker.fromMessages(conversation, source.messages);
  }
  const lead = source.lead === undefined ? undefined : {text: source.lead, read: readLead};
  const list = tracker.fromJsonText(conversation, source.text, normaliseMessage, lead);
  if (list !== undefined) return list;
  const messages = messagesOfRequest(source.text);
  if (messages.length === 0) return undefined;
  // Not an array after all: a text, or an object around the list.
  return tracker.fromMessages(conversation, messages);
}

function readLead(text: string): readonly Message[] {
  return [contentMessage('system', text)];
}

function pushEvent(
  event: RawEvent,
  traceId: string,
  spanId: string,
  at: Locator,
  out: Fact[],
): void {
  if (event.name === 'gen_ai.evaluation.result') pushEvaluation(event, traceId, spanId, at, out);
  const isException = event.name === 'exception';
  const attributes = toJsonObject(event.attributes);
  out.push({
    kind: 'event',
    event: compact<SpanEventDraft>({
      traceId,
      spanId,
      kind: isException ? 'exception' : 'log',
      name: isException ? (textOf(event, 'exception.type') ?? event.name) : event.name,
      timeUs: event.timeUs,
      text: isException ? textOf(event, 'exception.message') : undefined,
      attributes: event.attributes.size === 0 ? undefined : attributes,
    }),
    at,
  });
}

function pushEvaluation(
  event: RawEvent,
  traceId: string,
  spanId: string,
  at: Locator,
  out: Fact[],
): void {
  const name = textOf(event, 'gen_ai.evaluation.name') ?? 'evaluation';
  const label = textOf(event, 'gen_ai.evaluation.score.label');
  const value = event.attributes.get('gen_ai.evaluation.score.value');
  const said = label === undefined ? name : `${name}: ${label}`;
  const verdict = {
    traceId,
    spanId,
    kind: 'reward',
    said,
    saidBy: 'gen_ai.evaluation.result',
  } as const;
  const score = typeof value === 'number' ? value : undefined;
  out.push({
    kind: 'verdict',
    verdict: score === undefined ? verdict : {...verdict, value: score},
    at,
  });
}
