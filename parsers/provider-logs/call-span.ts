import {isArray, isObject} from '../api.js';
import type {JsonObject} from '../api.js';
import type {SpanBuilder} from '../common/call-facts.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {readProviderUsage} from '../common/provider-usage.js';
import {secondsToUs} from '../common/time.js';
import type {Conversation} from './conversations.js';
import type {Exchange} from './exchange.js';

/** Parameters of the request that tell one call from another; messages and schemas stand elsewhere. */
const KEPT = [
  'temperature',
  'max_tokens',
  'max_output_tokens',
  'stream',
  'tool_choice',
  'previous_response_id',
];

/** The model call of one exchange. */
export function buildCallSpan(
  exchange: Exchange,
  conversation: Conversation,
  spanId: string,
): SpanBuilder {
  const {request, response} = exchange;
  const span: SpanBuilder = {
    traceId: conversation.traceId,
    spanId,
    parentId: conversation.agentId,
    kind: 'llm',
    name: exchange.dialect ?? 'request',
    derivedId: true,
    status: 'unset',
  };
  const body = response ?? {};
  const created = numberOf(body, 'created') ?? numberOf(body, 'created_at');
  const startUs = exchange.startUs ?? secondsToUs(created);
  if (startUs !== undefined) span.startUs = startUs;
  if (exchange.endUs !== undefined) span.endUs = exchange.endUs;
  const model = textOf(body, 'model') ?? textOf(request, 'model');
  if (model !== undefined) span.model = model;
  span.provider = exchange.dialect === 'Anthropic Messages' ? 'anthropic' : 'openai';
  const usage = readProviderUsage(body.usage);
  if (usage !== undefined) span.usage = usage;
  const reason = readFinishReason(body);
  if (reason !== undefined) span.finishReason = reason;
  setError(exchange, span);
  span.attributes = attributesOf(exchange);
  return span;
}

function readFinishReason(body: JsonObject): string | undefined {
  const {choices} = body;
  const choice = choices !== undefined && isArray(choices) ? choices[0] : undefined;
  if (choice !== undefined && isObject(choice)) return textOf(choice, 'finish_reason');
  const incomplete = objectOf(body, 'incomplete_details') ?? {};
  return textOf(body, 'stop_reason') ?? textOf(incomplete, 'reason') ?? textOf(body, 'status');
}

function setError({response, httpStatus}: Exchange, span: SpanBuilder): void {
  const error = response === undefined ? undefined : objectOf(response, 'error');
  const isFailure = httpStatus !== undefined && httpStatus >= 400;
  if (error === undefined && !isFailure) {
    if (response !== undefined) span.status = 'ok';
    return;
  }
  span.status = 'error';
  const code = httpStatus === undefined ? undefined : String(httpStatus);
  const errorType = textOf(error ?? {}, 'type') ?? textOf(error ?? {}, 'code') ?? code;
  const message = textOf(error ?? {}, 'message');
  if (errorType !== undefined) span.errorType = errorType;
  if (message !== undefined) span.statusMessage = message;
}

function attributesOf({request, response, httpStatus, target}: Exchange): JsonObject {
  const out: Record<string, JsonObject[string] & {}> = {target};
  for (const key of KEPT) {
    const value = request[key];
    if (value !== undefined && value !== null) out[key] = value;
  }
  const id = textOf(response ?? {}, 'id');
  if (id !== undefined) out['response.id'] = id;
  if (httpStatus !== undefined) out['http.status'] = httpStatus;
  if (isObject(response?.usage ?? null)) out.usage = response?.usage ?? {};
  return out;
}
