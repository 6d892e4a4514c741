import type {JsonObject, JsonValue, MessagePart, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {isPlaceholder} from '../common/placeholder.js';
import {isoToUs} from '../common/time.js';
import type {Told} from './events.js';
import {touch} from './reading.js';
import type {Reading} from './reading.js';

export interface ToolCalls {
  readonly parts: readonly MessagePart[];
  readonly results: readonly MessagePart[];
  /** Time of the last result. */
  readonly lastUs: number | undefined;
}

/** The calls of one message: a round. When a call began is not logged, only when it was done. */
export function writeToolCalls(reading: Reading, told: Told, replyId: string): ToolCalls {
  const {session, value, at} = told;
  const calls = getField(value, 'toolCalls');
  const parts: MessagePart[] = [];
  const results: MessagePart[] = [];
  let lastUs: number | undefined;
  if (!isArray(calls)) return {parts, results, lastUs};
  for (const [index, call] of calls.entries()) {
    if (!isObject(call)) continue;
    const id = textOf(call, 'id');
    const name = textOf(call, 'name') ?? 'tool';
    const input = getField(call, 'args');
    const args = input === undefined || input === null || isPlaceholder(input) ? undefined : input;
    const endUs = isoToUs(call.timestamp)?.us;
    touch(session, endUs);
    if (endUs !== undefined && (lastUs === undefined || endUs > lastUs)) lastUs = endUs;
    const {output, ...outcome} = readOutcome(call);
    const span = compact<SpanDraft>({
      traceId: session.id,
      spanId: id ?? `${replyId}/call-${String(index + 1)}`,
      parentId: replyId,
      kind: 'tool',
      name,
      toolName: name,
      toolCallId: id,
      endUs,
      input: args,
      output,
      roundId: replyId,
      derivedId: id === undefined ? true : undefined,
      ...outcome,
    });
    reading.facts.push({kind: 'span', span, at});
    parts.push(compact({kind: 'tool-call', id, name, args} as const));
    if (outcome.unfinished === true) continue;
    const isError = outcome.status === 'error' ? true : undefined;
    results.push(compact({kind: 'tool-result', id, name, result: output, isError} as const));
  }
  return {parts, results, lastUs};
}

function readOutcome(call: JsonObject): Partial<SpanDraft> {
  const status = textOf(call, 'status');
  const output = readOutput(call);
  switch (status ?? '') {
    case 'success':
      return compact<Partial<SpanDraft>>({status: 'ok', output});
    case 'error': {
      const text = typeof output === 'string' ? output : undefined;
      return compact<Partial<SpanDraft>>({status: 'error', statusMessage: text, output});
    }
    case 'cancelled':
      return compact<Partial<SpanDraft>>({errorType: 'cancelled', output});
    default:
      // Scheduled, awaiting approval, executing: saved before it was done.
      return output === undefined ? {unfinished: true} : {output};
  }
}

/** `[{functionResponse: {response: {output | error}}}]`; several parts, or another shape, whole. */
function readOutput(call: JsonObject): JsonValue | undefined {
  const result = getField(call, 'result');
  if (result === undefined || result === null) return undefined;
  if (!isArray(result) || result.length !== 1) return result;
  const [only] = result;
  const response = isObject(only) ? objectOf(only, 'functionResponse') : undefined;
  const inner = response === undefined ? undefined : objectOf(response, 'response');
  if (inner === undefined) return result;
  return getField(inner, 'output') ?? getField(inner, 'error') ?? inner;
}
