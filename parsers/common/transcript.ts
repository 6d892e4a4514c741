import type {Fact, Locator, Message} from '../api.js';

/** Messages without a reply that are held before they are written as the owner's conversation so far. */
const MAX_PENDING = 64;

/** Numbers of the message lists of one parse. */
export class ListNumbers {
  #last: number;

  /** @param first for a parser that numbers lists in another way as well: where these begin. */
  constructor(first = 1) {
    this.#last = first - 1;
  }

  next(): number {
    this.#last++;
    return this.#last;
  }
}

/**
 * One conversation of a log that tells each message once: a call was given everything said before
 * it. Lists are differences to the list before, so that the whole is never held.
 *
 *     hear S, U1; ask call 1 -> in: add [S, U1]
 *     answer call 1 with A1  -> out: [A1]
 *     hear T1; ask call 2    -> in: keep 2 of list 1, add [A1, T1]
 */
export class Transcript {
  readonly #traceId: string;
  /** The agent's span: its own input list is what was said after the last reply. */
  readonly #ownerId: string;
  readonly #numbers: ListNumbers;
  #head: {readonly id: number; readonly keep: number} | undefined;
  #pending: Message[] = [];

  constructor(traceId: string, ownerId: string, numbers: ListNumbers) {
    this.#traceId = traceId;
    this.#ownerId = ownerId;
    this.#numbers = numbers;
  }

  /** A message that later calls are given. */
  hear(message: Message, at: Locator, out: Fact[]): void {
    this.#pending.push(message);
    if (this.#pending.length >= MAX_PENDING) this.flush(at, out);
  }

  /** Writes the input of a call; nothing where nothing was said. */
  ask(spanId: string, at: Locator, out: Fact[]): void {
    if (this.#head !== undefined || this.#pending.length > 0) this.#write(spanId, at, out);
  }

  /** Writes the reply of a call, which later calls are given too. */
  answer(spanId: string, messages: readonly Message[], at: Locator, out: Fact[]): void {
    this.reply(spanId, messages, at, out);
    for (const message of messages) this.hear(message, at, out);
  }

  /** Writes the reply of a call without adding it to the conversation. */
  reply(spanId: string, messages: readonly Message[], at: Locator, out: Fact[]): void {
    if (messages.length === 0) return;
    const id = this.#numbers.next();
    out.push({
      kind: 'messages',
      traceId: this.#traceId,
      spanId,
      direction: 'out',
      list: {id, add: messages, release: [id]},
      at,
    });
  }

  /** Adds to a reply of which `told` messages were written before. */
  answerMore(
    spanId: string,
    told: number,
    {message, at}: {readonly message: Message; readonly at: Locator},
    out: Fact[],
  ): void {
    const id = this.#numbers.next();
    const to = {traceId: this.#traceId, spanId, direction: 'out'} as const;
    const list = {id, base: {...to, keep: told}, add: [message], release: [id]};
    out.push({kind: 'messages', ...to, list, at});
    this.hear(message, at, out);
  }

  /** After a compaction the model sees what follows, nothing before. */
  forget(): void {
    this.#head = undefined;
    this.#pending = [];
  }

  /** Writes what no call was given yet as the input of the owner, so that no message is lost. */
  flush(at: Locator, out: Fact[]): void {
    if (this.#pending.length > 0) this.#write(this.#ownerId, at, out);
  }

  #write(spanId: string, at: Locator, out: Fact[]): void {
    const base = this.#head;
    const id = this.#numbers.next();
    const add = this.#pending;
    out.push({
      kind: 'messages',
      traceId: this.#traceId,
      spanId,
      direction: 'in',
      list: base === undefined ? {id, add} : {id, base, add, release: [base.id]},
      at,
    });
    this.#head = {id, keep: (base?.keep ?? 0) + add.length};
    this.#pending = [];
  }
}
