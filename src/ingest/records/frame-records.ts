import type {Locator} from '../../model/locator.js';
import type {Frame} from '../../model/record-source.js';
import {PieceBuffer} from './decode.js';
import {MAX_FRAME_BYTES} from './limits.js';
import type {ReaderSetup} from './line-records.js';
import type {PassReport} from './source-report.js';

const PREFIX_BYTES = 4;

/**
 * Length-prefixed messages, each a record. A message above the bound is skipped by its length; data
 * that end inside a message, or inside a length, are a torn tail.
 */
export class FrameRecords {
  readonly #pass: PassReport;
  readonly #member: string | undefined;
  readonly #maxBytes: number;
  readonly #pending = new PieceBuffer();
  /** Length of the message that is being read; undefined while its length is. */
  #length: number | undefined;
  #seen = 0;
  /** Where the length, or the message behind it, starts. */
  #offset = 0;
  #batch: Frame[] = [];

  constructor({pass, member, bounds}: ReaderSetup) {
    this.#pass = pass;
    this.#member = member;
    this.#maxBytes = bounds?.maxFrameBytes ?? MAX_FRAME_BYTES;
  }

  push(chunk: Buffer): readonly Frame[] {
    let at = 0;
    while (at < chunk.length || this.#length === 0) {
      const wanted = this.#length ?? PREFIX_BYTES;
      const end = Math.min(chunk.length, at + wanted - this.#seen);
      const isKept = wanted <= this.#maxBytes;
      this.#seen += end - at;
      if (this.#seen < wanted) {
        if (isKept) this.#pending.add(chunk, at, end);
        return this.#take();
      }
      this.#finish(isKept ? this.#whole(chunk, at, end) : undefined, wanted);
      at = end;
    }
    return this.#take();
  }

  end(): readonly Frame[] {
    if (this.#length === undefined && this.#seen === 0) this.#pass.endOffset = this.#offset;
    else this.#tear();
    return this.#take();
  }

  #whole(chunk: Buffer, at: number, end: number): Buffer {
    if (this.#pending.lengthBytes === 0) return chunk.subarray(at, end);
    this.#pending.add(chunk, at, end);
    return this.#pending.take();
  }

  #finish(bytes: Buffer | undefined, lengthBytes: number): void {
    const offset = this.#offset;
    this.#offset += lengthBytes;
    this.#seen = 0;
    if (this.#length === undefined) {
      this.#length = bytes?.readUInt32BE(0) ?? 0;
      return;
    }
    this.#length = undefined;
    const at = this.#locate(offset, lengthBytes);
    if (bytes === undefined) {
      const message = `a message of ${String(lengthBytes)} bytes was skipped: too long`;
      this.#pass.refuse('record-too-long', message, at);
      return;
    }
    this.#pass.present++;
    this.#batch.push({bytes, at});
  }

  #tear(): void {
    const start = this.#length === undefined ? this.#offset : this.#offset - PREFIX_BYTES;
    const message =
      this.#length === undefined
        ? 'the data end inside the length of a message'
        : `the data end inside a message of ${String(this.#length)} bytes`;
    const length = this.#offset + this.#seen - start;
    const at = this.#locate(start, length);
    this.#pass.present++;
    this.#pass.refused++;
    this.#pass.tornTail = {code: 'torn-last-record', severity: 'data-loss', message, at};
    this.#pass.endOffset = start;
  }

  #locate(offset: number, length: number): Locator {
    const member = this.#member;
    return member === undefined
      ? {kind: 'bytes', offset, length}
      : {kind: 'bytes', member, offset, length};
  }

  #take(): readonly Frame[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }
}
