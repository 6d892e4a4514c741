import type {JsonObject, JsonValue} from '../../model/json.js';
import type {ValueCut} from './bounded-builder.js';
import {ElementAssembler} from './element-assembler.js';
import type {Child} from './element-assembler.js';
import type {PatternPlace} from './element-pattern.js';
import {LargeValue} from './large-value.js';
import {MAX_KEY_BYTES, MAX_WHOLE_BYTES} from './limits.js';
import {JsonProblem} from './parse-json.js';
import {TakenValue} from './taken-value.js';
import type {FinishedValue} from './taken-value.js';

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
/** First bytes of a JSON value, and of the `NaN` and `Infinity` of Python's writer. */
const STARTS = new Set(Buffer.from('{["-0123456789tfnNI'));
/** Broken values behind which bytes are read again; a hostile file could have them read many times. */
const MAX_RESCANS = 10_000;

export interface ScanOptions {
  /** Of the first byte in the source. */
  readonly offset?: number;
  /** Values above this are built from their tokens. */
  readonly maxWholeBytes?: number;
  /** A value whose brackets do not balance ends where a line begins like a value. */
  readonly resyncs?: boolean;
}

/**
 * Reads top-level JSON values from chunks of any size, and sends the elements that match patterns
 * one by one. Only the containers that a pattern steps through are read structurally; all else is
 * taken by its brackets and given to JSON.parse, or to a tokenizer where it is long. Holds one
 * taken value, and what surrounds it.
 */
export class ValueScanner {
  readonly #places: readonly PatternPlace[];
  readonly #handler: ScanHandler;
  readonly #resyncs: boolean;
  readonly #taken: TakenValue;
  /** Brackets of the containers that are read structurally; at most as many as a pattern has steps. */
  #open: ('object' | 'array')[] = [];
  #assembler: ElementAssembler;
  #state: State = 'top';
  #base: number;
  #rootOffset = 0;
  #child: Child;
  #key: string | undefined;
  #previous = LINE_FEED;
  /** A value was broken: top-level values are checked as they are read. */
  #isStrict = false;
  #rescans = 0;

  constructor(places: readonly PatternPlace[], handler: ScanHandler, options: ScanOptions = {}) {
    this.#places = places;
    this.#handler = handler;
    this.#base = options.offset ?? 0;
    this.#resyncs = options.resyncs === true;
    this.#taken = new TakenValue(options.maxWholeBytes ?? MAX_WHOLE_BYTES);
    this.#assembler = new ElementAssembler(places);
    this.#child = this.#assembler.rootChild();
  }

  push(chunk: Buffer): void {
    this.#read(chunk);
    this.#base += chunk.length;
  }

  /** The data ends, or would end, inside a value. */
  get isInside(): boolean {
    if (this.#state === 'taking' && this.#taken.endsWithData) return this.#open.length > 0;
    return this.#state !== 'top' && this.#state !== 'resync';
  }

  /** The data ended. */
  end(): void {
    while (this.#resyncs && this.#state === 'taking' && this.#readAgain());
    if (this.#state === 'taking' && this.#taken.endsWithData) this.#finishTaken();
    if (this.#state !== 'top' && this.#state !== 'resync') {
      this.#abandon('truncated-document', 'the data ends inside this value', this.#base);
    }
  }

  #read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'key-text') at = this.#takeKey(chunk, at);
      else if (this.#state === 'taking') at = this.#take(chunk, at);
      else {
        const byte = chunk[at] ?? 0;
        at = this.#step(chunk, byte, at);
        this.#previous = byte;
      }
    }
    this.#taken.endChunk();
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
    const isStrict = state === 'taking' && this.#isStrict && this.#open.length === 0;
    this.#taken.begin(byte, offset, {isStrict});
  }

  #takeKey(chunk: Buffer, at: number): number {
    const taken = this.#taken;
    const stop = taken.advance(chunk, at);
    this.#previous = chunk[stop - 1] ?? 0;
    if (!taken.isDone) return stop;
    if (taken.lengthBytes > MAX_KEY_BYTES) {
      return this.#fail(`a key longer than ${String(MAX_KEY_BYTES)} bytes`, taken.offset, stop);
    }
    const key = this.#finish();
    if (key instanceof JsonProblem) {
      return this.#fail(`a key that is no JSON string: ${key.message}`, taken.offset, stop);
    }
    this.#key = typeof key.value === 'string' ? key.value : '';
    this.#state = 'colon';
    return stop;
  }

  #take(chunk: Buffer, at: number): number {
    const taken = this.#taken;
    const stop = taken.advance(chunk, at);
    this.#previous = chunk[stop - 1] ?? 0;
    const isRoot = this.#open.length === 0;
    if (isRoot && this.#resyncs && taken.problem !== undefined) {
      return this.#recover(taken.problem, chunk, [at, stop]);
    }
    if (!taken.isDone) return stop;
    const problem = this.#finishTaken();
    const isBroken = isRoot && this.#resyncs && !taken.endsWithData && problem !== undefined;
    return isBroken ? this.#resync(chunk, [at, stop]) : stop;
  }

  #finish(): FinishedValue | JsonProblem {
    try {
      return this.#taken.finish();
    } catch (error) {
      if (error instanceof JsonProblem) return error;
      throw error;
    }
  }

  #finishTaken(): JsonProblem | undefined {
    const {offset, lengthBytes: length, endsWithData} = this.#taken;
    const range = {offset, length};
    const isRoot = this.#open.length === 0;
    const finished = this.#finish();
    this.#state = isRoot ? 'top' : 'next';
    if (!(finished instanceof JsonProblem)) {
      this.#deliver(finished, range, isRoot);
      this.#taken.clear();
      return undefined;
    }
    this.#drop(codeOf(finished), finished.message, range);
    // Words at the top level are no JSON: the rest of their line is not worth a diagnostic each.
    if (isRoot && endsWithData) this.#state = 'resync';
    return finished;
  }

  #recover(problem: JsonProblem, chunk: Buffer, part: readonly [number, number]): number {
    const {offset, checkedOffset} = this.#taken;
    const range = {offset, length: checkedOffset - offset};
    this.#handler.refuse(codeOf(problem), problem.message, range, '');
    return this.#resync(chunk, part);
  }

  /** Goes on behind the first line of a broken top-level value; index in the chunk. */
  #resync(chunk: Buffer, [at, stop]: readonly [number, number]): number {
    this.#state = 'resync';
    this.#isStrict = true;
    const {offset, checkedOffset} = this.#taken;
    const held = this.#rescans++ < MAX_RESCANS ? this.#taken.takeHeld() : undefined;
    this.#taken.clear();
    if (held === undefined) return Math.min(stop, Math.max(at, checkedOffset - this.#base));
    if (this.#readHeld(held, offset)) return at;
    const feed = chunk.indexOf(LINE_FEED, at);
    return feed < 0 ? stop : Math.min(feed, stop);
  }

  /** False where the first line does not end in the bytes. */
  #readHeld(held: Buffer, offset: number): boolean {
    const feed = held.indexOf(LINE_FEED);
    if (feed < 0) return false;
    const base = this.#base;
    this.#base = offset + feed;
    this.#read(held.subarray(feed));
    this.#base = base;
    return true;
  }

  /** At the end of the data: an open value that is not merely cut is given up where it began. */
  #readAgain(): boolean {
    const {offset, lengthBytes} = this.#taken;
    const held = this.#rescans++ < MAX_RESCANS ? this.#taken.takeHeld() : undefined;
    if (held === undefined || held.length < lengthBytes) return false;
    const problem = problemOf(held);
    if (problem === undefined) return false;
    if (this.#open.length > 0) this.#abandon(codeOf(problem), problem.message, offset);
    else this.#handler.refuse(codeOf(problem), problem.message, {offset, length: lengthBytes}, '');
    this.#state = 'resync';
    this.#isStrict = true;
    this.#taken.clear();
    return this.#readHeld(held, offset);
  }

  #deliver({value, cuts, sizeBytes}: FinishedValue, range: ValueRange, isRoot: boolean): void {
    const {pattern} = this.#child;
    const pointer = cuts.length > 0 || pattern !== undefined ? this.#pointer() : '';
    for (const cut of cuts) this.#lose(cut, pointer, range);
    if (pattern !== undefined) {
      const above = this.#assembler.element();
      this.#handler.element({pattern, value, above, pointer}, range);
    } else if (isRoot) this.#handler.value(value, range);
    else this.#assembler.put(this.#key, value, sizeBytes);
  }

  #pointer(): string {
    return this.#assembler.pointerTo(this.#key);
  }

  #lose({message, pointer}: ValueCut, parent: string, range: ValueRange): void {
    this.#handler.lose('value-cut', message, range, parent + pointer);
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
    this.#taken.clear();
    this.#state = 'top';
  }
}

function codeOf({code}: JsonProblem): string {
  return code === 'garbage-line' ? 'garbage-value' : code;
}

/** Undefined when the bytes could be the start of a value. */
function problemOf(bytes: Buffer): JsonProblem | undefined {
  try {
    const large = new LargeValue();
    large.push(bytes, 0, bytes.length);
    large.check();
  } catch (error) {
    if (error instanceof JsonProblem) return error;
    throw error;
  }
  return undefined;
}
