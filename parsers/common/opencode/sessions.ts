import type {Fact, JsonObject, Locator} from '../../api.js';
import {objectOf, textOf} from '../fields.js';
import {Oddities} from '../oddities.js';
import {ListNumbers} from '../transcript.js';
import type {Doc} from './docs.js';
import {SessionReading} from './session-reading.js';

/** A message and its parts, in the order of their ids. */
export interface MessageDoc extends Doc {
  readonly parts: readonly Doc[];
}

/** Parent sessions looked up; a circle would have no end. */
const MAX_ANCESTORS = 64;

/**
 * All sessions of one store. A sub-agent's session is a session of its own: it hangs in its parent's trace, below
 * the `task` call that names it, or below the parent's agent where no call does.
 */
export class Sessions {
  readonly facts: Fact[] = [];
  readonly #docs: ReadonlyMap<string, Doc>;
  readonly #oddities = new Oddities();
  readonly #numbers = new ListNumbers();
  /** Child session -> span of the call that started it. */
  readonly #startedBy = new Map<string, string>();
  readonly #finished: {
    readonly id: string;
    readonly parentId: string;
    readonly traceId: string;
    readonly at: Locator;
  }[] = [];

  readonly #read = new Set<string>();
  #open:
    | {
        readonly id: string;
        readonly reading: SessionReading;
        readonly about: JsonObject;
        readonly at: Locator;
      }
    | undefined;

  constructor(docs: ReadonlyMap<string, Doc>) {
    this.#docs = docs;
  }

  /** A whole session at once. */
  read(sessionId: string, messages: readonly MessageDoc[], at: Locator): void {
    this.#begin(sessionId, at);
    for (const message of messages.toSorted(byTime)) this.add(sessionId, message);
    this.#end(messages.at(-1)?.at ?? at);
  }

  /** The next message: sessions come one after the other, messages by time. */
  add(sessionId: string, message: MessageDoc): void {
    if (this.#open?.id !== sessionId) {
      this.#end(message.at);
      this.#begin(sessionId, message.at);
    }
    this.#open?.reading.readMessage(message);
  }

  #begin(id: string, at: Locator): void {
    const doc = this.#docs.get(id);
    const about = doc?.value ?? {};
    const reading = new SessionReading({
      sessionId: id,
      traceId: this.#topOf(id),
      about,
      facts: this.facts,
      numbers: this.#numbers,
      oddities: this.#oddities,
      startedBy: this.#startedBy,
    });
    reading.begin(doc?.at ?? at);
    this.#open = {id, reading, about, at: doc?.at ?? at};
    this.#read.add(id);
  }

  #end(last: Locator): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    open.reading.finish(last);
    const parentId = textOf(open.about, 'parentID');
    const {id, at} = open;
    if (parentId !== undefined) {
      this.#finished.push({id, parentId, traceId: open.reading.traceId, at});
    }
  }

  /** The calls are known now: each sub-agent is hung below the one that started it. Sessions without messages are told. */
  finish(last?: Locator): void {
    if (last !== undefined) {
      this.#end(last);
      for (const [id, {at}] of this.#docs) if (!this.#read.has(id)) this.read(id, [], at);
    }
    for (const {id, parentId, traceId, at} of this.#finished) {
      const patch = {parentId: this.#startedBy.get(id) ?? parentId};
      this.facts.push({kind: 'span-patch', traceId, spanId: id, patch, at});
    }
    this.facts.push(...this.#oddities.take());
  }

  #topOf(sessionId: string): string {
    let top = sessionId;
    for (let up = 0; up < MAX_ANCESTORS; up++) {
      const parent = textOf(this.#docs.get(top)?.value ?? {}, 'parentID');
      if (parent === undefined || parent === sessionId) break;
      top = parent;
    }
    return top;
  }
}

function byTime(a: Doc, b: Doc): number {
  return createdMs(a) - createdMs(b);
}

/** When a message was made, milliseconds; 0 where it does not say. */
export function createdMs({value}: Doc): number {
  const time: JsonObject = objectOf(value, 'time') ?? {};
  const {created: ms} = time;
  return typeof ms === 'number' ? ms : 0;
}
