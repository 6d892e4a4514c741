import type {JsonObject, Message, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {textMessage} from '../common/messages/payload.js';
import {toOpenAiUsage} from '../common/openai-usage.js';
import {agentOf} from '../common/openhands/run.js';
import type {Reading, Run} from '../common/openhands/run.js';
import type {Told} from './told.js';

/**
 * The llm span behind an action, told once per response id: the response is copied onto each of its
 * actions and observations. Without it (agents that write actions as text), each action is a reply.
 */
export function openReply(reading: Reading, run: Run, {event, us, at}: Told): string {
  const metadata = objectOf(event, 'tool_call_metadata');
  const response = metadata === undefined ? undefined : objectOf(metadata, 'model_response');
  const id = response === undefined ? undefined : textOf(response, 'id');
  const spanId = id ?? `reply-${replyKey(run, event)}`;
  if (run.replies.has(spanId)) return spanId;
  run.replies.set(spanId, 1);
  const usage = response === undefined ? undefined : objectOf(response, 'usage');
  const choice = response === undefined ? undefined : firstChoice(response);
  const span = compact<SpanDraft>({
    traceId: run.traceId,
    spanId,
    parentId: agentOf(run),
    kind: 'llm',
    name: 'chat',
    startUs: run.previousUs === undefined ? us : Math.min(run.previousUs, us ?? run.previousUs),
    endUs: us,
    model: response === undefined ? undefined : textOf(response, 'model'),
    usage: usage === undefined ? undefined : toOpenAiUsage(usage),
    finishReason: choice === undefined ? undefined : textOf(choice, 'finish_reason'),
    roundId: spanId,
    derivedId: id === undefined ? true : undefined,
    attributes: usage === undefined ? undefined : {usage},
  });
  reading.facts.push({kind: 'span', span, at});
  run.transcript.ask(spanId, at, reading.facts);
  run.transcript.answer(spanId, [toMessage(event, choice)], at, reading.facts);
  return spanId;
}

/** Old histories have no ids: each of their actions is a reply of its own, messages and the end too. */
function replyKey(run: Run, event: JsonObject): string {
  const id = numberOf(event, 'id');
  return id === undefined ? `n${String(run.replies.size + 1)}` : String(id);
}

function firstChoice(response: JsonObject): JsonObject | undefined {
  const choices = getField(response, 'choices');
  const first = isArray(choices) ? choices[0] : undefined;
  return isObject(first) ? first : undefined;
}

function toMessage(event: JsonObject, choice: JsonObject | undefined): Message {
  const message = choice === undefined ? undefined : objectOf(choice, 'message');
  if (message !== undefined) return normaliseMessage(message);
  const args = objectOf(event, 'args') ?? {};
  const text = textOf(args, 'content') ?? textOf(args, 'thought') ?? textOf(event, 'message') ?? '';
  return textMessage('assistant', text);
}
