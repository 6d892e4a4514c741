import type {FindingSeverity, ResourceUse} from './finding.js';

/** Last new information of one lane up to the incident's end; undefined = none at all. */
export interface LaneMoments {
  readonly lane: number;
  readonly lastNewStep: number | undefined;
  /** Last error not seen before: it told something, but no progress. */
  readonly lastNewErrorStep: number | undefined;
}

/**
 * Whether it could still have turned out well, as far as the recording shows (DESIGN section 2).
 * `no-return`: from `step` on nothing new is recorded. That is an observation, not a cause.
 */
export type Turning =
  | {readonly kind: 'no-return'; readonly step: number; readonly use: ResourceUse}
  | {readonly kind: 'recovered'; readonly step: number}
  | {
      readonly kind: 'cannot-tell';
      readonly because: 'run-succeeded' | 'outcome-not-recorded' | 'input-came-later';
      /** The step that makes it uncertain; undefined for the outcome of the run. */
      readonly step: number | undefined;
    };

/** The window of a run that belongs together. */
export interface Incident {
  readonly severity: FindingSeverity;
  /** Indexes of its findings in the list given, worst first, then earliest. */
  readonly findings: readonly number[];
  /** First step of the first lap. */
  readonly onset: number;
  /** Earliest step at which a rule could have fired knowing only the past. */
  readonly provable: number;
  readonly end: number;
  /** The latest over its lanes. */
  readonly lastNewStep: number | undefined;
  readonly lanes: readonly LaneMoments[];
  readonly turning: Turning;
  /** Blast radius: what all lanes together used from onset to end. */
  readonly use: ResourceUse;
}
