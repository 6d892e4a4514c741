import type {Diagnostic, DiagnosticSeverity} from '../../model/diagnostic.js';
import {MAX_PLACES_PER_CODE} from './limits.js';

/** Diagnostics of one kind of thing, bounded: a million bad lines are fifty places and a count. */
export class DiagnosticBook {
  readonly #places: Diagnostic[] = [];
  readonly #seen = new Map<string, {count: number; readonly severity: DiagnosticSeverity}>();

  note(diagnostic: Diagnostic): void {
    const {code, severity} = diagnostic;
    const seen = this.#seen.get(code) ?? {count: 0, severity};
    seen.count++;
    this.#seen.set(code, seen);
    if (seen.count <= MAX_PLACES_PER_CODE) this.#places.push(diagnostic);
  }

  /** In the order they came; what exceeds the bound per code is one more diagnostic with a count. */
  list(): readonly Diagnostic[] {
    const out = [...this.#places];
    for (const [code, {count, severity}] of this.#seen) {
      const more = count - MAX_PLACES_PER_CODE;
      if (more > 0)
        out.push({code, severity, message: `${String(more)} more of these`, count: more});
    }
    return out;
  }
}
