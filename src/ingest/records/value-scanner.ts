import type {JsonObject, JsonValue} from '../../model/json.js';
import {PieceBuffer, decode} from './decode.js';
import {ElementAssembler} from './element-assembler.js';
import type {Child} from './element-assembler.js';
import type {PatternPlace} from './element-pattern.js';
import {MAX_JSON_DEPTH, MAX_KEY_BYTES, MAX_RECORD_BYTES} from './limits.js';
import {JsonProblem, parseJson} from './parse-json.js';
import {ValueSkip} from './value-skip.js';

/** Bytes of a value, by offset in the source. */
export interface ValueRange {
  readonly offset: number;
  readonly length: number;
}

export interface FoundElement {
  readonly pattern: number;
  readonly value: JsonValue;
  readonly above: readonly JsonObject[];
  readonly pointer: string;
}

/** What the scanner finds, in order. */
export interface ScanHandler {
  /** A top-level value without elements. */
  value(value: JsonValue, range: ValueRange): void;
  element(found: FoundElement, range: ValueRange): void;
  /** A top-level value whose elements were sent; partial if the data ended inside it. */
  rest(value: JsonValue, range: ValueRange): void;
  /** A record that cannot be used; scanning goes on behind it. */
  refuse(code: string, message: string, range: ValueRange, pointer: string): void;
  /** Something was lost that is no record of its own. */
  lose(code: string, message: string, range: ValueRange, pointer: string): void;
}

type State =
  /** Between top-level values. */
  | 'top'
  /** After `[`: a value or `]`. */
  | 'first-item'
  /** After `:`, or after `,` in an array. */
  | 'value'
  /** After `{`: a key or `}`. */
  | 'first-key'
  /** After `,` in an object. */
  | 'key'
  | 'key-text'
  | 'colon'
  /** After a child: `,` or the end of the container. */
  | 'next'
  /** Inside a value that is taken whole. */
  | 'taking'
  /** After an error, until a line begins with `{` or `[`. */
  | 'resync';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LINE_FEED = 0x0a;
const BOM = [0xef, 0xbb, 0xbf];
/** First bytes of a JSON value. */
const STARTS = new Set(Buffer.from('{["-0123456789tfn'));

/**
 * Reads top-level JSON values from chunks of any size, and sends the elements that match patterns
 * one by one. Only the containers that a pattern steps through are read structurally; all else is
 * taken by its brackets and given to JSON.parse. Holds one taken value, and what surrounds it.
 */
export class ValueScanner {
  readonly #places: readonly PatternPlace[];
  readonly #handler: ScanHandler;
  readonly #maxBytes: number;
  readonly #skip = new ValueSkip();
  readonly #pieces = new PieceBuffer();
  /** Brackets of the containers that are read structurally; at most as many as a pattern has steps. */
  #open: ('object' | 'array')[] = [];
  #assembler: ElementAssembler;
  #state: State = 'top';
  #base: number;
  #rootOffset = 0;
  #child: Child;
  #key: string | undefined;
  #takenOffset = 0;
  #takenBytes = 0;
  #previous = LINE_FEED;

  constructor(
    places: readonly PatternPlace[],
    handler: ScanHandler,
    options: {readonly offset?: number; readonly maxBytes?: number} = {},
  ) {
    this.#places = places;
    this.#handler = handler;
    this.#base = options.offset ?? 0;
    this.#maxBytes = options.maxBytes ?? MAX_RECORD_BYTES;
    this.#assembler = new ElementAssembler(places);
    this.#child = this.#assembler.rootChild();
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'taking' || this.#state === 'key-text') at = this.#take(chunk, at);
      else {
        const byte = chunk[at] ?? 0;
        at = this.#step(chunk, byte, at);
        this.#previous = byte;
      }
    }
    this.#base += chunk.length;
  }

  /** The data ended. */
  end(): void {
    if (this.#state === 'taking' && this.#skip.endsWithData) this.#finishTaken();
    if (this.#state !== 'top' && this.#state !== 'resync') {
      this.#abandon('truncated-document', 'the data ends inside this value', this.#base);
    }
  }

  /** One byte outside of a taken value; returns where to go on. */
  #step(chunk: Buffer, byte: number, at: number): number {
    const offset = this.#base + at;
    if (this.#state === 'resync') {
      const isOpen = byte === OPEN_OBJECT || byte === OPEN_ARRAY;
      if (!isOpen || this.#previous !== LINE_FEED) return at + 1;
      this.#state = 'top';
    }
    if (byte === 0x20 || byte === LINE_FEED || byte === 0x0d || byte === 0x09) return at + 1;
    switch (this.#state) {
      case 'top':
        return this.#isBetween(byte, offset) ? at + 1 : this.#startRoot(chunk, byte, at);
      case 'first-item':
        if (byte === CLOSE_ARRAY) return this.#close('array', offset, at);
        return this.#startItem(chunk, byte, at);
      case 'value':
        if (this.#key === undefined) return this.#startItem(chunk, byte, at);
        this.#child = this.#assembler.childAtKey(this.#key);
        return this.#start(chunk, byte, at);
      case 'first-key':
        if (byte === CLOSE_OBJECT) return this.#close('object', offset, at);
        return this.#startKey(byte, offset, at);
      case 'key':
        return this.#startKey(byte, offset, at);
      case 'colon':
        if (byte !== COLON) return this.#fail('expected a colon behind a key', offset, at);
        this.#state = 'value';
        return at + 1;
      case 'next':
        return this.#next(byte, offset, at);
      case 'taking':
      case 'key-text':
        throw new Error('a taken value is not read byte by byte');
    }
  }

  /** Bytes that may stand between top-level values: a mark at the start, NUL of a torn write, record separators. */
  #isBetween(byte: number, offset: number): boolean {
    if (offset < BOM.length && byte === BOM[offset]) return true;
    if (byte === 0x1e) return true;
    if (byte !== 0 && byte !== COMMA) return false;
    if (this.#previous !== byte) {
      const [code, what] = byte === 0 ? ['nul-bytes', 'NUL bytes'] : ['stray-comma', 'a comma'];
      this.#handler.lose(code, `${what} between two values`, {offset, length: 1}, '');
    }
    return true;
  }

  #startRoot(chunk: Buffer, byte: number, at: number): number {
    this.#rootOffset = this.#base + at;
    this.#assembler = new ElementAssembler(this.#places);
    this.#child = this.#assembler.rootChild();
    this.#key = undefined;
    return this.#start(chunk, byte, at);
  }

  #startItem(chunk: Buffer, byte: number, at: number): number {
    this.#key = undefined;
    this.#child = this.#assembler.childAtNextIndex();
    return this.#start(chunk, byte, at);
  }

  #start(chunk: Buffer, byte: number, at: number): number {
    const kind = byte === OPEN_OBJECT ? 'object' : byte === OPEN_ARRAY ? 'array' : undefined;
    if (kind !== undefined && this.#assembler.open(kind, this.#child, this.#key)) {
      this.#open.push(kind);
      this.#state = kind === 'object' ? 'first-key' : 'first-item';
      return at + 1;
    }
    if (!STARTS.has(byte)) return this.#fail('expected a value', this.#base + at, at);
    this.#beginTaking('taking', byte, this.#base + at);
    return at;
  }

  #startKey(byte: number, offset: number, at: number): number {
    if (byte !== QUOTE) return this.#fail('expected a key in quotes', offset, at);
    this.#beginTaking('key-text', byte, offset);
    return at;
  }

  #beginTaking(state: 'taking' | 'key-text', byte: number, offset: number): void {
    this.#state = state;
    this.#skip.begin(byte);
    this.#takenOffset = offset;
    this.#takenBytes = 0;
    this.#pieces.clear();
  }

  #take(chunk: Buffer, at: number): number {
    const end = this.#skip.advance(chunk, at);
    const stop = end < 0 ? chunk.length : end;
    const isWhole = end >= 0 && this.#takenBytes === 0;
    this.#takenBytes += stop - at;
    const isTooLong =
      this.#takenBytes > (this.#state === 'key-text' ? MAX_KEY_BYTES : this.#maxBytes);
    if (isTooLong) this.#pieces.clear();
    else if (!isWhole) this.#pieces.add(chunk, at, stop);
    this.#previous = chunk[stop - 1] ?? 0;
    if (end < 0) return stop;
    if (this.#state === 'key-text')
      return this.#finishKey(isWhole ? decode(chunk, at, end) : undefined, stop);
    this.#finishTaken(isWhole && !isTooLong ? decode(chunk, at, end) : undefined);
    return stop;
  }

  #finishKey(text: string | undefined, at: number): number {
    const range = {offset: this.#takenOffset, length: this.#takenBytes};
    if (this.#takenBytes > MAX_KEY_BYTES) {
      return this.#fail(`a key longer than ${String(MAX_KEY_BYTES)} bytes`, range.offset, at);
    }
    try {
      const key = parseJson(text ?? this.#takePieces());
      this.#key = typeof key === 'string' ? key : '';
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      return this.#fail(`a key that is no JSON string: ${error.message}`, range.offset, at);
    }
    this.#state = 'colon';
    return at;
  }

  #takePieces(): string {
    const whole = this.#pieces.take();
    return decode(whole, 0, whole.length);
  }

  #finishTaken(text?: string): void {
    const range = {offset: this.#takenOffset, length: this.#takenBytes};
    const isRoot = this.#open.length === 0;
    this.#state = isRoot ? 'top' : 'next';
    const problem = this.#tooLarge(range);
    if (problem !== undefined) {
      this.#pieces.clear();
      this.#drop(problem.code, problem.message, range);
      return;
    }
    let value: JsonValue;
    try {
      value = parseJson(text ?? this.#takePieces());
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      const code = error.code === 'garbage-line' ? 'garbage-value' : error.code;
      this.#drop(code, error.message, range);
      // Words at the top level are no JSON: the rest of their line is not worth a diagnostic each.
      if (isRoot && this.#skip.endsWithData) this.#state = 'resync';
      return;
    }
    this.#deliver(value, range, isRoot);
  }

  #tooLarge(range: ValueRange): {readonly code: string; readonly message: string} | undefined {
    if (range.length > this.#maxBytes) {
      const message = `${String(range.length)} bytes, more than ${String(this.#maxBytes)}`;
      return {code: 'record-too-long', message};
    }
    if (this.#skip.maxDepth > MAX_JSON_DEPTH) {
      const message = `nested more than ${String(MAX_JSON_DEPTH)} levels deep`;
      return {code: 'record-too-deep', message};
    }
    return undefined;
  }

  #deliver(value: JsonValue, range: ValueRange, isRoot: boolean): void {
    const {pattern} = this.#child;
    if (pattern !== undefined) {
      const pointer = this.#assembler.pointerTo(this.#key);
      const above = this.#assembler.element();
      this.#handler.element({pattern, value, above, pointer}, range);
    } else if (isRoot) this.#handler.value(value, range);
    else this.#assembler.put(this.#key, value, range.length);
  }

  #drop(code: string, message: string, range: ValueRange): void {
    const {pattern} = this.#child;
    const pointer = this.#assembler.pointerTo(this.#key);
    const isRecord = pattern !== undefined || this.#open.length === 0;
    if (isRecord) this.#handler.refuse(code, message, range, pointer);
    else this.#handler.lose(code, message, range, pointer);
    if (this.#open.length > 0) this.#assembler.skip();
  }

  #next(byte: number, offset: number, at: number): number {
    const kind = this.#open.at(-1);
    if (byte === COMMA) {
      this.#key = undefined;
      this.#state = kind === 'object' ? 'key' : 'value';
      return at + 1;
    }
    if (byte === CLOSE_OBJECT) return this.#close('object', offset, at);
    if (byte === CLOSE_ARRAY) return this.#close('array', offset, at);
    return this.#fail('expected a comma or a closing bracket', offset, at);
  }

  #close(kind: 'object' | 'array', offset: number, at: number): number {
    if (this.#open.at(-1) !== kind) return this.#fail('a bracket that closes nothing', offset, at);
    this.#open.pop();
    this.#state = this.#open.length === 0 ? 'top' : 'next';
    this.#closeFrame(offset + 1);
    return at + 1;
  }

  #closeFrame(endOffset: number): void {
    const {emitted, dropped} = this.#assembler;
    const whole = this.#assembler.close();
    if (whole === undefined) return;
    const range = {offset: this.#rootOffset, length: endOffset - this.#rootOffset};
    if (dropped > 0) {
      const message = `${String(dropped)} values around the elements were dropped: too large to hold`;
      this.#handler.lose('rest-too-large', message, range, '');
    }
    if (emitted) this.#handler.rest(whole, range);
    else this.#handler.value(whole, range);
  }

  #fail(message: string, offset: number, at: number): number {
    this.#abandon('garbage-value', message, offset);
    this.#state = 'resync';
    return at;
  }

  /** Gives up the current top-level value, and hands over what was read of it. */
  #abandon(code: string, message: string, endOffset: number): void {
    const range = {offset: endOffset, length: 0};
    const isTakingRecord = this.#state === 'taking' && this.#child.pattern !== undefined;
    const hasElements = this.#assembler.emitted;
    const pointer = this.#assembler.pointerTo(this.#key);
    if (hasElements && !isTakingRecord) this.#handler.lose(code, message, range, pointer);
    else this.#handler.refuse(code, message, range, pointer);
    while (this.#open.length > 0) {
      this.#open.pop();
      if (hasElements) this.#closeFrame(endOffset);
    }
    this.#pieces.clear();
    this.#state = 'top';
  }
}
