import {MAX_WHOLE_BYTES} from './limits.js';
import {PieceBuffer} from './decode.js';

/** Called once a line, in order. `bytes` is only valid during the call. */
export interface LineHandler {
  /** Without its line feed; a carriage return before it is left on. */
  line(bytes: Buffer, start: number, end: number, place: LinePlace): void;
  /** A line above the bound begins; its bytes come in pieces. */
  long(start: {readonly offset: number; readonly line: number}): LongLine;
}

/** Takes one line that is too long to be held. */
export interface LongLine {
  /** `bytes` is only valid during the call. */
  push(bytes: Buffer): void;
  end(lengthBytes: number, place: LinePlace): void;
}

export interface LinePlace {
  readonly offset: number;
  /** 1-based. */
  readonly line: number;
  /** A line feed followed; false only for the last line. */
  readonly terminated: boolean;
}

const LINE_FEED = 0x0a;

/** Cuts chunks of any size into lines; the result does not depend on where the chunks end. */
export class LineSplitter {
  readonly #handler: LineHandler;
  readonly #maxBytes: number;
  readonly #pending = new PieceBuffer();
  #pendingBytes = 0;
  #long: LongLine | undefined;
  /** Offset of the line that is being read, and its number. */
  offset: number;
  line: number;

  constructor(
    handler: LineHandler,
    start: {readonly offset: number; readonly line: number},
    maxBytes: number = MAX_WHOLE_BYTES,
  ) {
    this.#handler = handler;
    this.offset = start.offset;
    this.line = start.line;
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      this.#finish(chunk, start, end, true);
      start = end + 1;
    }
    this.#hold(chunk, start, chunk.length);
  }

  /** Hands over the last line if it has no line feed. */
  end(): void {
    if (this.#pendingBytes > 0) this.#finish(Buffer.alloc(0), 0, 0, false);
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    this.#pendingBytes += end - start;
    if (this.#pendingBytes > this.#maxBytes) this.#pushLong(chunk, start, end);
    else this.#pending.add(chunk, start, end);
  }

  #pushLong(chunk: Buffer, start: number, end: number): LongLine {
    if (this.#long === undefined) {
      this.#long = this.#handler.long({offset: this.offset, line: this.line});
      this.#long.push(this.#pending.take());
    }
    this.#long.push(chunk.subarray(start, end));
    return this.#long;
  }

  #finish(chunk: Buffer, start: number, end: number, terminated: boolean): void {
    const lengthBytes = this.#pendingBytes + end - start;
    const place = {offset: this.offset, line: this.line, terminated};
    if (lengthBytes > this.#maxBytes) {
      this.#pushLong(chunk, start, end).end(lengthBytes, place);
      this.#long = undefined;
    } else if (this.#pendingBytes === 0) this.#handler.line(chunk, start, end, place);
    else {
      this.#pending.add(chunk, start, end);
      const whole = this.#pending.take();
      this.#handler.line(whole, 0, whole.length, place);
    }
    this.#pendingBytes = 0;
    this.offset += lengthBytes + (terminated ? 1 : 0);
    if (terminated) this.line++;
  }
}
