import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator, SpanKind} from '../api.js';
import {setField} from '../common/attributes.js';
import type {CallRecord, SpanBuilder} from '../common/call-facts.js';
import {derivedSpanId} from '../common/derived-id.js';
import {isEmpty, objectOf, textOf} from '../common/fields.js';
import {messagesOfReply, messagesOfRequest} from '../common/messages/payload.js';
import {readProviderUsage} from '../common/provider-usage.js';
import {errorTypeOfText} from '../common/python-error.js';
import {isoToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['agent', 'agent'],
  ['function', 'tool'],
  ['generation', 'llm'],
  ['response', 'llm'],
  ['handoff', 'handoff'],
  ['guardrail', 'guardrail'],
  ['task', 'chain'],
  ['turn', 'chain'],
]);
const READ: ReadonlySet<string> = new Set([
  'object',
  'id',
  'trace_id',
  'parent_id',
  'started_at',
  'ended_at',
  'span_data',
  'error',
  'span_data_input',
]);
const DATA_READ: ReadonlySet<string> = new Set(['input', 'output', 'usage']);

export interface ReadItem extends CallRecord {
  readonly guardrail?: string | undefined;
  /** A type of span that the SDK has no class for. */
  readonly unknownType?: string | undefined;
}

/** A `trace.span`; undefined when it names no trace. */
export function readItem(raw: JsonObject, at: Locator, enclosing?: string): ReadItem | undefined {
  const traceId = textOf(raw, 'trace_id') ?? enclosing;
  if (traceId === undefined) return undefined;
  const data = objectOf(raw, 'span_data') ?? {};
  const given = textOf(data, 'type') ?? textOf(raw, 'span_data_type') ?? '';
  // Tasks and turns are exported as custom spans that carry their own type.
  const custom = objectOf(data, 'data') ?? {};
  const type = given === 'custom' ? (textOf(custom, 'sdk_span_type') ?? given) : given;
  const id = textOf(raw, 'id') ?? textOf(raw, 'span_id');
  const kind = KINDS.get(type) ?? 'other';
  const span: SpanBuilder = {
    traceId,
    spanId: id ?? derivedSpanId(at),
    kind,
    name: nameOf(type, data),
  };
  const parentId = textOf(raw, 'parent_id');
  if (parentId !== undefined) span.parentId = parentId;
  if (id === undefined) span.derivedId = true;
  setTimes(raw, span);
  setError(raw.error ?? null, span);
  span.attributes = restOf(raw, data);
  if (kind === 'agent') span.agentName = span.name;
  if (kind === 'chain') {
    // Sums over the calls below: they count where a call says nothing of its own.
    const usage = readProviderUsage(custom.usage);
    if (usage !== undefined) span.usage = usage;
    const agent = textOf(custom, 'agent_name');
    if (agent !== undefined) span.agentName = agent;
  }
  if (kind === 'tool') setCall(data, span);
  if (kind === 'handoff') {
    span.input = {from_agent: data.from_agent ?? null, to_agent: data.to_agent ?? null};
  }
  if (kind === 'llm') return readCall(raw, data, span);
  const tripped = kind === 'guardrail' && data.triggered === true ? span.name : undefined;
  if (kind === 'guardrail') span.output = {triggered: data.triggered ?? null};
  return {span, guardrail: tripped, unknownType: KNOWN_OTHER.has(type) ? undefined : unknown(type)};
}

const KNOWN_OTHER: ReadonlySet<string> = new Set([
  ...KINDS.keys(),
  'custom',
  'mcp_tools',
  'transcription',
  'speech',
  'speech_group',
]);

function unknown(type: string): string {
  return type === '' ? '(none)' : type;
}

function nameOf(type: string, data: JsonObject): string {
  const name = textOf(data, 'name');
  if (type === 'handoff') return `handoff to ${textOf(data, 'to_agent') ?? '?'}`;
  if (name !== undefined) return name;
  const server = textOf(data, 'server');
  return server === undefined ? type : `${type} ${server}`;
}

function setTimes(raw: JsonObject, span: SpanBuilder): void {
  const startUs = isoToUs(raw.started_at)?.us;
  const endUs = isoToUs(raw.ended_at)?.us;
  if (startUs !== undefined) span.startUs = startUs;
  if (endUs !== undefined) span.endUs = endUs;
  else if (startUs !== undefined) span.unfinished = true;
}

/** `{message, data}`; the exception, where there was one, is the text `data.error`. */
function setError(error: JsonValue, span: SpanBuilder): void {
  if (error === null) {
    span.status = 'unset';
    return;
  }
  span.status = 'error';
  if (!isObject(error)) return;
  const message = textOf(error, 'message');
  const data = objectOf(error, 'data') ?? {};
  const cause = textOf(data, 'error');
  const texts = [message, cause].filter((text) => text !== undefined);
  if (texts.length > 0) span.statusMessage = texts.join(': ');
  const errorType = 'max_turns' in data ? 'MaxTurnsExceeded' : errorTypeOfText(cause ?? '');
  if (errorType !== undefined) span.errorType = errorType;
}

function setCall(data: JsonObject, span: SpanBuilder): void {
  span.toolName = span.name;
  const input = getField(data, 'input');
  const output = getField(data, 'output');
  if (input !== undefined && input !== null) span.input = unfold(input);
  if (output !== undefined && output !== null) span.output = unfold(output);
}

/** A `response` span may hold no more than the id under which the provider keeps the content. */
function readCall(raw: JsonObject, data: JsonObject, span: SpanBuilder): ReadItem {
  const response = objectOf(data, 'response') ?? {};
  const model = textOf(data, 'model') ?? textOf(response, 'model');
  const usage = readProviderUsage(data.usage ?? response.usage ?? usageOfReply(data.output));
  if (model !== undefined) span.model = model;
  if (usage !== undefined) span.usage = usage;
  const input = data.input ?? raw.span_data_input ?? raw.input;
  const output = data.output ?? response.output;
  const instructions = textOf(response, 'instructions');
  const asked = input === undefined || input === null ? [] : messagesOfRequest(input);
  return {
    span,
    messagesIn:
      instructions === undefined ? asked : [...messagesOfRequest({instructions}), ...asked],
    messagesOut: output === undefined || output === null ? [] : messagesOfReply(output),
  };
}

/** The JS SDK writes the provider's own reply as output, and the usage only there. */
function usageOfReply(output: JsonValue | undefined): JsonValue | undefined {
  if (output === undefined || !isArray(output)) return undefined;
  for (const reply of output) {
    const usage = isObject(reply) ? getField(reply, 'usage') : undefined;
    if (usage !== undefined && usage !== null) return usage;
  }
  return undefined;
}

/** What the fields above did not take; payloads of model calls stand in the messages. */
function restOf(raw: JsonObject, data: JsonObject): JsonObject {
  const kept: Record<string, JsonValue> = {};
  keepFields(data, DATA_READ, kept);
  keepFields(raw, READ, kept);
  return kept;
}

function keepFields(
  source: JsonObject,
  skip: ReadonlySet<string>,
  to: Record<string, JsonValue>,
): void {
  for (const key of Object.keys(source)) {
    const value = getField(source, key);
    if (skip.has(key) || value === undefined || value === null) continue;
    if (isArray(value) && value.length === 0) continue;
    if (isObject(value) && isEmpty(value)) continue;
    setField(to, key, value);
  }
}
