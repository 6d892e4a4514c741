import type {JsonValue} from '../../model/json.js';
import type {ValueCut} from './bounded-builder.js';
import {PieceBuffer, decode} from './decode.js';
import {LargeValue} from './large-value.js';
import {MAX_JSON_DEPTH} from './limits.js';
import {JsonProblem, parseJson} from './parse-json.js';
import {ValueSkip} from './value-skip.js';

const LINE_FEED = 0x0a;

export interface FinishedValue {
  readonly value: JsonValue;
  readonly cuts: readonly ValueCut[];
  /** About the text that is held, in bytes. */
  readonly sizeBytes: number;
}

/**
 * A value that is taken by its brackets, over chunks of any size, and then parsed: whole up to a
 * bound, from its tokens above it. One object for one value after the other.
 */
export class TakenValue {
  readonly #maxBytes: number;
  readonly #skip = new ValueSkip();
  readonly #pieces = new PieceBuffer();
  #large: LargeValue | undefined;
  #isStrict = false;
  /** The part of the chunk that was seen last; not yet among the pieces. */
  #part: {readonly chunk: Buffer; readonly at: number; readonly stop: number} | undefined;
  offset = 0;
  lengthBytes = 0;
  isDone = false;
  /** Why the tokens are no JSON; then the value is only skipped. */
  problem: JsonProblem | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Starts at the first byte, which `advance` has yet to see. Strict: read line by line and checked
   * as it is read, so that brackets that do not balance are found where they are.
   */
  begin(first: number, offset: number, options: {readonly isStrict?: boolean} = {}): void {
    this.clear();
    this.#skip.begin(first);
    this.#isStrict = options.isStrict === true;
    if (this.#isStrict) this.#large = new LargeValue({isByLine: true});
    this.offset = offset;
    this.lengthBytes = 0;
    this.isDone = false;
    this.problem = undefined;
  }

  clear(): void {
    this.#pieces.clear();
    this.#part = undefined;
    this.#large = undefined;
  }

  /** Index behind what was taken of the chunk, which stays valid until the next call. */
  advance(chunk: Buffer, at: number): number {
    this.#keepPart();
    const feed = this.#isStrict ? chunk.indexOf(LINE_FEED, at) : -1;
    const view = feed < 0 ? chunk : chunk.subarray(0, feed + 1);
    const end = this.#skip.advance(view, at);
    const stop = end < 0 ? view.length : end;
    this.isDone = end >= 0;
    this.lengthBytes += stop - at;
    this.#part = {chunk, at, stop};
    try {
      this.#read(chunk, at, stop);
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      this.problem = error;
    }
    return stop;
  }

  /** The chunk is about to go: what is still needed of it is copied. */
  endChunk(): void {
    this.#keepPart();
  }

  /** A word or a number ends where the data ends; other values do not. */
  get endsWithData(): boolean {
    return this.#skip.endsWithData;
  }

  /** @throws JsonProblem when it is not JSON, or nested too deep */
  finish(): FinishedValue {
    if (this.problem !== undefined) throw this.problem;
    if (this.#skip.maxDepth > MAX_JSON_DEPTH) {
      const message = `nested more than ${String(MAX_JSON_DEPTH)} levels deep`;
      throw new JsonProblem('record-too-deep', message);
    }
    if (this.lengthBytes > this.#maxBytes && this.#large !== undefined) {
      const {value, cuts, keptChars} = this.#large.end();
      return {value, cuts, sizeBytes: keptChars};
    }
    return {value: parseJson(this.#text()), cuts: [], sizeBytes: this.lengthBytes};
  }

  /**
   * The bytes before the part seen last, where they are still held: of a long value they are not.
   * For a caller that wants to read them again.
   */
  takeHeld(): Buffer | undefined {
    return this.lengthBytes > this.#maxBytes ? undefined : this.#pieces.take();
  }

  /** End of the tokens that were looked at, by offset in the source. */
  get checkedOffset(): number {
    return this.offset + (this.#large?.checkedBytes ?? this.lengthBytes);
  }

  #read(chunk: Buffer, at: number, stop: number): void {
    if (this.problem !== undefined) return;
    if (this.#large === undefined && this.lengthBytes > this.#maxBytes) {
      this.#large = new LargeValue();
      const held = this.#pieces.take();
      this.#large.push(held, 0, held.length);
    }
    this.#large?.push(chunk, at, stop);
  }

  #keepPart(): void {
    const part = this.#part;
    this.#part = undefined;
    if (this.lengthBytes > this.#maxBytes) this.#pieces.clear();
    else if (part !== undefined) this.#pieces.add(part.chunk, part.at, part.stop);
  }

  #text(): string {
    const part = this.#part;
    if (this.#pieces.lengthBytes === 0 && part !== undefined) {
      return decode(part.chunk, part.at, part.stop);
    }
    if (part !== undefined) this.#pieces.add(part.chunk, part.at, part.stop);
    return this.#pieces.decode();
  }
}
