import type {HarnessVerdict, SpanDraft, TraceDraft} from '../api.js';
import {compact} from '../api.js';
import {isEmpty, pickFields, textOf} from '../common/fields.js';
import {callIdOf} from './read-step.js';
import {AGENT, TRACE, openPart} from './reading.js';
import type {Part, Reading} from './reading.js';

const SAID_BY = 'SWE-agent exit_status';
/** `exit_cost`, `submitted (exit_context)`: a budget ran out. */
const LIMIT = /exit_(?:cost|context|total_execution_time|command_timeout|api)/;
const KEPT_INFO = [
  'model_stats',
  'swe_agent_version',
  'swe_agent_hash',
  'swe_rex_version',
  'best_attempt_idx',
  'rloop_model_stats',
  'score',
  'review',
];

/** Sends what is known only at the end: how each attempt and the run ended. */
export function finishRun(reading: Reading): void {
  const {facts, parts} = reading;
  const top = openPart(reading, 0);
  for (const part of parts.values()) finishPart(reading, part);
  const status = top?.info === undefined ? undefined : textOf(top.info, 'exit_status');
  const outcome = status === undefined ? undefined : toOutcome(status);
  facts.push({
    kind: 'trace',
    trace: compact<TraceDraft>({traceId: TRACE, timeBasis: 'none', outcome}),
  });
  facts.push(...reading.oddities.take());
}

function finishPart(reading: Reading, part: Part): void {
  const {facts} = reading;
  // The history may end before the last reply: its prompt is all that was said.
  const next = part.stepOfReply.length === 0 ? 1 : (part.stepOfReply.at(-1) ?? 0) + 1;
  if (part.survey.replies.length > 0 && next === part.steps && !part.hasQuery.has(next)) {
    part.transcript.ask(callIdOf(part, next), part.lastAt, facts);
  }
  part.transcript.flush(part.lastAt, facts);
  const {info} = part;
  if (info === undefined) return;
  const exitStatus = textOf(info, 'exit_status');
  const attributes = pickFields(info, KEPT_INFO);
  const outcome = exitStatus === undefined ? undefined : toOutcome(exitStatus);
  facts.push({
    kind: 'span-patch',
    traceId: TRACE,
    spanId: part.agentId,
    patch: compact<Partial<SpanDraft>>({
      status: outcome === undefined ? undefined : outcome.value === 'succeeded' ? 'ok' : 'error',
      errorType: outcome?.value === 'failed' ? exitStatus : undefined,
      output: textOf(info, 'submission'),
      attributes: isEmpty(attributes) ? undefined : attributes,
    }),
    at: part.lastAt,
  });
  if (exitStatus !== undefined) {
    facts.push({kind: 'verdict', verdict: toVerdict(exitStatus, part.agentId), at: part.lastAt});
  }
}

/** Submitted by the harness because a limit was reached: neither a success nor a failure. */
function toOutcome(exitStatus: string): TraceDraft['outcome'] {
  const saidBy = `${SAID_BY} ${exitStatus}`;
  if (exitStatus === 'submitted') return {value: 'succeeded', saidBy};
  return exitStatus.startsWith('submitted') ? undefined : {value: 'failed', saidBy};
}

function toVerdict(exitStatus: string, spanId: string): HarnessVerdict {
  const kind = LIMIT.test(exitStatus)
    ? 'limit'
    : exitStatus === 'submitted'
      ? 'success'
      : 'failure';
  const verdict = {traceId: TRACE, kind, said: exitStatus, saidBy: SAID_BY} as const;
  return spanId === AGENT ? {...verdict, spanId} : {...verdict, kind: asAttempt(kind), spanId};
}

/** An attempt is not the run: how it ended is evidence, the outcome is told by the file. */
function asAttempt(kind: HarnessVerdict['kind']): HarnessVerdict['kind'] {
  return kind === 'limit' ? 'limit' : 'other';
}
