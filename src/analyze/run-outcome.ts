import type {HarnessVerdict} from '../model/facts.js';
import type {RunOutcome} from '../tree/run-view.js';

/**
 * How the run ended, and who says so: the trace itself; else a reward (whoever measured knows more
 * than the agent), at least 1 a success and at most 0 a failure; else the last word of success or failure; else "stuck". A
 * limit alone does not tell: work may have been done before it.
 */
export function readRunOutcome(
  stated: RunOutcome,
  verdicts: readonly HarnessVerdict[],
): RunOutcome {
  if (stated.value !== 'unknown') return stated;
  const reward = verdicts.findLast((verdict) => verdict.kind === 'reward');
  if (reward?.value !== undefined && (reward.value >= 1 || reward.value <= 0)) {
    return {value: reward.value >= 1 ? 'succeeded' : 'failed', saidBy: reward.saidBy};
  }
  const word = verdicts.findLast(({kind}) => kind === 'success' || kind === 'failure');
  if (word !== undefined) {
    return {value: word.kind === 'success' ? 'succeeded' : 'failed', saidBy: word.saidBy};
  }
  const stuck = verdicts.findLast((verdict) => verdict.kind === 'stuck');
  return stuck === undefined ? stated : {value: 'failed', saidBy: stuck.saidBy};
}
