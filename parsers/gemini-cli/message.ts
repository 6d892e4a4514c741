import type {JsonObject, JsonValue, Locator, MessagePart, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {derivedSpanId} from '../common/derived-id.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {normalisePart} from '../common/messages/part.js';
import {isoToUs} from '../common/time.js';
import {writeEvent} from './events.js';
import type {Told} from './events.js';
import {readNotice} from './notice.js';
import {touch} from './reading.js';
import type {Reading, Session} from './reading.js';
import {writeToolCalls} from './tool-call.js';

/** A message is read when another one follows: until then a line of its id replaces it. */
export function holdMessage(
  reading: Reading,
  session: Session,
  value: JsonObject,
  at: Locator,
): void {
  const id = textOf(value, 'id');
  const {held} = session;
  if (held !== undefined && (id === undefined || textOf(held.value, 'id') !== id)) {
    releaseHeld(reading, session);
  }
  session.held = {value, at};
}

export function releaseHeld(reading: Reading, session: Session): void {
  const {held} = session;
  if (held === undefined) return;
  session.held = undefined;
  readMessage(reading, {...held, session, us: isoToUs(held.value.timestamp)?.us});
}

function readMessage(reading: Reading, told: Told): void {
  const {session, value, us, at} = told;
  session.lastAt = at;
  touch(session, us);
  const id = textOf(value, 'id');
  const isNew = id === undefined || !session.told.has(id);
  if (id !== undefined) session.told.add(id);
  const type = textOf(value, 'type') ?? '';
  switch (type) {
    case 'user':
      if (isNew) readUser(reading, told);
      break;
    case 'gemini':
    case 'model':
    case 'assistant':
      readReply(reading, told, isNew);
      break;
    case 'info':
    case 'error':
    case 'warning':
      if (isNew) readNotice(reading, told, type, joinText(contentOf(value)));
      break;
    default:
      reading.oddities.noteUnknown('messages', type, at);
  }
  session.previousUs = us ?? session.previousUs;
}

/** Text, one part, or a list of parts. */
function contentOf(value: JsonObject): readonly MessagePart[] {
  const content = getField(value, 'content') ?? getField(value, 'parts') ?? null;
  const list: readonly JsonValue[] = isArray(content) ? content : [content];
  return list
    .filter((part) => part !== null && part !== '')
    .map((part) => (typeof part === 'string' ? {kind: 'text', text: part} : normalisePart(part)));
}

function joinText(parts: readonly MessagePart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function readUser(reading: Reading, told: Told): void {
  const parts = contentOf(told.value);
  // Results of tools are sent back in the user's name.
  const isResult = parts.length > 0 && parts.every((part) => part.kind === 'tool-result');
  if (!isResult)
    writeEvent(reading, told, {kind: 'user-turn', name: 'user', text: joinText(parts)});
  const role = isResult ? 'tool' : 'user';
  told.session.transcript.hear({role, parts}, told.at, reading.facts);
}

function readReply(reading: Reading, told: Told, isNew: boolean): void {
  const {session, value, us, at} = told;
  const id = textOf(value, 'id');
  const spanId = id ?? derivedSpanId(at);
  const model = textOf(value, 'model');
  session.model = model ?? session.model;
  const tokens = objectOf(value, 'tokens');
  const start = session.previousUs;
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId: session.id,
      spanId,
      parentId: session.id,
      kind: 'llm',
      name: 'chat',
      // The time of a message is that of its completion.
      startUs: isNew ? (start === undefined ? undefined : Math.min(start, us ?? start)) : undefined,
      endUs: us,
      model,
      usage: tokens === undefined ? undefined : toUsage(tokens),
      roundId: spanId,
      derivedId: id === undefined ? true : undefined,
      attributes: tokens === undefined ? undefined : {tokens},
    }),
    at,
  });
  const {parts, results, lastUs} = writeToolCalls(reading, told, spanId);
  if (isNew) {
    const {transcript} = session;
    transcript.ask(spanId, at, reading.facts);
    const message = {
      role: 'assistant',
      parts: [...readThoughts(value), ...contentOf(value), ...parts],
    };
    transcript.answer(spanId, [message], at, reading.facts);
    if (results.length > 0) transcript.hear({role: 'tool', parts: results}, at, reading.facts);
  }
  session.previousUs = lastUs ?? us ?? session.previousUs;
}

function readThoughts(value: JsonObject): readonly MessagePart[] {
  const thoughts = getField(value, 'thoughts');
  if (!isArray(thoughts)) return [];
  return thoughts.filter(isObject).map((thought) => {
    const words = [textOf(thought, 'subject'), textOf(thought, 'description')];
    return {kind: 'reasoning', text: words.filter((text) => text !== undefined).join(': ')};
  });
}

/** `output` leaves out thoughts, and `input` what tools put into the prompt: `total` is the sum of all. */
export function toUsage(tokens: JsonObject): NonNullable<SpanDraft['usage']> {
  const input = numberOf(tokens, 'input');
  const output = numberOf(tokens, 'output');
  const thoughts = numberOf(tokens, 'thoughts');
  return compact<NonNullable<SpanDraft['usage']>>({
    inputTokens: input === undefined ? undefined : input + (numberOf(tokens, 'tool') ?? 0),
    outputTokens: output === undefined ? undefined : output + (thoughts ?? 0),
    cachedReadTokens: numberOf(tokens, 'cached'),
    reasoningTokens: thoughts,
    source: 'reported',
  });
}
