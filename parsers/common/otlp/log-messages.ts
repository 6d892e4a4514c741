import {isArray, isObject} from '../../api.js';
import type {Fact, JsonValue, Locator, Message} from '../../api.js';
import type {ConversationTracker} from '../conversation.js';
import {normaliseMessage} from '../messages/message.js';
import {contentMessage, messagesOfReply, messagesOfRequest} from '../messages/payload.js';
import type {LogRecord} from './read-log.js';

/** Spans whose messages are still being collected, record by record. */
const MAX_OPEN_SPANS = 512;
/** Messages collected for one span before they are sent. */
const MAX_MESSAGES = 10_000;

interface Open {
  readonly traceId: string;
  readonly spanId: string;
  readonly at: Locator;
  readonly before: Message[];
  readonly after: Message[];
}

const ROLES: ReadonlyMap<string, string> = new Map([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
]);

/**
 * Puts together the messages of a span that come as log records. Those of one call follow each
 * other; they are sent when too many spans are open, and at the end.
 */
export class LogMessages {
  readonly #tracker: ConversationTracker;
  readonly #open = new Map<string, Open>();

  constructor(tracker: ConversationTracker) {
    this.#tracker = tracker;
  }

  /** True when the record held messages and nothing else. */
  read(record: LogRecord, out: Fact[]): boolean {
    const role = ROLES.get(record.name);
    const {body} = record;
    if (role !== undefined && isObject(body)) {
      this.#of(record, out).before.push(normaliseMessage({...body, role: body.role ?? role}));
      return true;
    }
    if (record.name === 'gen_ai.choice' && isObject(body)) {
      const message = body.message ?? body;
      this.#of(record, out).after.push(
        isObject(message)
          ? normaliseMessage({...message, role: message.role ?? 'assistant'})
          : contentMessage('assistant', message),
      );
      return true;
    }
    const fields = isObject(body) ? body : {};
    const input =
      record.attributes.get('gen_ai.input.messages') ??
      fields['gen_ai.input.messages'] ??
      messagesIn(fields.input);
    const output =
      record.attributes.get('gen_ai.output.messages') ??
      fields['gen_ai.output.messages'] ??
      lastOf(messagesIn(fields.output));
    if (input === undefined && output === undefined) return false;
    const open = this.#of(record, out);
    const system =
      record.attributes.get('gen_ai.system_instructions') ?? fields['gen_ai.system_instructions'];
    if (system !== undefined) open.before.push(contentMessage('system', system));
    if (input !== undefined) open.before.push(...messagesOfRequest(input));
    if (output !== undefined) open.after.push(...messagesOfReply(output));
    return true;
  }

  /** Sends what is still open. */
  end(out: Fact[]): void {
    for (const open of this.#open.values()) this.#send(open, out);
    this.#open.clear();
  }

  #of({traceId, spanId, at}: LogRecord, out: Fact[]): Open {
    const key = `${traceId}/${spanId}`;
    let open = this.#open.get(key);
    if (open !== undefined && open.before.length + open.after.length >= MAX_MESSAGES) {
      this.#send(open, out);
      this.#open.delete(key);
      open = undefined;
    }
    if (open !== undefined) return open;
    const [oldest] = this.#open;
    if (this.#open.size >= MAX_OPEN_SPANS && oldest !== undefined) {
      this.#send(oldest[1], out);
      this.#open.delete(oldest[0]);
    }
    const created: Open = {traceId, spanId, at, before: [], after: []};
    this.#open.set(key, created);
    return created;
  }

  #send({traceId, spanId, at, before, after}: Open, out: Fact[]): void {
    if (before.length > 0) {
      const list = this.#tracker.fromMessages(traceId, before);
      out.push({kind: 'messages', traceId, spanId, direction: 'in', list, at});
    }
    if (after.length > 0) {
      const list = this.#tracker.single(after);
      out.push({kind: 'messages', traceId, spanId, direction: 'out', list, at});
    }
  }
}

/** The record of a later turn repeats the answers of the turns before it. */
function lastOf(list: JsonValue | undefined): JsonValue | undefined {
  return list !== undefined && isArray(list) ? list.slice(-1) : list;
}

/** ADOT: `body: {input: {messages}, output: {messages}}`. */
function messagesIn(value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || !isObject(value)) return undefined;
  return value.messages;
}
