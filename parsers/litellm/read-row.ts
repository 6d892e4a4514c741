import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator, Message, SpanKind} from '../api.js';
import {setField} from '../common/attributes.js';
import type {CallRecord, SpanBuilder} from '../common/call-facts.js';
import {derivedSpanId} from '../common/derived-id.js';
import {isEmpty, numberOf, objectOf, textOf} from '../common/fields.js';
import {messagesOfReply, messagesOfRequest} from '../common/messages/payload.js';
import {readProviderUsage} from '../common/provider-usage.js';
import {isoToUs, secondsToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';

const READ: ReadonlySet<string> = new Set([
  'request_id',
  'id',
  'trace_id',
  'session_id',
  'startTime',
  'endTime',
  'messages',
  'response',
  'proxy_server_request',
  'model',
  'custom_llm_provider',
  'error_str',
  'metadata',
]);

export interface ReadRow extends CallRecord {
  readonly sessionId: string | undefined;
  readonly retries: number;
}

/** One request. There are no parents: requests of one trace or session stand side by side. */
export function readRow(raw: JsonObject, at: Locator): ReadRow {
  const metadata = unfold(raw.metadata ?? null);
  const meta = isObject(metadata) ? metadata : {};
  const id = textOf(raw, 'request_id') ?? textOf(raw, 'id');
  const spanId = id ?? derivedSpanId(at);
  const session = textOf(raw, 'session_id');
  const traceId = textOf(raw, 'trace_id') ?? session ?? spanId;
  const type = textOf(raw, 'call_type') ?? '';
  const tool = textOf(raw, 'mcp_namespaced_tool_name');
  const kind = tool === undefined ? kindOf(type) : 'tool';
  const span: SpanBuilder = {traceId, spanId, kind, name: tool ?? (type === '' ? 'request' : type)};
  if (id === undefined) span.derivedId = true;
  const agent = textOf(raw, 'agent_id');
  if (agent !== undefined) span.agentName = agent;
  setTimes(raw, span);
  setStatus(raw, meta, span);
  const response = unfold(raw.response ?? null);
  setModel(raw, meta, response, span);
  span.attributes = restOf(raw, metadata);
  const retries = numberOf(meta, 'attempted_retries') ?? 0;
  if (tool !== undefined) {
    setCall(tool, meta, response, span);
    return {span, sessionId: session, retries};
  }
  const messagesIn = readRequest(raw);
  return {span, sessionId: session, retries, messagesIn, messagesOut: readReply(response)};
}

/** Call types are the names of LiteLLM's functions, with an `a` in front where they are asynchronous. */
function kindOf(type: string): SpanKind {
  if (/embedding/.test(type)) return 'embedding';
  if (/rerank|vector_store|search/.test(type)) return 'retriever';
  if (/moderation/.test(type)) return 'guardrail';
  if (/mcp/.test(type)) return 'tool';
  return /completion|responses|generate_content|anthropic_messages|pass_through/.test(type)
    ? 'llm'
    : 'other';
}

/** UTC text without a zone, or epoch seconds. */
function readTime(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? secondsToUs(value) : isoToUs(value)?.us;
}

function setTimes(raw: JsonObject, span: SpanBuilder): void {
  const startUs = readTime(raw.startTime);
  const endUs = readTime(raw.endTime);
  if (startUs !== undefined) span.startUs = startUs;
  if (endUs !== undefined) span.endUs = endUs;
}

function setStatus(raw: JsonObject, meta: JsonObject, span: SpanBuilder): void {
  const status = textOf(raw, 'status') ?? textOf(meta, 'status');
  span.status = status === 'failure' ? 'error' : status === 'success' ? 'ok' : 'unset';
  const error = objectOf(raw, 'error_information') ?? objectOf(meta, 'error_information') ?? {};
  const errorType = textOf(error, 'error_class') ?? textOf(error, 'error_code');
  const message = textOf(error, 'error_message') ?? textOf(raw, 'error_str');
  if (errorType !== undefined) span.errorType = errorType;
  if (message !== undefined) span.statusMessage = message;
}

function setModel(raw: JsonObject, meta: JsonObject, response: JsonValue, span: SpanBuilder): void {
  const model = textOf(raw, 'model');
  const provider = textOf(raw, 'custom_llm_provider');
  if (model !== undefined) span.model = model;
  if (provider !== undefined) span.provider = provider;
  const details = isObject(response) ? response.usage : undefined;
  const usage = [details, meta.usage_object, raw]
    .map((place) => readProviderUsage(place ?? undefined))
    .find((found) => (found?.inputTokens ?? 0) + (found?.outputTokens ?? 0) > 0);
  if (usage !== undefined && span.kind !== 'tool') span.usage = usage;
  const choices = isObject(response) ? response.choices : undefined;
  const choice = choices !== undefined && isArray(choices) ? choices[0] : undefined;
  const reason =
    choice !== undefined && isObject(choice) ? textOf(choice, 'finish_reason') : undefined;
  if (reason !== undefined) span.finishReason = reason;
}

function setCall(tool: string, meta: JsonObject, response: JsonValue, span: SpanBuilder): void {
  span.toolName = tool;
  const call = objectOf(meta, 'mcp_tool_call_metadata') ?? {};
  const input = getField(call, 'arguments');
  if (input !== undefined && input !== null) span.input = unfold(input);
  if (!isNothing(response)) span.output = response;
}

/** Prompts are stored only where the proxy is told to: else the columns hold `{}`. */
function readRequest(raw: JsonObject): readonly Message[] {
  for (const key of ['messages', 'proxy_server_request']) {
    const value = unfold(getField(raw, key) ?? null);
    if (!isNothing(value)) return messagesOfRequest(value);
  }
  return [];
}

function readReply(response: JsonValue): readonly Message[] {
  return isNothing(response) ? [] : messagesOfReply(response);
}

function isNothing(value: JsonValue): boolean {
  return value === null || value === '' || (isObject(value) && isEmpty(value));
}

function restOf(raw: JsonObject, metadata: JsonValue): JsonObject {
  const kept: Record<string, JsonValue> = {};
  for (const key of Object.keys(raw)) {
    const value = getField(raw, key);
    if (READ.has(key) || value === undefined || value === null || value === '') continue;
    setField(kept, key, value);
  }
  if (!isNothing(metadata)) kept.metadata = metadata;
  return kept;
}
