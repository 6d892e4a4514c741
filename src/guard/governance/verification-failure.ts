import {formatCountOf} from '../../text/numbers.js';
import type {RunView} from '../../tree/run-view.js';
import {lacksUnit} from '../meter/recorded.js';
import {toEvidence} from './evidence.js';
import type {GapStatement, Writes} from './governance.js';
import type {RunRecords} from './run-records.js';

/** Who authorised the writes? */
export function describeVerificationFailure(
  view: RunView,
  writes: Writes,
  {approvals}: RunRecords,
): readonly GapStatement[] {
  const lack = lacksUnit(view, 'tool-call');
  if (lack !== undefined) {
    const text = `Whether anything was written cannot be told: ${lack}.`;
    return [{status: 'cannot-be-shown', text, evidence: toEvidence([])}];
  }
  if (writes.count === 0) {
    const text = 'No call is recognised as a write; a tool that hides what it does would not show.';
    return [{status: 'cannot-be-shown', text, evidence: toEvidence([])}];
  }
  const open = writes.list.filter(({approver}) => approver === undefined);
  if (open.length === 0) {
    const text = `Each of ${formatCountOf(writes.count, 'write')} has a recorded approver.`;
    return [{status: 'observed', text, evidence: toEvidence(writes.list.map(({step}) => step))}];
  }
  const evidence = {...toEvidence(open.map(({step}) => step)), count: writes.withoutApproval};
  // A log that records approvals at all would have recorded these; one that never does says nothing of them.
  const recordsApprovals = approvals.length > 0;
  const size = `${formatCountOf(writes.withoutApproval, 'write')} of ${writes.count}`;
  return [
    {
      status: recordsApprovals ? 'observed' : 'suspected',
      text: recordsApprovals
        ? `${size} ran without the approval that this log records for other calls.`
        : `${size} ran with no approval recorded; this log records no approvals at all, so one given elsewhere would not show.`,
      evidence,
    },
  ];
}
