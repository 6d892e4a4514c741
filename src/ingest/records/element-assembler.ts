import {assert} from '../../model/assert.js';
import type {JsonObject, JsonValue} from '../../model/json.js';
import {elementPattern, goesInto, stepIndex, stepKey} from './element-pattern.js';
import type {PatternPlace} from './element-pattern.js';
import {MAX_REST_BYTES} from './limits.js';
import {setOwn} from './set-own.js';

/** Where a child of the innermost open container stands, and what is to be done with it. */
export interface Child {
  readonly places: readonly PatternPlace[];
  /** Index into the patterns: the child is an element. */
  readonly pattern: number | undefined;
}

interface Frame {
  readonly kind: 'object' | 'array';
  readonly places: readonly PatternPlace[];
  readonly pointer: string;
  /** Key in the parent; undefined in an array and for the root. */
  readonly key: string | undefined;
  /** What the items of an array are, once asked for. */
  item: Child | undefined;
  /** Keys of an object that no pattern steps through. Frozen in effect once `shown`. */
  plain: Record<string, JsonValue>;
  /** Containers of an object that patterns step through, without their elements. */
  through: Map<string, JsonValue> | undefined;
  /** Items of an array, elements apart. */
  readonly items: JsonValue[];
  count: number;
  /** Text kept below this frame. */
  bytes: number;
  shown: boolean;
  emitted: boolean;
  late: boolean;
}

const NO_ABOVE: readonly JsonObject[] = [];
const PLAIN: Child = {places: [], pattern: undefined};

/**
 * Puts together what surrounds the elements of one top-level value. Both routes (a value parsed
 * whole, a value read byte by byte) drive it, so their events are the same.
 *
 * `above` never holds a container that a pattern steps through. In `rest` such containers stand
 * without their elements, and an inner object that had no key after its elements is null, since
 * everything it holds came with `above`; so `rest` stays small, and its indexes stay right:
 *
 *     {"data": [{"id": 1, "spans": [..]}, {"id": 2, "spans": [..], "late": 3}]}   with data[].spans[]
 *     rest: {"data": [null, {"id": 2, "late": 3, "spans": []}]}
 */
export class ElementAssembler {
  readonly #root: readonly PatternPlace[];
  readonly #frames: Frame[] = [];
  #above: readonly JsonObject[] | undefined;
  #keptBytes = 0;
  /** Values that were dropped because what is kept around the elements grew too large. */
  dropped = 0;

  constructor(root: readonly PatternPlace[]) {
    this.#root = root;
  }

  get depth(): number {
    return this.#frames.length;
  }

  get emitted(): boolean {
    return this.#frames[0]?.emitted ?? false;
  }

  rootChild(): Child {
    return {places: this.#root, pattern: undefined};
  }

  childAtKey(key: string): Child {
    const places = stepKey(this.#top().places, key);
    return places.length === 0 ? PLAIN : {places, pattern: elementPattern(places)};
  }

  /** The same for all items of an array. */
  childAtNextIndex(): Child {
    const frame = this.#top();
    if (frame.item === undefined) {
      const places = stepIndex(frame.places);
      frame.item = {places, pattern: elementPattern(places)};
    }
    return frame.item;
  }

  /** RFC 6901 pointer of the next child of the innermost container, made only when it is needed. */
  pointerTo(key: string | undefined): string {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return '';
    const name = key === undefined ? String(frame.count) : escapePointer(key);
    return `${frame.pointer}/${name}`;
  }

  /** Opens a container that a pattern steps through; false if none does. */
  open(kind: 'object' | 'array', child: Child, key: string | undefined): boolean {
    if (child.pattern !== undefined || !goesInto(child.places, kind)) return false;
    const pointer = this.pointerTo(key);
    this.#frames.push({
      kind,
      places: child.places,
      pointer,
      key,
      item: undefined,
      plain: {},
      through: undefined,
      items: [],
      count: 0,
      bytes: 0,
      shown: false,
      emitted: false,
      late: false,
    });
    this.#above = undefined;
    return true;
  }

  /** A child that is neither an element nor stepped through. `sizeBytes`: of its text, where known. */
  put(key: string | undefined, value: JsonValue, sizeBytes: number): void {
    const frame = this.#top();
    frame.count++;
    if (frame.emitted) frame.late = true;
    if (this.#keptBytes + sizeBytes > MAX_REST_BYTES) {
      this.dropped++;
      return;
    }
    this.#keptBytes += sizeBytes;
    frame.bytes += sizeBytes;
    if (frame.kind === 'array') {
      frame.items.push(value);
      return;
    }
    assert(key !== undefined, 'a child of an object has a key');
    if (frame.shown) {
      frame.plain = {...frame.plain};
      frame.shown = false;
      this.#above = undefined;
    }
    setOwn(frame.plain, key, value);
  }

  /** A child that the reader refused: it keeps its index. */
  skip(): void {
    this.#top().count++;
  }

  /** An element is about to be sent: the enclosing objects, from the top. */
  element(): readonly JsonObject[] {
    this.#top().count++;
    if (this.#above !== undefined) return this.#above;
    const above: JsonObject[] = [];
    for (const frame of this.#frames) {
      frame.emitted = true;
      if (frame.kind === 'array') continue;
      frame.shown = true;
      above.push(frame.plain);
    }
    this.#above = above.length === 0 ? NO_ABOVE : above;
    return this.#above;
  }

  /** Closes the innermost container; returns what is left of it when it was the root. */
  close(): JsonValue | undefined {
    const frame = this.#frames.pop();
    assert(frame !== undefined, 'close without open');
    this.#above = undefined;
    const parent = this.#frames.at(-1);
    if (parent === undefined) return restOf(frame);
    if (frame.late) parent.late = true;
    const isSpent = frame.kind === 'object' && frame.emitted && !frame.late;
    const value = isSpent ? null : restOf(frame);
    if (isSpent) this.#keptBytes -= frame.bytes;
    else parent.bytes += frame.bytes;
    parent.count++;
    if (frame.key === undefined) parent.items.push(value);
    else (parent.through ??= new Map<string, JsonValue>()).set(frame.key, value);
    return undefined;
  }

  #top(): Frame {
    const frame = this.#frames.at(-1);
    assert(frame !== undefined, 'no open container');
    return frame;
  }
}

function restOf(frame: Frame): JsonValue {
  if (frame.kind === 'array') return frame.items;
  if (frame.through === undefined) return frame.plain;
  const out: Record<string, JsonValue> = {...frame.plain};
  for (const [key, value] of frame.through) setOwn(out, key, value);
  return out;
}

/** One step of an RFC 6901 pointer. */
export function escapePointer(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}
