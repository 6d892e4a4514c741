import type {Finding} from '../../model/finding.js';
import {formatCountOf} from '../../text/numbers.js';
import type {RunView} from '../../tree/run-view.js';
import type {Guard} from '../guard.js';
import {GuardSimulator} from '../simulation/simulate-guard.js';
import {toEvidence} from './evidence.js';
import type {GapStatement} from './governance.js';

const RUNAWAY = /^(?:loop|recursion|retry|handoff)\//;

export function isRunaway(finding: Pick<Finding, 'rule' | 'severity'>): boolean {
  return RUNAWAY.test(finding.rule) && finding.severity !== 'info';
}

/** Did the agent pass a limit, or was there none that acted? */
export function describeOrchestrationBreach(
  view: RunView,
  given: {
    readonly findings: readonly Finding[];
    readonly policy: readonly Guard[] | undefined;
    readonly limitSteps: readonly number[];
  },
): readonly GapStatement[] {
  const {findings, policy, limitSteps} = given;
  const gaps: GapStatement[] = [];
  for (const guard of policy ?? []) {
    const {trip} = new GuardSimulator(view, guard).at(guard.limit);
    if (trip === undefined) continue;
    gaps.push({
      status: 'observed',
      text: `The policy sets ${guard.title.toLowerCase()} to ${guard.limit}; the run passed it and went on.`,
      evidence: toEvidence([trip.step]),
    });
  }
  for (const finding of findings.filter(isRunaway)) {
    const before = limitSteps.filter(
      (step) => step >= finding.provableStep && step <= finding.lastStep,
    );
    const name = finding.rule;
    const size = formatCountOf(finding.memberCount, 'step');
    gaps.push({
      status: 'observed',
      text:
        before.length === 0
          ? `No limit or breaker is recorded to have acted during ${name} (${size}).`
          : `A limit is recorded to have acted during ${name}, ${formatCountOf((before[0] ?? 0) - finding.provableStep, 'step')} after it could be known.`,
      evidence: toEvidence(before.length === 0 ? finding.members : before),
    });
  }
  if (gaps.length > 0) return gaps;
  const acted = limitSteps.length > 0;
  return [
    {
      status: acted ? 'observed' : 'cannot-be-shown',
      text: acted
        ? 'A limit is recorded to have acted; nothing shows that it was passed.'
        : 'No limit is recorded to have acted, and nothing ran away: whether there is one cannot be told.',
      evidence: toEvidence(limitSteps),
    },
  ];
}
