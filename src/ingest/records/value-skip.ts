const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Short strings end within this many bytes; behind it the native search pays for its call. */
const LOOP_BYTES = 48;

const OTHER = 0;
const OPEN = 1;
const CLOSE = 2;
const TEXT = 3;
const classes = new Uint8Array(256);
for (const byte of Buffer.from('{[')) classes[byte] = OPEN;
for (const byte of Buffer.from('}]')) classes[byte] = CLOSE;
classes[QUOTE] = TEXT;

const ends = new Uint8Array(256);
for (const byte of Buffer.from(',]} \t\r\n:"{[')) ends[byte] = 1;

/**
 * Finds the end of one JSON value over chunks of any size, by brackets and quotes only: whether it
 * is well-formed is for the parse that follows.
 */
export class ValueSkip {
  #kind: 'container' | 'string' | 'scalar' = 'scalar';
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Deepest nesting met in this value. */
  maxDepth = 0;

  /** Starts at the first byte of a value, which `advance` has yet to see. */
  begin(first: number): void {
    this.#kind = first === QUOTE ? 'string' : classes[first] === OPEN ? 'container' : 'scalar';
    this.#depth = 0;
    this.maxDepth = 0;
    this.#inString = false;
    this.#escaped = false;
  }

  /** A scalar ends where the data ends; other values do not. */
  get endsWithData(): boolean {
    return this.#kind === 'scalar';
  }

  /** Index behind the value in `chunk`, or -1 when the value goes on in the next one. */
  advance(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#kind === 'scalar') {
      while (at < chunk.length && ends[chunk[at] ?? 0] === 0) at++;
      // A stray bracket would make an empty scalar: it is taken as one byte of garbage.
      return at < chunk.length ? Math.max(at, from) : -1;
    }
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#skipString(chunk, at);
        if (at < 0) return -1;
        if (this.#depth === 0) return at;
        continue;
      }
      const kind = classes[chunk[at] ?? 0];
      at++;
      if (kind === OTHER) continue;
      if (kind === TEXT) this.#inString = true;
      else if (kind === OPEN) {
        this.#depth++;
        if (this.#depth > this.maxDepth) this.maxDepth = this.#depth;
      } else if (kind === CLOSE) {
        this.#depth--;
        if (this.#depth === 0) return at;
      }
    }
    return -1;
  }

  /** Index behind the closing quote, or -1. */
  #skipString(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#escaped) {
      this.#escaped = false;
      at++;
    }
    const near = Math.min(chunk.length, at + LOOP_BYTES);
    while (at < near) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      at += byte === BACKSLASH ? 2 : 1;
    }
    while (at < chunk.length) {
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote < 0 ? chunk.length : quote;
      let slashes = 0;
      while (end - slashes > at && chunk[end - slashes - 1] === BACKSLASH) slashes++;
      const isEscaped = slashes % 2 === 1;
      if (quote < 0) {
        this.#escaped = isEscaped;
        return -1;
      }
      if (!isEscaped) {
        this.#inString = false;
        return quote + 1;
      }
      at = quote + 1;
    }
    // The loop stepped over a backslash at the very end: the byte it escapes is in the next chunk.
    if (at > chunk.length) this.#escaped = true;
    return -1;
  }
}
