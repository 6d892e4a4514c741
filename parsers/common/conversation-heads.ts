import type {Message} from '../api.js';
import type {ElementEnd} from './array-text.js';

export interface ConversationBounds {
  /** Characters of text or messages kept for comparison, over all conversations. */
  readonly maxChars: number;
  /** Conversations that can be gone on from. */
  readonly maxHeads: number;
  /** Conversations that share one key (forks, interleaved agents) and are compared at each call. */
  readonly maxHeadsPerKey: number;
  /** Lists known by length only, for `extend`. */
  readonly maxLengths: number;
  /** Element ends remembered for one text. */
  readonly maxEnds: number;
}

/** Half of it in two-byte strings is 64 MB of the 300 MB that an ingest may take. */
const DEFAULT_BOUNDS: ConversationBounds = {
  maxChars: 32 * 1024 * 1024,
  maxHeads: 4096,
  maxHeadsPerKey: 8,
  maxLengths: 200_000,
  maxEnds: 8192,
};

/** The newest list of one conversation. */
export interface Head {
  readonly id: number;
  readonly key: string;
  readonly count: number;
  readonly chars: number;
  /** JSON text of the list, where it came as text. */
  readonly text?: string;
  /** Known element ends of `text` (counted without the lead), ascending. Owned by the head; more may be found later. */
  readonly ends: ElementEnd[];
  readonly messages?: readonly Message[];
  /** Text of the messages before the array, and how many they are. */
  readonly lead?: string;
  readonly leadCount: number;
}

/** Which lists can still be gone on from: least recently used go first, and are then released. */
export class ConversationHeads {
  readonly #bounds: ConversationBounds;
  /** In order of use, oldest first. */
  readonly #heads = new Map<number, Head>();
  /** In order of use, newest last. */
  readonly #byKey = new Map<string, Head[]>();
  readonly #lengths = new Map<number, number>();
  #released: number[] = [];
  #chars = 0;
  #lastId = 0;

  constructor(bounds: Partial<ConversationBounds>) {
    this.#bounds = {...DEFAULT_BOUNDS, ...bounds};
  }

  nextId(): number {
    this.#lastId++;
    return this.#lastId;
  }

  /** Heads that share a key, most recently used first. */
  ofKey(key: string): readonly Head[] {
    return this.#byKey.get(key)?.toReversed() ?? [];
  }

  add(head: Head): void {
    this.#heads.set(head.id, head);
    this.#chars += head.chars;
    const same = this.#byKey.get(head.key);
    if (same === undefined) this.#byKey.set(head.key, [head]);
    else same.push(head);
    if (same !== undefined && same.length > this.#bounds.maxHeadsPerKey && same[0] !== undefined) {
      this.#drop(same[0]);
    }
    this.#shrink();
  }

  replace(old: Head, head: Head): void {
    this.#drop(old);
    this.add(head);
  }

  touch(head: Head): void {
    this.#heads.delete(head.id);
    this.#heads.set(head.id, head);
    const same = this.#byKey.get(head.key);
    if (same === undefined) return;
    const index = same.indexOf(head);
    if (index === -1) return;
    same.splice(index, 1);
    same.push(head);
  }

  /** Numbers a list that is known by its length only. */
  addLength(count: number): number {
    const id = this.nextId();
    this.#lengths.set(id, count);
    if (this.#lengths.size > this.#bounds.maxLengths) {
      const oldest = this.#lengths.keys().next().value;
      if (oldest !== undefined) {
        this.#lengths.delete(oldest);
        this.#released.push(oldest);
      }
    }
    return id;
  }

  /** Messages of a live list; the list counts as used. */
  getLength(id: number): number | undefined {
    const count = this.#lengths.get(id);
    if (count === undefined) return this.#heads.get(id)?.count;
    this.#lengths.delete(id);
    this.#lengths.set(id, count);
    return count;
  }

  release(id: number): void {
    this.#released.push(id);
  }

  /** Lists that ended since the last call, for the next list to name. */
  takeReleased(): readonly number[] {
    const released = this.#released;
    if (released.length > 0) this.#released = [];
    return released;
  }

  /** Keeps the later half when there are too many: histories mostly change near their end. */
  boundEnds(ends: ElementEnd[]): ElementEnd[] {
    return ends.length > this.#bounds.maxEnds ? ends.slice(ends.length >> 1) : ends;
  }

  #drop(head: Head): void {
    this.#heads.delete(head.id);
    this.#chars -= head.chars;
    this.#released.push(head.id);
    const same = this.#byKey.get(head.key);
    if (same === undefined) return;
    const index = same.indexOf(head);
    if (index !== -1) same.splice(index, 1);
    if (same.length === 0) this.#byKey.delete(head.key);
  }

  /** The newest list stays, however large: only a record that was just read can be that large. */
  #shrink(): void {
    while (
      this.#heads.size > 1 &&
      (this.#chars > this.#bounds.maxChars || this.#heads.size > this.#bounds.maxHeads)
    ) {
      const oldest = this.#heads.values().next().value;
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }
}
