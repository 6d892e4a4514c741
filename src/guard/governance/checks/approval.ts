import {formatCountOf} from '../../../text/numbers.js';
import type {GapCheck} from './check.js';

/** Has each of these calls a recorded approver? */
export const checkApproval: GapCheck = ({records, view}, steps) => {
  const approved = new Set<number>();
  for (const {decision, spanRow} of records.approvals) {
    if (decision === 'approved') approved.add(spanRow);
  }
  const open = steps.filter((step) => !approved.has(view.steps.spanRow[step] ?? -1));
  if (open.length === 0) {
    return {status: 'cannot-be-shown', reason: 'Each of these calls has a recorded approver.'};
  }
  return records.approvals.length > 0
    ? {
        status: 'observed',
        reason: `${formatCountOf(open.length, 'call')} ran without the approval that this log records for other calls.`,
      }
    : {
        status: 'suspected',
        reason:
          'No approval is recorded; this log records none at all, so one given elsewhere would not show.',
      };
};
