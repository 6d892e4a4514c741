import type {RunView} from '../../../tree/run-view.js';
import type {EvidenceSteps, GapStatus, Writes} from '../governance.js';
import type {RunRecords} from '../run-records.js';
import type {Finding} from '../../../model/finding.js';

/** What a check of a gap may look at. */
export interface CheckContext {
  readonly view: RunView;
  readonly records: RunRecords;
  readonly limitSteps: readonly number[];
  readonly writes: Writes;
  readonly findings: readonly Finding[];
}

export interface CheckResult {
  readonly status: GapStatus;
  /** One sentence: what the log shows, or lacks. */
  readonly reason: string;
  /** Steps that show the gap, beside those that show the failure. */
  readonly evidence?: EvidenceSteps;
}

/** Judges whether a control was missing for these steps. */
export type GapCheck = (context: CheckContext, steps: readonly number[]) => CheckResult;
