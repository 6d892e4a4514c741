import type {Locator} from './locator.js';

export type DiagnosticSeverity = 'info' | 'notice' | 'data-loss' | 'error';

/** A fact about the *data*, never about the run. Nothing is repaired or dropped without one. */
export interface Diagnostic {
  /** Kebab-case, stable: `torn-last-line`, `missing-parent`. */
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  /** One line in plain words; may quote log text, so it is shown only through `visible()`. */
  readonly message: string;
  readonly at?: Locator;
  /** How many records this one diagnostic stands for; 1 if absent. */
  readonly count?: number;
}
