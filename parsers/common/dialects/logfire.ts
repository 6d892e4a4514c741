/** Logfire and Pydantic AI, instrumentation versions 1 to 3 (ai.pydantic.dev/logfire). */
import {getField, isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, Message, SpanKind} from '../../api.js';
import {unwrapArguments} from '../call-payload.js';
import {toSpanId} from '../ids.js';
import {normaliseMessage} from '../messages/message.js';
import {messagesOfReply, messagesOfRequest} from '../messages/payload.js';
import type {Dialect, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
import {unfold} from '../unfold.js';
import {toUsage} from '../usage.js';

/** Its attributes without a prefix: exporters drop the ones with. */
const OWN = ['tool_arguments', 'tool_response', 'all_messages_events'] as const;

export const logfire: Dialect = {
  id: 'logfire',
  isPresent: (span) =>
    span.hasPrefix('logfire') ||
    span.hasPrefix('pydantic_ai') ||
    OWN.some((key) => span.has(key)) ||
    (span.has('events') && span.hasPrefix('gen_ai')),
  kindOf: (span) => kindOfName(span) ?? kindOfRequest(span),
  fill,
};

function kindOfName(span: SpanReader): SpanKind | undefined {
  const name = span.raw.name;
  if (name === 'agent run' || name.startsWith('agent run ')) return 'agent';
  if (name === 'running tool' || name.startsWith('running tool:')) return 'tool';
  if (/^running \d+ tools?$/.test(name) || name === 'running tools') return 'chain';
  return undefined;
}

/** The wrappers of provider clients log the request beside the response. */
function kindOfRequest(span: SpanReader): SpanKind | undefined {
  if (!span.has('request_data')) return undefined;
  const request = span.json('request_data');
  if (request === undefined || !isObject(request) || typeof request.model !== 'string')
    return undefined;
  return request.messages === undefined &&
    request.input !== undefined &&
    request.instructions === undefined &&
    /embed/i.test(request.model)
    ? 'embedding'
    : 'llm';
}

function fill(span: SpanReader, to: SpanMapping): void {
  if (span.text('logfire.span_type') === 'pending_span' && span.raw.parentId !== undefined) {
    const parentId = toSpanId(span.get('logfire.pending_parent_id'));
    to.pending = {spanId: span.raw.parentId, parentId};
  }
  if (to.kind === 'agent') to.agentName ??= span.text('agent_name');
  if (to.kind === 'agent' || to.kind === 'llm') to.model ??= span.text('model_name');
  if (to.kind === 'tool') {
    const input = span.take('tool_arguments');
    if (input !== undefined) to.input ??= unwrapArguments(input);
    const output = span.take('tool_response');
    if (output !== undefined) to.output ??= unfold(output);
  }
  if (to.kind === 'agent') to.output ??= span.take('final_result');
  fillMessages(span, to);
  const level = span.count('logfire.level_num');
  if (level !== undefined && level >= ERROR_LEVEL) to.failed ??= true;
}

/** OpenTelemetry severity numbers: 17 to 20 are errors. */
const ERROR_LEVEL = 17;

function fillMessages(span: SpanReader, to: SpanMapping): void {
  const all = span.take('pydantic_ai.all_messages', 'all_messages_events');
  if (typeof all === 'string') to.messagesIn ??= {kind: 'text', text: all};
  if (to.kind !== 'llm') return;
  const events = span.take('events');
  if (events !== undefined) readEvents(unfold(events), to);
  if (!span.has('request_data')) return;
  const request = span.take('request_data');
  const reply = span.take('response_data');
  if (request !== undefined) {
    to.messagesIn ??= {kind: 'list', messages: messagesOfRequest(request)};
  }
  const value = reply === undefined ? undefined : unfold(reply);
  if (value === undefined) return;
  to.messagesOut ??= {kind: 'list', messages: messagesOfReply(value)};
  if (isObject(value) && value.usage !== undefined && isObject(value.usage)) {
    to.usage ??= usageOf(value.usage);
  }
}

/** `events` holds all messages; the choice is the reply. */
function readEvents(list: JsonValue, to: SpanMapping): void {
  if (!isArray(list)) return;
  const before: Message[] = [];
  const after: Message[] = [];
  for (const event of list) {
    if (!isObject(event)) continue;
    if (event['event.name'] === 'gen_ai.choice')
      after.push(normaliseMessage(event.message ?? event));
    else before.push(normaliseMessage(event));
  }
  if (before.length > 0) to.messagesIn ??= {kind: 'list', messages: before};
  if (after.length > 0) to.messagesOut ??= {kind: 'list', messages: after};
}

function usageOf(usage: JsonObject): SpanMapping['usage'] {
  const native = usage.cache_read_input_tokens !== undefined;
  return toUsage({
    input: number(usage, 'input_tokens') ?? number(usage, 'prompt_tokens'),
    output: number(usage, 'output_tokens') ?? number(usage, 'completion_tokens'),
    cachedRead: number(usage, 'cache_read_input_tokens'),
    cachedWrite: number(usage, 'cache_creation_input_tokens'),
    inputExcludesCached: native,
  });
}

function number(object: JsonObject, key: string): number | undefined {
  const value = getField(object, key);
  return typeof value === 'number' ? value : undefined;
}
