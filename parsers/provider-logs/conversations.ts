import {createHash} from 'node:crypto';
import type {Message} from '../api.js';

/** Message lists that can be gone on from. */
const MAX_ENDS = 50_000;
/** Texts of tool arguments by which a sub-agent is known. */
const MAX_TASKS = 20_000;
/** A shorter text is no task: it would be found in many places. */
const MIN_TASK_CHARS = 12;

/** One agent: the requests that go on from each other. */
export interface Conversation {
  readonly traceId: string;
  readonly agentId: string;
  /** The call that started it, where its task is an argument of that call. */
  readonly parentId: string | undefined;
  /** The last answer was an error. */
  failed: boolean;
}

export interface Found {
  readonly conversation: Conversation;
  readonly isNew: boolean;
  /** Messages that an earlier request of the conversation held already. */
  readonly known: number;
}

/**
 * Raw logs have no tree: request n+1 repeats the messages of request n and goes on from them. A request
 * belongs to the conversation whose last message list is its longest beginning; else it is a new agent.
 * A new agent whose first user message is an argument of an earlier tool call is the sub-agent of that call.
 */
export class Conversations {
  readonly #ends = new Map<string, Conversation>();
  readonly #byReply = new Map<string, Conversation>();
  readonly #tasks = new Map<string, {readonly traceId: string; readonly spanId: string}>();
  #count = 0;

  /** @param previous id of the reply that the request says it goes on from (Responses API). */
  find(messages: readonly Message[], previous: string | undefined): Found {
    const named = previous === undefined ? undefined : this.#byReply.get(previous);
    const prefixes = hashPrefixes(messages);
    if (named !== undefined) {
      this.#remember(prefixes.at(-1), named);
      return {conversation: named, isNew: false, known: 0};
    }
    for (let length = prefixes.length; length > 0; length--) {
      const key = prefixes[length - 1];
      const conversation = key === undefined ? undefined : this.#ends.get(key);
      if (conversation === undefined) continue;
      this.#remember(prefixes.at(-1), conversation);
      return {conversation, isNew: false, known: length};
    }
    const conversation = this.#start(messages);
    this.#remember(prefixes.at(-1), conversation);
    return {conversation, isNew: true, known: 0};
  }

  replied(id: string, conversation: Conversation): void {
    this.#byReply.set(id, conversation);
    bound(this.#byReply, MAX_ENDS);
  }

  /** Remembers the texts that a tool call was given: a sub-agent may be asked with one of them. */
  asked(args: unknown, traceId: string, spanId: string): void {
    if (typeof args !== 'object' || args === null) return;
    for (const value of Object.values(args)) {
      if (typeof value !== 'string' || value.trim().length < MIN_TASK_CHARS) continue;
      this.#tasks.set(value.trim(), {traceId, spanId});
      bound(this.#tasks, MAX_TASKS);
    }
  }

  #start(messages: readonly Message[]): Conversation {
    this.#count++;
    const id = `agent-${String(this.#count)}`;
    const task = firstUserText(messages);
    const caller = task === undefined ? undefined : this.#tasks.get(task.trim());
    return {
      traceId: caller?.traceId ?? `conversation-${String(this.#count)}`,
      agentId: id,
      parentId: caller?.spanId,
      failed: false,
    };
  }

  #remember(key: string | undefined, conversation: Conversation): void {
    if (key === undefined) return;
    this.#ends.delete(key);
    this.#ends.set(key, conversation);
    bound(this.#ends, MAX_ENDS);
  }
}

function bound(map: Map<string, unknown>, limit: number): void {
  if (map.size <= limit) return;
  const oldest = map.keys().next().value;
  if (oldest !== undefined) map.delete(oldest);
}

/** Hash of each beginning of the list; each message is hashed once. */
function hashPrefixes(messages: readonly Message[]): readonly string[] {
  let before = '';
  return messages.map((message) => {
    before = createHash('sha256').update(before).update(JSON.stringify(message)).digest('hex');
    return before;
  });
}

export function firstUserText(messages: readonly Message[]): string | undefined {
  const first = messages.find((message) => message.role === 'user');
  const texts = first?.parts.map((part) => (part.kind === 'text' ? part.text : ''));
  const text = texts?.join('\n');
  return text === '' ? undefined : text;
}
