import type {Token} from 'stream-json/core/parser.js';
import {assert} from '../../model/assert.js';
import type {JsonValue} from '../../model/json.js';
import {escapePointer} from './element-assembler.js';
import {MAX_JSON_DEPTH, MAX_KEPT_STRING_CHARS, MAX_KEPT_VALUE_CHARS} from './limits.js';
import {JsonProblem, toNumber} from './parse-json.js';
import {setOwn} from './set-own.js';

/** Something of a value that was not kept. */
export interface ValueCut {
  /** RFC 6901, from the root of the value. */
  readonly pointer: string;
  readonly message: string;
}

export interface BoundedValue {
  readonly value: JsonValue;
  readonly cuts: readonly ValueCut[];
  /** About the text that was kept. */
  readonly keptChars: number;
}

interface Frame {
  readonly items: JsonValue[] | undefined;
  readonly fields: Record<string, JsonValue>;
  key: string;
  /** Children met, kept or not. */
  count: number;
  dropped: number;
}

/** Charged for every value besides its text: about what it takes in the heap. */
const VALUE_CHARS = 16;
/** What is kept behind the full budget: early children of each container, and short texts. */
const LEAN_CHILDREN = 256;
const LEAN_STRING_CHARS = 4096;
const LEAN_CHARS = 8 * 1024 * 1024;
/** Behind that, only the fields of the value itself, so that an id or a time at its end is not lost. */
const LAST_CHILDREN = 1024;
/** Cuts that keep their own place; see DiagnosticBook, which bounds them again over a source. */
const MAX_CUTS = 64;

/**
 * Builds a JSON value from tokens, of bounded size whatever its length. A string over
 * `MAX_KEPT_STRING_CHARS` keeps its start and says so at its end:
 *
 *     "aaaa...aaa[cut: 390000000 characters in the log]"
 *
 * Once `MAX_KEPT_VALUE_CHARS` are kept, an array ends early and an object lacks keys; what is
 * missing is told as a cut.
 */
export class BoundedBuilder {
  readonly #frames: Frame[] = [];
  readonly #cuts: ValueCut[] = [];
  #moreCuts = 0;
  #root: JsonValue | undefined;
  #kept = 0;
  /** Open containers below one that was dropped, it included. */
  #skipped = 0;
  #pieces: string[] = [];
  #textChars = 0;
  #textLimit = 0;

  /** @throws JsonProblem when nested too deep */
  add(token: Token): void {
    switch (token.name) {
      case 'startObject':
        this.#open(undefined);
        return;
      case 'startArray':
        this.#open([]);
        return;
      case 'endObject':
      case 'endArray':
        this.#close();
        return;
      case 'keyValue':
        if (this.#skipped === 0) this.#top().key = token.value;
        return;
      case 'startString':
        this.#textChars = 0;
        this.#textLimit = this.#stringLimit();
        return;
      case 'stringChunk':
        this.#addText(token.value);
        return;
      case 'endString':
        this.#endText();
        return;
      case 'numberValue':
        this.#put(toNumber(copy(token.value)));
        return;
      case 'trueValue':
      case 'falseValue':
      case 'nullValue':
        this.#put(token.value);
        return;
      case 'startKey':
      case 'endKey':
      case 'startNumber':
      case 'numberChunk':
      case 'endNumber':
      case 'stringValue':
      case 'whitespace':
        throw new Error(`a token that was not asked for: ${token.name}`);
    }
  }

  /** @throws JsonProblem when the value is not whole */
  finish(): BoundedValue {
    if (this.#root === undefined || this.#frames.length > 0) {
      throw new JsonProblem('garbage-line', 'the value is not whole');
    }
    const more = {pointer: '', message: `${String(this.#moreCuts)} more cuts`};
    const cuts = this.#moreCuts === 0 ? this.#cuts : [...this.#cuts, more];
    return {value: this.#root, cuts, keptChars: this.#kept};
  }

  #open(items: JsonValue[] | undefined): void {
    if (this.#frames.length + this.#skipped >= MAX_JSON_DEPTH) {
      const message = `nested more than ${String(MAX_JSON_DEPTH)} levels deep`;
      throw new JsonProblem('record-too-deep', message);
    }
    const fields: Record<string, JsonValue> = {};
    if (this.#skipped > 0 || !this.#put(items ?? fields)) this.#skipped++;
    else this.#frames.push({items, fields, key: '', count: 0, dropped: 0});
  }

  #close(): void {
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    const {dropped, items} = this.#top();
    this.#frames.pop();
    if (dropped === 0) return;
    const what = items === undefined ? 'fields' : 'items at the end';
    this.#cut(`${String(dropped)} ${what} were dropped: the record is too large to hold`);
  }

  /** Room for the text of the string that begins here. */
  #stringLimit(): number {
    if (this.#skipped > 0) return 0;
    const room = MAX_KEPT_VALUE_CHARS - this.#kept;
    return Math.max(LEAN_STRING_CHARS, Math.min(MAX_KEPT_STRING_CHARS, room));
  }

  #addText(text: string): void {
    const room = this.#textLimit - this.#textChars;
    this.#textChars += text.length;
    if (room <= 0) return;
    this.#pieces.push(room < text.length ? text.slice(0, room) : text);
  }

  #endText(): void {
    const kept = this.#pieces.length === 1 ? copy(this.#pieces[0] ?? '') : this.#pieces.join('');
    const isCut = this.#textChars > kept.length;
    this.#pieces = [];
    if (this.#skipped > 0) return;
    const length = `${String(this.#textChars)} characters`;
    // The pair of a surrogate may stand behind the cut.
    const text = isCut ? `${kept.replace(/[\uD800-\uDBFF]$/, '')}${cutMark(length)}` : kept;
    if (this.#put(text) && isCut) this.#cut(`a text of ${length} was cut`);
  }

  /** False where the value was dropped. */
  #put(value: JsonValue): boolean {
    if (this.#skipped > 0) return false;
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      this.#root = value;
      return true;
    }
    frame.count++;
    const chars = VALUE_CHARS + (typeof value === 'string' ? value.length : 0);
    if (!this.#hasRoom(frame)) {
      frame.dropped++;
      return false;
    }
    this.#kept += chars;
    if (frame.items === undefined) setOwn(frame.fields, frame.key, value);
    else frame.items.push(value);
    return true;
  }

  /** An array that lost an item loses all later ones, so that indexes stay right. */
  #hasRoom({items, count, dropped}: Frame): boolean {
    if (items !== undefined && dropped > 0) return false;
    if (this.#kept < MAX_KEPT_VALUE_CHARS) return true;
    if (this.#kept < MAX_KEPT_VALUE_CHARS + LEAN_CHARS) return count <= LEAN_CHILDREN;
    return this.#frames.length === 1 && count <= LAST_CHILDREN;
  }

  #cut(message: string): void {
    if (this.#cuts.length >= MAX_CUTS) this.#moreCuts++;
    else this.#cuts.push({pointer: this.#pointer(), message});
  }

  /** Of the child just put, or of the container just closed; both stand in the innermost frame. */
  #pointer(): string {
    const steps: string[] = [];
    for (const {items, key} of this.#frames) {
      steps.push(items === undefined ? escapePointer(key) : String(items.length - 1));
    }
    return steps.map((step) => `/${step}`).join('');
  }

  #top(): Frame {
    const frame = this.#frames.at(-1);
    assert(frame !== undefined, 'no open container');
    return frame;
  }
}

/** What stands at the end of a text that was not kept whole. `length`: of all of it, with its unit. */
export function cutMark(length: string): string {
  return `[cut: ${length} in the log]`;
}

/** Shortest text of which V8 keeps a slice of its parent instead of a copy. */
const SLICED_CHARS = 13;

/** A text of its own: a slice would hold the whole piece of the log that it was cut from. */
function copy(text: string): string {
  return text.length < SLICED_CHARS ? text : (JSON.parse(JSON.stringify(text)) as string);
}
