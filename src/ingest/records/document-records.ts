import type {Locator} from '../../model/locator.js';
import type {RecordEvent} from '../../model/record-source.js';
import {compilePatterns} from './element-pattern.js';
import type {ReaderSetup} from './line-records.js';
import type {PassReport} from './source-report.js';
import {ValueScanner} from './value-scanner.js';
import type {ValueRange} from './value-scanner.js';

/** One JSON document, or several values one after the other, to record events. */
export class DocumentRecords {
  readonly #pass: PassReport;
  readonly #member: string | undefined;
  readonly #scanner: ValueScanner;
  #batch: RecordEvent[] = [];
  #endOffset = 0;

  constructor({pass, member, options, bounds, resyncs}: ReaderSetup) {
    this.#pass = pass;
    this.#member = member;
    const places = compilePatterns(options.elements ?? []);
    const maxWholeBytes = bounds?.maxWholeBytes;
    this.#scanner = new ValueScanner(
      places,
      {
        value: (value, range) => {
          pass.present++;
          this.#batch.push({kind: 'value', value, at: this.#locate('', range)});
        },
        element: ({pattern, value, above, pointer}, range) => {
          pass.present++;
          const at = this.#locate(pointer, range);
          this.#batch.push({kind: 'element', pattern, value, above, at});
        },
        rest: (value, range) => {
          this.#batch.push({kind: 'rest', value, at: this.#locate('', range)});
        },
        refuse: (code, message, range, pointer) => {
          pass.refuse(code, message, this.#locate(pointer, range));
        },
        lose: (code, message, range, pointer) => {
          pass.note({code, severity: 'data-loss', message, at: this.#locate(pointer, range)});
        },
      },
      {resyncs: resyncs === true, ...(maxWholeBytes === undefined ? {} : {maxWholeBytes})},
    );
  }

  push(chunk: Buffer): readonly RecordEvent[] {
    this.#scanner.push(chunk);
    this.#endOffset += chunk.length;
    return this.#take();
  }

  end(): readonly RecordEvent[] {
    this.#scanner.end();
    this.#pass.endOffset = this.#endOffset;
    return this.#take();
  }

  #take(): readonly RecordEvent[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  #locate(pointer: string, {offset, length}: ValueRange): Locator {
    const member = this.#member;
    return member === undefined
      ? {kind: 'pointer', pointer, offset, length}
      : {kind: 'pointer', member, pointer, offset, length};
  }
}
