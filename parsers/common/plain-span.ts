/** Facts of records that already say in plain fields what a span is: our own JSONL and mapped logs. */
import {compact, isArray, isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  SpanDraft,
  TimeBasis,
  TraceDraft,
} from '../api.js';
import {ConversationTracker} from './conversation.js';
import {messagesOfReply, messagesOfRequest} from './messages/payload.js';

/** Announcements remembered, so that each is sent once; when full, some are sent again, which adds nothing. */
const MAX_REMEMBERED = 50_000;

export interface PlainMessages {
  readonly in?: JsonValue | undefined;
  readonly out?: JsonValue | undefined;
}

/** What is kept from record to record of one parse. */
export class PlainFacts {
  readonly #tracker = new ConversationTracker();
  readonly #announced = new Set<string>();

  span(span: SpanDraft, messages: PlainMessages, at: Locator, out: Fact[]): void {
    out.push({kind: 'span', span, at});
    this.messages(span, messages, at, out);
  }

  /**
   * Says once what holds for a whole trace. A record without times (`none`) says nothing about the clock of
   * the others, so that basis is not passed on.
   */
  trace(traceId: string, sessionId: string | undefined, basis: TimeBasis, out: Fact[]): void {
    if (basis === 'none' && sessionId === undefined) return;
    const key = `${traceId}\n${sessionId ?? ''}\n${basis}`;
    if (this.#announced.has(key)) return;
    if (this.#announced.size >= MAX_REMEMBERED) this.#announced.clear();
    this.#announced.add(key);
    const timeBasis = basis === 'none' ? undefined : basis;
    out.push({kind: 'trace', trace: compact<TraceDraft>({traceId, timeBasis, sessionId})});
  }

  messages(
    {traceId, spanId, sessionId}: Pick<SpanDraft, 'traceId' | 'spanId' | 'sessionId'>,
    messages: PlainMessages,
    at: Locator,
    out: Fact[],
  ): void {
    const given = messages.in === undefined ? [] : messagesOfRequest(messages.in);
    if (given.length > 0) {
      const list = this.#tracker.fromMessages(sessionId ?? traceId, given);
      out.push({kind: 'messages', traceId, spanId, direction: 'in', list, at});
    }
    const reply = messages.out === undefined ? [] : messagesOfReply(messages.out);
    if (reply.length > 0) {
      const list = this.#tracker.single(reply);
      out.push({kind: 'messages', traceId, spanId, direction: 'out', list, at});
    }
  }
}

export interface PlainError {
  readonly failed: boolean;
  readonly message?: string;
  readonly type?: string;
}

/** Words with which logs say that there was no error. */
const NO_ERROR = /^(?:none|null|nil|false|ok|no|0)?$/i;

/** An error field: a text, a flag, or an object with a type and a message. */
export function readError(value: JsonValue): PlainError {
  if (value === null || value === false || value === 0) return {failed: false};
  if (typeof value === 'string') {
    return NO_ERROR.test(value.trim()) ? {failed: false} : {failed: true, message: value};
  }
  if (isArray(value)) {
    return value.length === 0 ? {failed: false} : {failed: true, message: JSON.stringify(value)};
  }
  if (!isObject(value)) return {failed: true};
  if (Object.keys(value).length === 0) return {failed: false};
  const message = firstOf(value, ['message', 'msg', 'detail', 'error', 'description']);
  const type = firstOf(value, ['type', 'class', 'name', 'code', 'exception']);
  return {
    failed: true,
    message: message ?? JSON.stringify(value),
    ...(type === undefined ? {} : {type}),
  };
}

function firstOf(object: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = object[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}
