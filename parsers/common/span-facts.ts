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
import {GraphRuns} from './graph-runs.js';
import type {RawEvent, RawSpan} from './raw-span.js';
import type {MessageSource, SpanMapping} from './span-mapping.js';
import {SpanReader} from './span-reader.js';
import {TraceAnnouncer} from './trace-announcer.js';

/** What is kept from span to span of one parse. */
export interface SpanFactsContext {
  readonly tracker: ConversationTracker;
  readonly traces: TraceAnnouncer;
  readonly graphs: GraphRuns;
}

export function makeSpanFactsContext(): SpanFactsContext {
  return {
    tracker: new ConversationTracker(),
    traces: new TraceAnnouncer(),
    graphs: new GraphRuns(),
  };
}

/** Facts of one span: itself, its messages, its events, its links, and what its harness said. */
export function pushSpanFacts(
  raw: RawSpan,
  at: Locator,
  {tracker, traces, graphs}: SpanFactsContext,
  out: Fact[],
): void {
  const reader = new SpanReader(raw);
  const mapping = mapSpan(reader);
  if (graphs.isGraph(raw) && mapping.kind === 'chain') {
    mapping.kind = 'agent';
    mapping.agentName ??= raw.name;
  }
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
  if (raw.resource !== undefined) traces.resource(traceId, raw.resource, out);
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
  const statusMessage =
    raw.statusMessage ?? mapping.statusMessage ?? textOf(exception, 'exception.message');
  const errorType = mapping.errorType ?? errorTypeOf(raw, exception);
  const status = failed ? 'error' : pending === undefined ? raw.status : undefined;
  const parentId = pending === undefined ? raw.parentId : pending.parentId;
  // Field by field: this runs for every span, and building it through `compact` took 13 us.
  const draft: {-readonly [K in keyof SpanDraft]: SpanDraft[K]} = {
    traceId: raw.traceId,
    spanId: pending?.spanId ?? raw.spanId,
    kind: mapping.kind,
    name: raw.name,
  };
  if (parentId !== undefined) draft.parentId = parentId;
  if (raw.startUs !== undefined) draft.startUs = raw.startUs;
  if (raw.endUs !== undefined && pending === undefined) draft.endUs = raw.endUs;
  if (status !== undefined) draft.status = status;
  if (statusMessage !== undefined) draft.statusMessage = statusMessage;
  if (errorType !== undefined) draft.errorType = errorType;
  if (mapping.agentName !== undefined) draft.agentName = mapping.agentName;
  if (mapping.agentId !== undefined) draft.agentId = mapping.agentId;
  if (mapping.model !== undefined) draft.model = mapping.model;
  if (mapping.provider !== undefined) draft.provider = mapping.provider;
  if (mapping.toolName !== undefined) draft.toolName = mapping.toolName;
  if (mapping.toolCallId !== undefined) draft.toolCallId = mapping.toolCallId;
  if (mapping.input !== undefined) draft.input = mapping.input;
  if (mapping.output !== undefined) draft.output = mapping.output;
  if (mapping.usage !== undefined) draft.usage = mapping.usage;
  if (mapping.finishReason !== undefined) draft.finishReason = mapping.finishReason;
  if (mapping.roundId !== undefined) draft.roundId = mapping.roundId;
  if (mapping.sessionId !== undefined) draft.sessionId = mapping.sessionId;
  if (raw.derivedId === true) draft.derivedId = true;
  if (pending !== undefined || raw.unfinished === true) draft.unfinished = true;
  if (attributes.size > 0) draft.attributes = toJsonObject(attributes);
  return draft;
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
