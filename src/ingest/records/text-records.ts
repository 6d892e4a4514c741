import {isUtf8} from 'node:buffer';
import type {Locator} from '../../model/locator.js';
import type {TextLine} from '../../model/record-source.js';
import {cutMark} from './bounded-builder.js';
import {PieceBuffer, decode} from './decode.js';
import {LineSplitter} from './line-splitter.js';
import type {LinePlace, LongLine} from './line-splitter.js';
import {MAX_KEPT_STRING_CHARS} from './limits.js';
import type {ReaderSetup} from './line-records.js';
import type {PassReport} from './source-report.js';

const CARRIAGE_RETURN = 0x0d;
const BOM = '\uFEFF';

/** Lines of a text log, each a record, empty ones too. */
export class TextRecords {
  readonly #pass: PassReport;
  readonly #member: string | undefined;
  readonly #splitter: LineSplitter;
  #batch: TextLine[] = [];

  constructor({pass, member, options, bounds}: ReaderSetup) {
    this.#pass = pass;
    this.#member = member;
    const start = {offset: options.fromOffset ?? 0, line: options.fromLine ?? 1};
    this.#splitter = new LineSplitter(
      {
        line: (bytes, from, end, place) => {
          this.#line(bytes, from, end, place);
        },
        long: () => this.#long(),
      },
      start,
      bounds?.maxWholeBytes,
    );
  }

  push(chunk: Buffer): readonly TextLine[] {
    this.#splitter.push(chunk);
    return this.#take();
  }

  end(): readonly TextLine[] {
    this.#splitter.end();
    this.#pass.endOffset = this.#splitter.offset;
    this.#pass.endLine = this.#splitter.line;
    return this.#take();
  }

  #take(): readonly TextLine[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  #line(bytes: Buffer, from: number, end: number, place: LinePlace): void {
    const at = this.#locate(end - from, place);
    const stop = end > from && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (!isUtf8(bytes.subarray(from, stop))) {
      const message = 'bytes that are not UTF-8 were replaced';
      this.#pass.note({code: 'invalid-utf8', severity: 'notice', message, at});
    }
    const text = decode(bytes, from, stop);
    this.#pass.present++;
    this.#batch.push({
      text: place.offset === 0 && text.startsWith(BOM) ? text.slice(1) : text,
      at,
    });
  }

  /** A line too long to be held keeps its start. */
  #long(): LongLine {
    const start = new PieceBuffer();
    return {
      push: (bytes) => {
        const room = MAX_KEPT_STRING_CHARS - start.lengthBytes;
        start.add(bytes, 0, Math.min(bytes.length, Math.max(0, room)));
      },
      end: (lengthBytes, place) => {
        const at = this.#locate(lengthBytes, place);
        const length = String(lengthBytes);
        const message = `a line of ${length} bytes was cut`;
        this.#pass.note({code: 'value-cut', severity: 'data-loss', message, at});
        this.#pass.present++;
        this.#batch.push({text: `${start.decode()}${cutMark(`${length} bytes`)}`, at});
      },
    };
  }

  #locate(length: number, {offset, line}: LinePlace): Locator {
    const member = this.#member;
    return member === undefined
      ? {kind: 'bytes', offset, length, line}
      : {kind: 'bytes', member, offset, length, line};
  }
}
