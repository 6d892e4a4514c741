import type {Fact, JsonObject, Message, MessagePart, SpanDraft, Status} from '../../api.js';
import {compact, getField} from '../../api.js';
import {numberOf, objectOf, pickFields, textOf} from '../fields.js';
import {millisToUs} from '../time.js';
import type {Doc} from './docs.js';

interface Place {
  readonly traceId: string;
  readonly roundId: string;
  readonly agentId: string;
}

/** A tool part tells the whole call: its state, arguments, result and times. */
export function pushToolSpan(
  {value, at}: Doc,
  {traceId, roundId}: Place,
  out: Fact[],
): {
  readonly spanId: string;
  readonly endUs: number | undefined;
  readonly childSession: string | undefined;
} {
  const state = objectOf(value, 'state') ?? {};
  const time = objectOf(state, 'time') ?? {};
  const metadata = objectOf(state, 'metadata') ?? {};
  const name = textOf(value, 'tool') ?? 'unknown';
  const spanId = textOf(value, 'id') ?? `call:${textOf(value, 'callID') ?? roundId}`;
  const failure = toFailure(state, metadata);
  const endUs = millisToUs(getField(time, 'end'));
  const span = compact<SpanDraft>({
    traceId,
    spanId,
    parentId: roundId,
    kind: 'tool',
    name,
    toolName: name,
    toolCallId: textOf(value, 'callID'),
    roundId,
    input: getField(state, 'input'),
    output: getField(state, 'output') ?? undefined,
    startUs: millisToUs(getField(time, 'start')),
    endUs,
    ...failure,
    unfinished: /^(?:pending|running)$/.test(textOf(state, 'status') ?? '') ? true : undefined,
    attributes: pickFields(state, ['status', 'title', 'metadata']),
  });
  out.push({kind: 'span', span, at});
  const childSession = textOf(metadata, 'sessionId') ?? textOf(metadata, 'sessionID');
  return {spanId, endUs, childSession};
}

function toFailure(
  state: JsonObject,
  metadata: JsonObject,
): {
  readonly status: Status | undefined;
  readonly statusMessage?: string | undefined;
  readonly errorType?: string;
} {
  const status = textOf(state, 'status');
  if (status === 'error') return {status: 'error', statusMessage: textOf(state, 'error')};
  const exit = numberOf(metadata, 'exit');
  if (exit !== undefined && exit !== 0) return {status: 'error', errorType: `exit ${String(exit)}`};
  return {status: status === 'completed' || status === 'success' ? 'ok' : undefined};
}

/** What later calls are given of the result. */
export function toResultMessage({value}: Doc): Message {
  const state = objectOf(value, 'state') ?? {};
  const part = compact<MessagePart & {kind: 'tool-result'}>({
    kind: 'tool-result',
    id: textOf(value, 'callID'),
    name: textOf(value, 'tool'),
    result: getField(state, 'output') ?? getField(state, 'error') ?? undefined,
    isError: textOf(state, 'status') === 'error' ? true : undefined,
  });
  return {role: 'tool', parts: [part]};
}
