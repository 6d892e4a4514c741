import type {Finding} from '../model/finding.js';
import type {RuleId} from '../model/ids.js';
import type {RunView} from '../tree/run-view.js';

/** One tunable number of a rule: it has a unit and a reason, and is echoed in reports. */
export interface Threshold {
  readonly default: number;
  readonly unit: string;
  /** Where the number comes from. */
  readonly reason: string;
}

export type ThresholdSpec = Readonly<Record<string, Threshold>>;
/** The values a rule runs with: defaults, or overridden by name. */
export type Thresholds<S extends ThresholdSpec> = {readonly [K in keyof S]: number};

/**
 * A rule. `detect` is pure, deterministic, iterative and at most O(n log n); it reports what is
 * stuck, not what is merely repeated.
 */
export interface Detector<S extends ThresholdSpec = ThresholdSpec> {
  readonly id: RuleId;
  /** Raised when the same run may give other findings. */
  readonly version: number;
  readonly title: string;
  /** One sentence: what it reports. */
  readonly flags: string;
  /** Productive look-alikes it must not report. */
  readonly ignores: readonly string[];
  readonly thresholds: S;
  detect(view: RunView, thresholds: Thresholds<S>): Iterable<Finding>;
}
