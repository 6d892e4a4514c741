import {formatCountOf} from '../../../text/numbers.js';
import {toEvidence} from '../evidence.js';
import type {GapCheck} from './check.js';

/** Is a limit or a breaker recorded to have acted while these steps went on? */
export const checkStepLimit: GapCheck = ({limitSteps}, steps) => {
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  const acted = limitSteps.filter((step) => step >= first);
  const during = acted.filter((step) => step <= last + 1);
  if (during.length === 0) {
    return {
      status: 'observed',
      reason: `No limit or breaker is recorded to have acted in ${formatCountOf(steps.length, 'call')}.`,
    };
  }
  return {
    status: 'observed',
    reason: `A limit is recorded to have acted, but only after ${formatCountOf((during[0] ?? 0) - first, 'step')}.`,
    evidence: toEvidence(during),
  };
};
