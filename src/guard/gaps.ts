import type {Finding} from '../model/finding.js';
import type {RunView} from '../tree/run-view.js';
import {buildAudit} from './governance/audit.js';
import {assessPlatform} from './governance/assess-platform.js';
import {describeContextOverload} from './governance/context-overload.js';
import type {Governance} from './governance/governance.js';
import {findLimitSteps} from './governance/limit-signs.js';
import {listWrites} from './governance/list-writes.js';
import {describeOrchestrationBreach} from './governance/orchestration-breach.js';
import {NO_RECORDS, type RunRecords} from './governance/run-records.js';
import {describeVerificationFailure} from './governance/verification-failure.js';
import type {Guard} from './guard.js';
import {compilePacks} from './packs/compile-packs.js';
import type {RulePack} from './packs/rule-pack.js';

export interface GovernanceInput {
  readonly findings: readonly Finding[];
  /** Guards that the team says it has. */
  readonly policy?: readonly Guard[];
  readonly packs: readonly RulePack[];
  /** What the log records beside the steps; absent = not looked for, which counts as not recorded. */
  readonly records?: RunRecords;
}

/**
 * The governance gaps of one recorded run (DESIGN section 9): three headings, the audit table, the writes
 * and their approvers, and what the recording shows of the platform. Pure; near-linear in the steps.
 */
export function analyzeGovernance(view: RunView, input: GovernanceInput): Governance {
  const {findings, policy, records = NO_RECORDS} = input;
  const limitSteps = findLimitSteps(view);
  const packs = compilePacks(input.packs);
  const writes = listWrites(view, {
    approvals: records.approvals,
    matchesPack: (facts, step) => packs.matchesWrite(view, facts, step),
  });
  return {
    headings: [
      {
        id: 'orchestration-breach',
        title: 'Orchestration breach',
        question: 'Did the agent pass a limit on its steps or tools, or was there none that acted?',
        gaps: describeOrchestrationBreach(view, {findings, policy, limitSteps}),
      },
      {
        id: 'context-window-overload',
        title: 'Context-window overload',
        question: 'Was the token limit exceeded, so that instructions were cut?',
        gaps: describeContextOverload(view, findings),
      },
      {
        id: 'verification-failure',
        title: 'Verification failure',
        question: 'Who authorised the agent to write?',
        gaps: describeVerificationFailure(view, writes, records),
      },
    ],
    audit: buildAudit({view, findings, packs, records, limitSteps, writes}),
    writes,
    platform: assessPlatform(view, {limitSteps, records}),
  };
}
