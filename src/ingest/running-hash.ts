import {createHash} from 'node:crypto';
import type {Hash} from 'node:crypto';

const LINE_FEED = 0x0a;

/**
 * sha256 over the bytes of a file as they pass by, with the hash at the last line end kept, so that a
 * torn last line can be left out afterwards. Bytes may pass again (a second pass): they count once.
 */
export class RunningHash {
  #hash: Hash = createHash('sha256');
  #atLine: {readonly hash: Hash; readonly bytes: number} | undefined;
  readonly #keepsLines: boolean;
  /** Bytes hashed so far, from the start of the file. */
  bytes = 0;

  constructor(keepsLines: boolean) {
    this.#keepsLines = keepsLines;
  }

  /** Bytes that stand at `offset`; those already seen are passed over. */
  add(chunk: Buffer, offset: number): void {
    const from = this.bytes - offset;
    if (from < 0 || from >= chunk.length) return;
    const feed = this.#keepsLines ? chunk.lastIndexOf(LINE_FEED) : -1;
    if (feed >= from) {
      this.#hash.update(chunk.subarray(from, feed + 1));
      this.#atLine = {hash: this.#hash.copy(), bytes: offset + feed + 1};
      this.#hash.update(chunk.subarray(feed + 1));
    } else this.#hash.update(chunk.subarray(from));
    this.bytes = offset + chunk.length;
  }

  /** Hex hash of the first `bytes` bytes: all so far, or up to the last line end; else undefined. */
  at(bytes: number): string | undefined {
    if (bytes === this.bytes) return this.#hash.copy().digest('hex');
    if (bytes === this.#atLine?.bytes) return this.#atLine.hash.copy().digest('hex');
    return bytes === 0 ? createHash('sha256').digest('hex') : undefined;
  }
}
