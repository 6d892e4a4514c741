import type {Fact, JsonObject, MessagePart, SpanDraft} from '../api.js';
import {compact} from '../api.js';
import {numberOf, objectOf} from '../common/fields.js';
import {textMessage} from '../common/messages/payload.js';
import type {Reading, Reply} from './reading.js';
import type {Told} from './thread.js';

/**
 * The reply that is being read, or a new one. The log does not mark requests: a reply is what the
 * model said up to the next token count, result, or words of the user.
 */
export function openReply(reading: Reading, told: Told): Reply {
  const {thread, us, at} = told;
  if (thread.reply !== undefined) return thread.reply;
  flushHeldUser(reading, told);
  thread.replies++;
  const start = thread.inputUs;
  const reply: Reply = {
    spanId: `reply-${String(thread.replies)}`,
    at,
    startUs: start !== undefined && us !== undefined ? Math.min(start, us) : us,
    endUs: us,
    parts: [],
    usage: undefined,
    raw: undefined,
  };
  thread.reply = reply;
  return reply;
}

export function addPart(reading: Reading, told: Told, part: MessagePart): Reply {
  const reply = openReply(reading, told);
  reply.parts.push(part);
  if (told.us !== undefined) reply.endUs = told.us;
  return reply;
}

/** Sends the reply that is being read, if there is one. */
export function closeReply(reading: Reading, told: Told): void {
  flushHeldAgent(reading, told);
  const {thread} = told;
  const reply = thread.reply;
  if (reply === undefined) return;
  thread.reply = undefined;
  const {facts} = reading;
  facts.push({kind: 'span', span: toSpan(told, reply), at: reply.at});
  thread.transcript.ask(reply.spanId, reply.at, facts);
  if (reply.parts.length > 0) {
    const message = {role: 'assistant', parts: reply.parts};
    thread.transcript.answer(reply.spanId, [message], reply.at, facts);
  }
  thread.uncounted = reply.usage === undefined ? reply.spanId : undefined;
}

function toSpan({thread}: Told, reply: Reply): SpanDraft {
  return compact<SpanDraft>({
    traceId: thread.id,
    spanId: reply.spanId,
    parentId: thread.turns === 0 ? thread.id : turnIdOf(thread),
    kind: 'llm',
    name: 'chat',
    startUs: reply.startUs,
    endUs: reply.endUs,
    model: thread.model,
    usage: reply.usage,
    roundId: reply.spanId,
    derivedId: true,
    attributes: reply.raw === undefined ? undefined : {usage: reply.raw},
  });
}

/** Only streams of `exec --json` mark turns. */
export function turnIdOf(thread: Told['thread']): string {
  return `turn-${String(thread.turns)}`;
}

/** OpenAI counts: input includes cached tokens, output includes reasoning. */
export function toUsage(raw: JsonObject): NonNullable<SpanDraft['usage']> {
  return compact<NonNullable<SpanDraft['usage']>>({
    inputTokens: numberOf(raw, 'input_tokens'),
    outputTokens: numberOf(raw, 'output_tokens'),
    cachedReadTokens: numberOf(raw, 'cached_input_tokens'),
    cachedWriteTokens: numberOf(raw, 'cache_write_input_tokens'),
    reasoningTokens: numberOf(raw, 'reasoning_output_tokens'),
    source: 'reported',
  });
}

/**
 * Counts come at least twice per request; only a changed total is a request. The count belongs to
 * the reply that is being read, else to the last one without a count, else to a request that left
 * no item (a summary before a compaction).
 */
export function readTokenCount(reading: Reading, told: Told, payload: JsonObject): void {
  const {thread, us, at} = told;
  const info = objectOf(payload, 'info');
  const total = info === undefined ? undefined : objectOf(info, 'total_token_usage');
  const last = info === undefined ? undefined : objectOf(info, 'last_token_usage');
  if (total === undefined) return;
  const text = JSON.stringify(total);
  if (text === thread.total) return;
  thread.total = text;
  flushHeldAgent(reading, told);
  const raw = last ?? total;
  const usage = toUsage(raw);
  if (thread.reply === undefined && thread.uncounted !== undefined) {
    const spanId = thread.uncounted;
    thread.uncounted = undefined;
    const patch = {usage, attributes: {usage: raw}};
    reading.facts.push({kind: 'span-patch', traceId: thread.id, spanId, patch, at});
    return;
  }
  const reply = openReply(reading, told);
  reply.usage = usage;
  reply.raw = raw;
  if (us !== undefined) reply.endUs = us;
  closeReply(reading, told);
}

/** Words told by an event whose item never came. */
export function flushHeldAgent(reading: Reading, told: Told): void {
  const held = told.thread.heldAgentText;
  if (held === undefined) return;
  told.thread.heldAgentText = undefined;
  addPart(reading, {...told, us: held.us, at: held.at}, {kind: 'text', text: held.text});
}

export function flushHeldUser(reading: Reading, {thread}: Told): void {
  const held = thread.heldUserText;
  if (held === undefined) return;
  thread.heldUserText = undefined;
  hear(thread, textMessage('user', held.text), held.at, reading.facts);
}

function hear(
  thread: Told['thread'],
  message: ReturnType<typeof textMessage>,
  at: Told['at'],
  facts: Fact[],
): void {
  thread.transcript.hear(message, at, facts);
}
