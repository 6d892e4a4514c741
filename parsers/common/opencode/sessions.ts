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

  constructor(docs: ReadonlyMap<string, Doc>) {
    this.#docs = docs;
  }

  read(sessionId: string, messages: readonly MessageDoc[], at: Locator): void {
    const doc = this.#docs.get(sessionId);
    const about = doc?.value ?? {};
    const reading = new SessionReading({
      sessionId,
      traceId: this.#topOf(sessionId),
      about,
      facts: this.facts,
      numbers: this.#numbers,
      oddities: this.#oddities,
      startedBy: this.#startedBy,
    });
    reading.begin(doc?.at ?? at);
    for (const message of messages.toSorted(byTime)) reading.readMessage(message);
    const last = messages.at(-1)?.at ?? at;
    reading.finish(last);
    const parentId = textOf(about, 'parentID');
    if (parentId !== undefined) {
      this.#finished.push({id: sessionId, parentId, traceId: reading.traceId, at: doc?.at ?? at});
    }
  }

  /** The calls are known now: each sub-agent is hung below the one that started it. */
  finish(): void {
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
  const created = ({value}: Doc): number => {
    const time: JsonObject = objectOf(value, 'time') ?? {};
    const {created: ms} = time;
    return typeof ms === 'number' ? ms : 0;
  };
  return created(a) - created(b);
}
