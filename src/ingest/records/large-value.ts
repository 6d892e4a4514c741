import {jsonParser} from 'stream-json/core/parser.js';
import type {TokenSource} from 'stream-json/core/parser.js';
import {BoundedBuilder} from './bounded-builder.js';
import type {BoundedValue} from './bounded-builder.js';
import {MAX_KEY_BYTES} from './limits.js';
import {JsonProblem} from './parse-json.js';

/** Bytes given to the tokenizer at once: its tokens for this much are held together. */
const SLICE_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

/**
 * One JSON value too long to be parsed whole, from its bytes in pieces of any size: stream-json
 * tells the tokens, a bounded builder keeps of them what fits. Strict: the first byte that cannot
 * be JSON throws.
 */
export class LargeValue {
  readonly #tokenize = jsonParser({
    packKeys: true,
    packNumbers: true,
    packStrings: false,
    streamKeys: false,
    streamNumbers: false,
    streamStrings: true,
  });
  readonly #decoder = new TextDecoder('utf-8', {ignoreBOM: true});
  readonly #builder = new BoundedBuilder();
  readonly #isByLine: boolean;
  /** Slices end at the same bytes however the value is cut into pieces, so a problem is found at the same one. */
  readonly #slice = Buffer.allocUnsafe(SLICE_BYTES);
  #sliceBytes = 0;
  /** Text since the last token. Only a key or a number is packed, so only they make it long. */
  #silentChars = 0;

  /** Bytes that were checked, from the start of the value. */
  checkedBytes = 0;

  /** By line: what stands on a line is checked at its end, for pieces that end there. */
  constructor(options: {readonly isByLine?: boolean} = {}) {
    this.#isByLine = options.isByLine === true;
  }

  /** @throws JsonProblem */
  push(bytes: Buffer, start: number, end: number): void {
    for (let at = start; at < end;) {
      const copied = bytes.copy(this.#slice, this.#sliceBytes, at, end);
      at += copied;
      this.#sliceBytes += copied;
      const isLineEnd = this.#isByLine && at === end && bytes[end - 1] === LINE_FEED;
      if (this.#sliceBytes === SLICE_BYTES || isLineEnd) this.check();
    }
  }

  /** @throws JsonProblem when the value is not whole */
  end(): BoundedValue {
    this.check();
    // A blank behind the value ends a number or a word that could go on.
    this.#pushText(`${this.#decoder.decode()}\n`);
    return this.#builder.finish();
  }

  /**
   * Checks what was pushed, without waiting for a whole slice.
   *
   * @throws JsonProblem
   */
  check(): void {
    const slice = this.#slice.subarray(0, this.#sliceBytes);
    this.checkedBytes += this.#sliceBytes;
    this.#sliceBytes = 0;
    this.#pushText(this.#decoder.decode(slice, {stream: true}));
  }

  #pushText(text: string): void {
    const out = this.#read(text);
    if (typeof out === 'symbol') {
      if (/\S/.test(text)) this.#silentChars += text.length;
      if (this.#silentChars <= MAX_KEY_BYTES) return;
      const message = `a key or a number longer than ${String(MAX_KEY_BYTES)} bytes`;
      throw new JsonProblem('record-too-long', message);
    }
    this.#silentChars = 0;
    for (const token of out.values) this.#builder.add(token);
  }

  #read(text: string): ReturnType<TokenSource> {
    try {
      return this.#tokenize(text);
    } catch (error) {
      throw new JsonProblem('garbage-line', error instanceof Error ? error.message : 'not JSON');
    }
  }
}
