import type {JsonObject, Message, MessagePart, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {objectOf, omitFields, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {toOpenAiUsage} from '../common/openai-usage.js';
import {secondsToUs} from '../common/time.js';

/** What the provider's response, kept whole in `extra.response`, says of one call. */
export function readResponse(message: JsonObject): Partial<SpanDraft> {
  const extra = objectOf(message, 'extra') ?? {};
  const response = objectOf(extra, 'response') ?? {};
  const usage = objectOf(response, 'usage');
  const choice = firstChoice(response);
  return compact<Partial<SpanDraft>>({
    // When the reply was there; when it was asked for is not logged. v1 has whole seconds only.
    endUs: secondsToUs(getField(extra, 'timestamp') ?? getField(response, 'created')),
    model: textOf(response, 'model'),
    provider: textOf(response, 'provider'),
    usage: usage === undefined ? undefined : toOpenAiUsage(usage),
    finishReason: choice === undefined ? undefined : textOf(choice, 'finish_reason'),
    attributes: usage === undefined ? undefined : {usage},
  });
}

function firstChoice(response: JsonObject): JsonObject | undefined {
  const choices = getField(response, 'choices');
  const first = isArray(choices) ? choices[0] : undefined;
  return isObject(first) ? first : undefined;
}

/** The reply as later calls see it, with the reasoning that only the response holds. */
export function toReply(message: JsonObject): Message {
  const extra = getField(message, 'extra');
  const reply = normaliseMessage(omitFields(message, ['extra']));
  if (reply.parts.some((part) => part.kind === 'reasoning')) return reply;
  const response = isObject(extra) ? objectOf(extra, 'response') : undefined;
  const choice = response === undefined ? undefined : firstChoice(response);
  const inner = choice === undefined ? undefined : objectOf(choice, 'message');
  const text =
    inner === undefined
      ? undefined
      : (textOf(inner, 'reasoning_content') ?? textOf(inner, 'reasoning'));
  if (text === undefined) return reply;
  const reasoning: MessagePart = {kind: 'reasoning', text};
  return {...reply, parts: [reasoning, ...reply.parts]};
}
