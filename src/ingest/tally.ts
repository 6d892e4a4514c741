import type {Diagnostic} from '../model/diagnostic.js';
import type {RecordTally} from '../model/record-source.js';
import {DiagnosticBook} from './records/diagnostic-book.js';

/** What a parser said of its records. */
export class ParseTally implements RecordTally {
  read = 0;
  refused = 0;
  readonly #book = new DiagnosticBook();

  accept(count = 1): void {
    this.read += count;
  }

  refuse(diagnostic: Diagnostic): void {
    this.refused++;
    this.#book.note(diagnostic);
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#book.list();
  }
}
