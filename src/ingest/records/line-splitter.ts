import {MAX_RECORD_BYTES} from './limits.js';
import {PieceBuffer} from './decode.js';

/** Called once a line, in order. `bytes` is only valid during the call. */
export interface LineHandler {
  /** Without its line feed; a carriage return before it is left on. */
  line(bytes: Buffer, start: number, end: number, place: LinePlace): void;
  /** A line above the bound, whose bytes were not kept. */
  tooLong(lengthBytes: number, place: LinePlace): void;
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
  /** Offset of the line that is being read, and its number. */
  offset: number;
  line: number;

  constructor(
    handler: LineHandler,
    start: {readonly offset: number; readonly line: number},
    maxBytes: number = MAX_RECORD_BYTES,
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
    if (this.#pendingBytes > this.#maxBytes) this.#pending.clear();
    else this.#pending.add(chunk, start, end);
  }

  #finish(chunk: Buffer, start: number, end: number, terminated: boolean): void {
    const lengthBytes = this.#pendingBytes + end - start;
    const place = {offset: this.offset, line: this.line, terminated};
    if (lengthBytes > this.#maxBytes) {
      this.#pending.clear();
      this.#handler.tooLong(lengthBytes, place);
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
