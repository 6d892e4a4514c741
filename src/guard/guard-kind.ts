import type {RunView} from '../tree/run-view.js';
import type {
  Guard,
  GuardEffect,
  GuardReset,
  GuardScope,
  GuardUnit,
  ParameterValue,
} from './guard.js';

/** One more setting of a kind of guard, apart from its limit. */
export interface ParameterSpec {
  readonly default: ParameterValue;
  /** Unit of a number; what a text or list holds: `tool names`, `paths`. */
  readonly unit: string;
  readonly describe: string;
  readonly choices?: readonly string[];
}

export interface LimitSpec {
  readonly default: number;
  /** Where the default comes from. */
  readonly reason: string;
  /** Values that a curve shows, rising. */
  readonly sweep: readonly number[];
  /** `above`: the first step that would go over the limit. `reached`: the first step after it was reached. */
  readonly tripsAt: 'above' | 'reached';
}

/**
 * Counts for one scope of one guard, told in the order in which an orchestrator would learn it: a step
 * begins, and later its result is known. It never looks ahead: neither at later steps nor at results in flight.
 */
export interface Meter {
  /** The count if this step began (it then has begun); undefined = the step is no business of this guard. */
  begin(step: number): number | undefined;
  /** The step that was told last did not begin after all. Absent = it makes no difference to later counts. */
  refuse?(step: number): void;
  /** The result of a step that began is known. A result that the log does not show must change nothing. */
  settle?(step: number): void;
}

/** A kind of guard: a folder of src/guard/kinds. Pure, and near-linear over the steps. */
export interface GuardKind {
  readonly id: string;
  readonly title: string;
  /**
   * `amount`: grows with good work too, so a limit that fits one recording says little about the next one;
   * `behaviour`: grows only while a run repeats itself, fails or does what it must not.
   */
  readonly watches: 'amount' | 'behaviour';
  /** One sentence: what it stops. */
  readonly stops: string;
  /** Allowed values; the first is the default. */
  readonly units: readonly GuardUnit[];
  readonly scopes: readonly GuardScope[];
  readonly resets: readonly GuardReset[];
  readonly effects: readonly GuardEffect[];
  readonly limit: LimitSpec;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Why this log cannot tell; undefined = it can. */
  judge(view: RunView, guard: Guard): string | undefined;
  startMeter(view: RunView, guard: Guard): Meter;
}
