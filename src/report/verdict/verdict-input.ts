import type {DiagnosticSeverity} from '../../model/diagnostic.js';
import type {Locator} from '../../model/locator.js';
import type {RunSummary, StoredFinding} from '../../replay/reader.js';
import type {StepKind} from '../../tree/step-table.js';

/** Where a step is: in the run, in time, and in the log. Text is raw log text. */
export interface StepPlace {
  readonly step: number;
  readonly kind: StepKind;
  readonly name: string;
  readonly startUs: number | undefined;
  readonly source: string | undefined;
  readonly at: Locator | undefined;
}

/** One run with what the rules found in it, worst finding first. */
export interface JudgedRun {
  readonly summary: RunSummary;
  readonly findings: readonly StoredFinding[];
  /** First step of the worst finding; absent where there is no finding. */
  readonly since?: StepPlace;
}

/** Diagnostics of one code over all sources that were looked at. */
export interface DiagnosticGroup {
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  readonly count: number;
  /** Message of the first one. */
  readonly example: string;
}

/** Records of the sources: read + refused = present. */
export interface RecordCount {
  readonly present: number;
  readonly read: number;
  readonly refused: number;
}

export interface VerdictInput {
  readonly runs: readonly JudgedRun[];
  readonly records: RecordCount;
  readonly diagnostics: readonly DiagnosticGroup[];
  /** Number of rules that ran. */
  readonly rules: number;
  /** What must follow a command so that it sees this case: `--case x.db`, or nothing. */
  readonly caseOption: string;
}
