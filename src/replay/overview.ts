import type {Hypothesis} from '../model/hypothesis.js';
import type {Incident} from '../model/incident.js';
import type {SpanKind} from '../model/kinds.js';

/** Most places along a run that a curve keeps: more than the widest terminal has columns. */
export const MAX_BUCKETS = 512;

/**
 * Curves along a run, by equal shares of its steps: `buckets` = the number of steps, or MAX_BUCKETS where there are
 * more. Bucket of a step: floor(step * buckets / steps). Bounded, so that a key press never reads the run.
 */
export interface RunProfile {
  readonly steps: number;
  readonly buckets: number;
  /** Tokens spent in the bucket; 0 where none is reported. */
  readonly tokens: readonly number[];
  /** Deepest step of the bucket. */
  readonly depth: readonly number[];
  /** Fullest context of the bucket, in tokens; 0 where the log does not tell. */
  readonly context: readonly number[];
  readonly errors: readonly number[];
  /** Steps that changed something outside. */
  readonly writes: readonly number[];
  /** The largest context window that the log tells. */
  readonly contextWindow: number | undefined;
}

/** One box of the icicle: a row of the call tree that holds a visible share of the steps. */
export interface OutlineNode {
  readonly pre: number;
  /** Index of the parent in the outline; -1 for a root. Parents come first. */
  readonly parent: number;
  readonly name: string;
  readonly kind: SpanKind;
  /** Steps below and at the row, all laps of a folded one together. */
  readonly steps: number;
  /** xN: stands for N equal siblings. */
  readonly repeats: number;
  readonly errors: number;
  /** Rows in the subtree of one lap. */
  readonly size: number;
  /** Levels below the row that the outline leaves out, because they are too deep or too small. */
  readonly deeper: number;
}

/** An incident with its possible causes, the best supported first. */
export interface ExplainedIncident extends Incident {
  readonly hypotheses: readonly Hypothesis[];
}

/** On a longer run no guard is tried here, so that the analysis keeps its budget; `whatbroke simulate` does. */
export const MAX_GUARDED_STEPS = 200_000;

/** Where a guard of the usual set would have stopped the run. */
export interface GuardTrip {
  /** The guard and its limit, as a policy writes it. */
  readonly guard: string;
  readonly step: number;
  readonly why: string;
}

/** The shape of a run in a bounded number of numbers, stored with the analysis. */
export interface RunOverview {
  readonly profile: RunProfile;
  readonly outline: readonly OutlineNode[];
  /** Worst first; `findings` are places in the stored list of findings. */
  readonly incidents: readonly ExplainedIncident[];
  /** In step order. */
  readonly trips: readonly GuardTrip[];
}
