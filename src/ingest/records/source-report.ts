import type {Diagnostic, DiagnosticSeverity} from '../../model/diagnostic.js';
import type {Locator} from '../../model/locator.js';
import {MAX_PLACES_PER_CODE} from './limits.js';

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
  /** The pass ran to the end of the source. */
  ended = false;
  readonly #places: Diagnostic[] = [];
  readonly #countByCode = new Map<string, number>();
  readonly #severityByCode = new Map<string, DiagnosticSeverity>();

  /** A record that was there and cannot be used. */
  refuse(code: string, message: string, at: Locator): void {
    this.present++;
    this.refused++;
    this.note({code, severity: 'data-loss', message, at});
  }

  note(diagnostic: Diagnostic): void {
    const count = (this.#countByCode.get(diagnostic.code) ?? 0) + 1;
    this.#countByCode.set(diagnostic.code, count);
    this.#severityByCode.set(diagnostic.code, diagnostic.severity);
    if (count <= MAX_PLACES_PER_CODE) this.#places.push(diagnostic);
  }

  /** In order of the source; what exceeds the bound per code is one more diagnostic with a count. */
  diagnostics(): readonly Diagnostic[] {
    const out = [...this.#places];
    for (const [code, count] of this.#countByCode) {
      const more = count - MAX_PLACES_PER_CODE;
      if (more <= 0) continue;
      const severity = this.#severityByCode.get(code) ?? 'notice';
      out.push({code, severity, message: `${String(more)} more of these`, count: more});
    }
    return out;
  }
}

/**
 * The passes over one source. What counts is the last pass that ran to its end: a parser that
 * reads twice must accept or refuse its records in the last pass.
 */
export class SourceReport {
  #current: PassReport | undefined;
  #ended: PassReport | undefined;

  startPass(): PassReport {
    this.#current = new PassReport();
    return this.#current;
  }

  endPass(pass: PassReport): void {
    pass.ended = true;
    this.#ended = pass;
  }

  get pass(): PassReport {
    return this.#ended ?? this.#current ?? new PassReport();
  }
}
