import type {Diagnostic} from '../../model/diagnostic.js';
import type {Locator} from '../../model/locator.js';
import {DiagnosticBook} from './diagnostic-book.js';

/** What one pass over a source met. A reader makes one per call of `records`, `lines` or `rows`. */
export class PassReport {
  /** Events of kind `value` and `element`, text lines, rows, and the records refused below. */
  present = 0;
  /** Records that the reader itself could not hand over. */
  refused = 0;
  /** Data ended inside a record that later growth may complete; in `present` and `refused`. */
  tornTail: Diagnostic | undefined;
  /** Where the next record would start, and its line. */
  endOffset = 0;
  endLine = 1;
  readonly #book = new DiagnosticBook();

  /** A record that was there and cannot be used. */
  refuse(code: string, message: string, at: Locator): void {
    this.present++;
    this.refused++;
    this.note({code, severity: 'data-loss', message, at});
  }

  note(diagnostic: Diagnostic): void {
    this.#book.note(diagnostic);
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#book.list();
  }
}

/**
 * The passes over one source. What counts is the last pass that ran to its end: a parser that
 * reads twice must accept or refuse its records in the last pass.
 */
export class SourceReport {
  #current = new PassReport();
  #ended: PassReport | undefined;

  startPass(): PassReport {
    this.#current = new PassReport();
    return this.#current;
  }

  endPass(pass: PassReport): void {
    this.#ended = pass;
  }

  /** Of the pass that is under way. */
  note(diagnostic: Diagnostic): void {
    this.#current.note(diagnostic);
  }

  get pass(): PassReport {
    return this.#ended ?? this.#current;
  }
}
