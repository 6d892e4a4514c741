import type {HarnessVerdict, JsonObject, Locator, SpanDraft, TraceDraft} from '../api.js';
import {compact} from '../api.js';
import {isEmpty, objectOf, pickFields, textOf} from '../common/fields.js';
import {AGENT, TRACE} from './reading.js';
import type {Reading} from './reading.js';

const SAID_BY = 'mini-swe-agent exit_status';
/** Exceptions of the harness that mean "a limit that was set has been reached". */
const LIMITS = new Set(['LimitsExceeded', 'ContextWindowExceededError', 'TimeExceeded']);

/** Sends what is known only at the end: how the run ended, and with what. */
export function finishRun(reading: Reading, last: Locator): void {
  const {facts, info = {}, infoAt, firstAt} = reading;
  reading.transcript.flush(last, facts);
  const exitStatus = textOf(info, 'exit_status');
  settleSubmission(reading, exitStatus);
  const trace = compact<TraceDraft>({
    traceId: TRACE,
    name: reading.instanceId,
    timeBasis: reading.hasTimes ? 'utc' : 'none',
    outcome: exitStatus === undefined ? undefined : toOutcome(exitStatus),
    attributes: compact({
      trajectory_format: reading.format,
      mini_version: textOf(info, 'mini_version'),
      exit_status: exitStatus,
    }),
  });
  facts.push({kind: 'trace', trace});
  if (firstAt !== undefined) patchAgent(reading, info, firstAt);
  if (exitStatus !== undefined) {
    facts.push({kind: 'verdict', verdict: toVerdict(exitStatus), at: infoAt ?? last});
  }
  facts.push(...reading.oddities.take());
}

/** v1: the last command is answered by the submission itself, which has no return code. */
function settleSubmission(reading: Reading, exitStatus: string | undefined): void {
  if (exitStatus !== 'Submitted') return;
  const patch = {status: 'ok', unfinished: false} as const;
  const {uncoded} = reading;
  const left = uncoded === undefined ? reading.open.splice(0) : [uncoded];
  for (const {spanId, at} of left) {
    reading.facts.push({kind: 'span-patch', traceId: TRACE, spanId, patch, at});
  }
}

function toOutcome(exitStatus: string): NonNullable<TraceDraft['outcome']> {
  const value = exitStatus === 'Submitted' ? 'succeeded' : 'failed';
  return {value, saidBy: `${SAID_BY} ${exitStatus}`};
}

function toVerdict(exitStatus: string): HarnessVerdict {
  const kind = LIMITS.has(exitStatus)
    ? 'limit'
    : exitStatus === 'Submitted'
      ? 'success'
      : 'failure';
  return {traceId: TRACE, spanId: AGENT, kind, said: exitStatus, saidBy: SAID_BY};
}

function patchAgent(reading: Reading, info: JsonObject, at: Locator): void {
  const exitStatus = textOf(info, 'exit_status');
  const failed = exitStatus !== undefined && exitStatus !== 'Submitted';
  const config = objectOf(info, 'config');
  const left = pickFields(info, ['model_stats', 'config', 'traceback']);
  const model = config === undefined ? undefined : objectOf(config, 'model');
  reading.facts.push({
    kind: 'span-patch',
    traceId: TRACE,
    spanId: AGENT,
    patch: compact<Partial<SpanDraft>>({
      agentName: 'mini-swe-agent',
      status: exitStatus === undefined ? undefined : failed ? 'error' : 'ok',
      errorType: failed ? exitStatus : undefined,
      statusMessage: failed ? reading.farewell?.text : undefined,
      model: model === undefined ? undefined : textOf(model, 'model_name'),
      output: textOf(info, 'submission'),
      attributes: isEmpty(left) ? undefined : left,
    }),
    at,
  });
}
