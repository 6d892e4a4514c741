import {isAscii} from 'node:buffer';

/** Text of a byte range; bytes that are not UTF-8 become U+FFFD. The ASCII route is twice as fast. */
export function decode(bytes: Buffer, start: number, end: number): string {
  const part = bytes.subarray(start, end);
  return isAscii(part) ? part.toString('latin1') : part.toString('utf8');
}

/** Kept pieces of a record that spans chunks; the pieces are copies, since chunks are reused. */
export class PieceBuffer {
  #pieces: Buffer[] = [];
  lengthBytes = 0;

  add(bytes: Buffer, start: number, end: number): void {
    if (end <= start) return;
    this.#pieces.push(Buffer.from(bytes.subarray(start, end)));
    this.lengthBytes += end - start;
  }

  /** The whole as one buffer; empties this one. */
  take(): Buffer {
    const [first] = this.#pieces;
    const whole =
      this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
    this.clear();
    return whole;
  }

  /** The text of the whole; the pieces stay. */
  decode(): string {
    const whole = this.take();
    this.add(whole, 0, whole.length);
    return decode(whole, 0, whole.length);
  }

  clear(): void {
    this.#pieces = [];
    this.lengthBytes = 0;
  }
}
