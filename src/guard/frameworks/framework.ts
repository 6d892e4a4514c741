import type {GuardEffect, GuardReset, GuardScope, GuardUnit} from '../guard.js';

/** One limit that a framework offers, as its documents or its source say. */
export interface FrameworkSetting {
  readonly guard: string;
  readonly setting: string;
  /** What holds when nothing is set; `none` = no limit. */
  readonly default: number | string;
  readonly unit: GuardUnit;
  readonly scope: GuardScope;
  readonly reset: GuardReset;
  readonly effect?: GuardEffect;
  /** What to write; LIMIT stands for the number. */
  readonly write: string;
  readonly evidence: 'documentation' | 'source';
  readonly source: string;
}

/** A framework's limits. A kind of guard that is not listed: its documents name no such limit. */
export interface Framework {
  readonly framework: string;
  readonly title: string;
  /** ISO date on which the facts were last checked. */
  readonly checked: string;
  readonly settings: readonly FrameworkSetting[];
  readonly notes?: readonly string[];
}
