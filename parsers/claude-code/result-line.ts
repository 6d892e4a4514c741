import type {HarnessVerdict, JsonObject} from '../api.js';
import {compact} from '../api.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import type {Line} from './line.js';
import type {Reading, Thread} from './reading.js';
import {writeAgentSpan} from './thread.js';
import {toUsage} from './usage.js';

const STATED_FIELDS = ['num_turns', 'duration_ms', 'duration_api_ms', 'usage', 'modelUsage'];
const MORE_STATED_FIELDS = [
  'permission_denials',
  'total_cost_usd',
  'stop_reason',
  'subtype',
  'terminal_reason',
];

/**
 * The closing line of a stream: how it ended, and totals. Its usage is the only right output total
 * of a stream, so it is kept as stated on the agent, never as a span's usage (that would count the
 * calls twice).
 */
export function readResultLine(reading: Reading, thread: Thread, line: Line): void {
  const stated = pickFields(line.value, [...STATED_FIELDS, ...MORE_STATED_FIELDS]);
  const raw = objectOf(line.value, 'usage');
  const usage = raw === undefined ? undefined : toUsage(raw);
  thread.attributes = compact<JsonObject>({
    ...thread.attributes,
    stated,
    statedOutputTokens: usage?.outputTokens,
    statedInputTokens: usage?.inputTokens,
  });
  writeAgentSpan(reading, thread);
  const subtype = textOf(line.value, 'subtype');
  const failed = isTrue(line.value, 'is_error') || (subtype?.startsWith('error') ?? false);
  const value = failed ? 'failed' : subtype === 'success' ? 'succeeded' : 'unknown';
  reading.facts.push({
    kind: 'trace',
    trace: {traceId: thread.traceId, outcome: {value, saidBy: 'claude-code result'}},
  });
  if (subtype === undefined && !failed) return;
  const verdict = compact<HarnessVerdict>({
    traceId: thread.traceId,
    spanId: undefined,
    kind: toVerdictKind(subtype, failed),
    said: subtype ?? textOf(line.value, 'result') ?? 'error',
    saidBy: 'claude-code result',
    value: numberOf(line.value, 'num_turns'),
    timeUs: line.us,
  });
  reading.facts.push({kind: 'verdict', verdict, at: line.at});
}

function toVerdictKind(subtype: string | undefined, failed: boolean): HarnessVerdict['kind'] {
  // error_max_turns, error_max_budget_usd, error_max_structured_output_retries
  if (subtype?.startsWith('error_max') === true) return 'limit';
  return failed ? 'failure' : 'success';
}
