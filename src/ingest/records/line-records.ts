import {isAscii, isUtf8} from 'node:buffer';
import {isArray, isObject} from '../../model/json.js';
import type {JsonValue} from '../../model/json.js';
import type {Locator} from '../../model/locator.js';
import type {RecordEvent, RecordOptions} from '../../model/record-source.js';
import {compilePatterns} from './element-pattern.js';
import type {PatternPlace} from './element-pattern.js';
import {LineSplitter} from './line-splitter.js';
import type {LinePlace, LongLine} from './line-splitter.js';
import {JsonProblem, parseJson} from './parse-json.js';
import type {PassReport} from './source-report.js';
import {ValueScanner} from './value-scanner.js';
import type {ScanHandler, ValueRange} from './value-scanner.js';
import {sendElements} from './whole-elements.js';
import type {WholeHandler} from './whole-elements.js';

const BOM = [0xef, 0xbb, 0xbf];

export interface ReaderBounds {
  /** Default `MAX_WHOLE_BYTES`. */
  readonly maxWholeBytes?: number;
  /** Default `MAX_FRAME_BYTES`. */
  readonly maxFrameBytes?: number;
}

export interface ReaderSetup {
  readonly pass: PassReport;
  readonly member: string | undefined;
  readonly options: RecordOptions;
  readonly bounds?: ReaderBounds;
  /** A value whose brackets do not balance ends where a line begins like a value. */
  readonly resyncs?: boolean;
}

type LineLocator = Locator & {readonly kind: 'bytes'};

/** JSON lines to record events. Bad lines are refused and the next line is read. */
export class LineRecords {
  readonly #pass: PassReport;
  readonly #member: string | undefined;
  readonly #places: readonly PatternPlace[];
  readonly #bounds: ReaderBounds;
  readonly #splitter: LineSplitter;
  #batch: RecordEvent[] = [];
  /** Line whose elements are being sent. */
  #at: LineLocator = {kind: 'bytes', offset: 0, length: 0};
  /** Both routes send through this: made once, since there is one line after the other. */
  readonly #elements: ScanHandler & WholeHandler = {
    value: (value) => {
      this.#value(value, this.#at);
    },
    element: ({pattern, value, above, pointer}) => {
      this.#pass.present++;
      const {member, offset, length, line = 0} = this.#at;
      const at: Locator =
        member === undefined
          ? {kind: 'bytes', offset, length, line, pointer}
          : {kind: 'bytes', member, offset, length, line, pointer};
      this.#batch.push({kind: 'element', pattern, value, above, at});
    },
    rest: (value) => {
      this.#batch.push({kind: 'rest', value, at: this.#at});
    },
    refuse: (code, message, _range, pointer) => {
      this.#pass.refuse(code, message, {...this.#at, pointer});
    },
    lose: (code, message, _range, pointer) => {
      this.#pass.note({code, severity: 'data-loss', message, at: {...this.#at, pointer}});
    },
  };

  constructor({pass, member, options, bounds}: ReaderSetup) {
    this.#pass = pass;
    this.#member = member;
    this.#places = compilePatterns(options.elements ?? []);
    this.#bounds = bounds ?? {};
    const start = {offset: options.fromOffset ?? 0, line: options.fromLine ?? 1};
    const handler = {
      line: this.#line.bind(this),
      long: this.#long.bind(this),
    };
    this.#splitter = new LineSplitter(handler, start, bounds?.maxWholeBytes);
  }

  push(chunk: Buffer): readonly RecordEvent[] {
    this.#splitter.push(chunk);
    return this.#take();
  }

  end(): readonly RecordEvent[] {
    this.#splitter.end();
    if (this.#pass.tornTail === undefined) {
      this.#pass.endOffset = this.#splitter.offset;
      this.#pass.endLine = this.#splitter.line;
    }
    return this.#take();
  }

  #take(): readonly RecordEvent[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  #line(bytes: Buffer, from: number, end: number, place: LinePlace): void {
    const start = this.#skipFiller(bytes, from, end, place);
    if (start === end) return;
    const at = this.#locate(end - from, place);
    const part = bytes.subarray(start, end);
    const ascii = isAscii(part);
    if (!ascii && !isUtf8(part)) {
      const message = 'bytes that are not UTF-8 were replaced';
      this.#pass.note({code: 'invalid-utf8', severity: 'notice', message, at});
    }
    let value: JsonValue;
    try {
      value = parseJson(ascii ? part.toString('latin1') : part.toString('utf8'));
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      if (place.terminated) this.#pass.refuse(error.code, error.message, at);
      else this.#tear(error.message, at);
      return;
    }
    // A number or word at the end of the data may go on; a closed bracket cannot.
    if (!place.terminated && !isObject(value) && !isArray(value)) {
      this.#tear('the last line may be cut', at);
    } else if (this.#places.length > 0) this.#split(value, part, place.offset + start - from, at);
    else this.#value(value, at);
  }

  #value(value: JsonValue, at: Locator): void {
    this.#pass.present++;
    this.#batch.push({kind: 'value', value, at});
  }

  #split(value: JsonValue, part: Buffer, offset: number, at: LineLocator): void {
    const sent = this.#batch.length;
    const {present} = this.#pass;
    this.#at = at;
    if (sendElements(value, this.#places, this.#elements)) return;
    this.#batch.length = sent;
    this.#pass.present = present;
    this.#scan(part, offset);
  }

  /** The byte by byte route, for a line whose key order matters. */
  #scan(part: Buffer, offset: number): void {
    const scanner = new ValueScanner(this.#places, this.#elements, {offset});
    scanner.push(part);
    scanner.end();
  }

  /**
   * A line too long to be held: each value in it is sent as soon as it is read, with its own bytes
   * as its place, since the end of the line is not known yet.
   */
  #long({offset, line}: {readonly offset: number; readonly line: number}): LongLine {
    let sent = 0;
    const locate = (range: ValueRange): LineLocator =>
      this.#locate(range.length, {offset: range.offset, line, terminated: true});
    const scanner = new ValueScanner(
      this.#places,
      {
        value: (value, range) => {
          sent++;
          this.#value(value, locate(range));
        },
        element: ({pattern, value, above}, range) => {
          sent++;
          this.#pass.present++;
          this.#batch.push({kind: 'element', pattern, value, above, at: locate(range)});
        },
        rest: (value, range) => {
          this.#batch.push({kind: 'rest', value, at: locate(range)});
        },
        refuse: (code, message, range, pointer) => {
          sent++;
          this.#pass.refuse(code, message, {...locate(range), pointer});
        },
        lose: (code, message, range, pointer) => {
          const at = {...locate(range), pointer};
          this.#pass.note({code, severity: 'data-loss', message, at});
        },
      },
      {offset, ...this.#bounds},
    );
    return {
      push: (bytes) => {
        scanner.push(bytes);
      },
      end: (lengthBytes, place) => {
        const isTorn = !place.terminated && scanner.isInside && sent === 0;
        if (isTorn) this.#tear('the last line is cut', this.#locate(lengthBytes, place));
        else scanner.end();
      },
    };
  }

  #tear(message: string, at: LineLocator): void {
    this.#pass.present++;
    this.#pass.refused++;
    this.#pass.tornTail = {code: 'torn-last-line', severity: 'data-loss', message, at};
    this.#pass.endOffset = at.offset;
    this.#pass.endLine = at.line ?? 1;
  }

  /** Start of the record behind a byte order mark, blanks and the NUL bytes of a torn write. */
  #skipFiller(bytes: Buffer, from: number, end: number, place: LinePlace): number {
    let start = from;
    if (place.offset === 0 && BOM.every((byte, index) => bytes[from + index] === byte)) start += 3;
    let nulBytes = 0;
    for (; start < end; start++) {
      const byte = bytes[start];
      if (byte === 0) nulBytes++;
      else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) break;
    }
    if (nulBytes > 0) {
      const at = this.#locate(end - from, place);
      const message = `${String(nulBytes)} NUL bytes before the record`;
      this.#pass.note({code: 'nul-bytes', severity: 'notice', message, at});
    }
    return start;
  }

  #locate(length: number, place: LinePlace): LineLocator {
    const {offset, line} = place;
    const member = this.#member;
    return member === undefined
      ? {kind: 'bytes', offset, length, line}
      : {kind: 'bytes', member, offset, length, line};
  }
}
