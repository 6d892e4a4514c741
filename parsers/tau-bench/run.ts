import type {
  HarnessVerdict,
  JsonObject,
  Locator,
  JsonValue,
  SpanDraft,
  TraceDraft,
} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import {isoToUs} from '../common/time.js';
import {Transcript} from '../common/transcript.js';
import {readMessage} from './message.js';
import {AGENT} from './reading.js';
import type {Reading, Run} from './reading.js';

const SAID_BY = 'tau-bench reward';
/** Ends that the harness forced; `user_stop` and `agent_stop` are how a run should end. */
const LIMITS = new Set(['max_steps', 'too_many_errors', 'timeout', 'max_errors']);

/** One run: a task and a trial. False where it is none. */
export function readRun(reading: Reading, value: JsonObject, at: Locator): boolean {
  const messages = getField(value, 'traj') ?? getField(value, 'messages');
  const task = toId(getField(value, 'task_id'));
  if (task === undefined) return false;
  if (!isArray(messages) && messages !== null && messages !== undefined) return false;
  const trial = toId(getField(value, 'trial')) ?? '0';
  // A file that was appended to may hold a task and trial twice.
  const traceId = reading.traceIds.take(`task-${task}/trial-${trial}`);
  const run: Run = {
    traceId,
    transcript: new Transcript(traceId, AGENT, reading.numbers),
    at,
    calls: 0,
    open: new Map(),
    previousUs: isoToUs(value.start_time)?.us,
  };
  const reward = readReward(value);
  writeAgent(reading, run, value, reward);
  const policy = textOf(value, 'policy');
  if (policy !== undefined) {
    const parts = [{kind: 'text', text: policy}] as const;
    run.transcript.hear({role: 'system', parts}, at, reading.facts);
  }
  for (const message of isArray(messages) ? messages : []) {
    if (isObject(message)) readMessage(reading, run, message);
    else {
      const code = 'not-a-message';
      const text = 'a message must be an object';
      reading.oddities.note({code, severity: 'notice', message: text, at});
    }
  }
  for (const spanId of run.open.values()) {
    reading.facts.push({kind: 'span-patch', traceId, spanId, patch: {unfinished: true}, at});
  }
  run.transcript.flush(at, reading.facts);
  writeVerdicts(reading, run, value, reward);
  return true;
}

function toId(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function readReward(value: JsonObject): number | undefined {
  const info = objectOf(value, 'reward_info');
  return numberOf(value, 'reward') ?? (info === undefined ? undefined : numberOf(info, 'reward'));
}

const KEPT = ['id', 'task_id', 'trial', 'seed', 'termination_reason', 'reward_info', 'agent_cost'];

function writeAgent(
  reading: Reading,
  run: Run,
  value: JsonObject,
  reward: number | undefined,
): void {
  const {traceId, at} = run;
  const info = objectOf(value, 'info');
  const startUs = isoToUs(value.start_time)?.us;
  const outcome = toOutcome(reward);
  const span = compact<SpanDraft>({
    traceId,
    spanId: AGENT,
    kind: 'agent',
    name: 'agent',
    agentName: 'agent',
    startUs,
    endUs: isoToUs(value.end_time)?.us,
    status: outcome === undefined ? undefined : outcome.value === 'succeeded' ? 'ok' : 'error',
    attributes: {
      ...pickFields(value, KEPT),
      ...(info === undefined ? {} : pickFields(info, ['reward_info', 'source', 'error'])),
    },
  });
  const timeBasis = toTimeBasis(value, startUs);
  const trace = compact<TraceDraft>({traceId, name: traceId, timeBasis, outcome});
  reading.facts.push({kind: 'trace', trace}, {kind: 'span', span, at});
}

function toTimeBasis(value: JsonObject, startUs: number | undefined): TraceDraft['timeBasis'] {
  if (startUs === undefined) return 'none';
  return isoToUs(value.start_time)?.hasZone === true ? 'utc' : 'naive-local';
}

function toOutcome(reward: number | undefined): TraceDraft['outcome'] {
  if (reward === undefined || (reward > 0 && reward < 1)) return undefined;
  return {value: reward >= 1 ? 'succeeded' : 'failed', saidBy: SAID_BY};
}

function writeVerdicts(
  reading: Reading,
  run: Run,
  value: JsonObject,
  reward: number | undefined,
): void {
  const {traceId, at} = run;
  const push = (verdict: Omit<HarnessVerdict, 'traceId' | 'spanId'>): void => {
    reading.facts.push({kind: 'verdict', verdict: {traceId, spanId: AGENT, ...verdict}, at});
  };
  if (reward !== undefined) {
    push({kind: 'reward', said: `reward ${String(reward)}`, saidBy: SAID_BY, value: reward});
  }
  const reason = textOf(value, 'termination_reason');
  if (reason !== undefined) {
    const kind = LIMITS.has(reason) ? 'limit' : 'other';
    push({kind, said: reason, saidBy: 'tau2 termination_reason'});
  }
  const info = objectOf(value, 'info');
  const error = info === undefined ? undefined : textOf(info, 'error');
  if (error !== undefined) push({kind: 'failure', said: error, saidBy: 'tau-bench error'});
}
