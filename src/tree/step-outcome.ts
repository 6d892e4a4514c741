import type {StepFacts} from './step-facts.js';
import {REPLY_SHAPE} from './step-facts.js';
import {fromSpanKind, toStatus} from './span-table.js';
import {OUTCOMES, STEP_FLAG} from './step-table.js';
import type {Outcome} from './step-table.js';

const LLM = fromSpanKind('llm');

/** Outcome of a span's call as far as the log shows it; a status of `unset` alone proves nothing. */
export function readOutcome(facts: StepFacts, row: number): Outcome {
  const {spans, replyShape} = facts;
  const status = toStatus(spans.status[row] ?? 0);
  if (status === 'error') return 'error';
  if (status === 'ok') return 'ok';
  if ((spans.errorType[row] ?? -1) >= 0 || (spans.errorBody[row] ?? -1) >= 0) return 'error';
  if ((spans.outputBody[row] ?? -1) >= 0) return 'ok';
  if (spans.kind[row] !== LLM) return 'unresolved';
  const replied =
    ((replyShape[row] ?? 0) & REPLY_SHAPE.recorded) !== 0 ||
    (spans.outNode[row] ?? -1) >= 0 ||
    (spans.outputTokens[row] ?? 0) > 0;
  return replied ? 'ok' : 'unresolved';
}

export function toOutcomeCode(outcome: Outcome): number {
  return OUTCOMES.indexOf(outcome);
}

/** Bits of STEP_FLAG of a span's step. */
export function readStepFlags(
  {spans, argsSig, outcomeSig, replyShape}: StepFacts,
  row: number,
): number {
  if (spans.kind[row] === LLM) {
    const shape = replyShape[row] ?? 0;
    if ((shape & REPLY_SHAPE.recorded) === 0) return 0;
    if ((shape & REPLY_SHAPE.hasToolCalls) !== 0) return 0;
    return (shape & REPLY_SHAPE.hasText) !== 0 ? STEP_FLAG.textOnly : STEP_FLAG.emptyReply;
  }
  // A body that is there and has no signature was redacted or trimmed.
  const isHidden = (body: Int32Array, sig: Int32Array): boolean =>
    (body[row] ?? -1) >= 0 && (sig[row] ?? -1) < 0;
  const hidden = isHidden(spans.inputBody, argsSig) || isHidden(spans.outputBody, outcomeSig);
  return hidden ? STEP_FLAG.redacted : 0;
}
