import {OUTCOMES, STEP_KINDS} from '../../tree/step-table.js';
import type {Outcome, StepKind, StepTable} from '../../tree/step-table.js';

const code = (kind: StepKind): number => STEP_KINDS.indexOf(kind);

/** Codes of StepTable.kind, read in hot loops. */
export const KIND = {
  llm: code('llm'),
  tool: code('tool'),
  handoff: code('handoff'),
  userTurn: code('user-turn'),
  compaction: code('compaction'),
  agentStart: code('agent-start'),
  retry: code('retry'),
  state: code('state'),
} as const;

const outcomeCode = (outcome: Outcome): number => OUTCOMES.indexOf(outcome);

/** Codes of StepTable.outcome. */
export const OUTCOME = {
  unresolved: outcomeCode('unresolved'),
  ok: outcomeCode('ok'),
  error: outcomeCode('error'),
} as const;

export function isError(steps: StepTable, step: number): boolean {
  return steps.outcome[step] === OUTCOME.error;
}

export function isOk(steps: StepTable, step: number): boolean {
  return steps.outcome[step] === OUTCOME.ok;
}
