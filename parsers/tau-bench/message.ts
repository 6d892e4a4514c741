import type {JsonObject, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {isTrue, objectOf, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {toOpenAiUsage} from '../common/openai-usage.js';
import {isoToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';
import {AGENT} from './reading.js';
import type {Reading, Run} from './reading.js';

/** Failures are told in prose that always begins so; tau2 has a flag. */
const FAILED = /^Error\b/;

export function readMessage(reading: Reading, run: Run, message: JsonObject): void {
  const us = isoToUs(message.timestamp)?.us;
  switch (textOf(message, 'role') ?? '') {
    case 'assistant':
      readReply(reading, run, message, us);
      break;
    case 'tool':
      readResult(reading, run, message, us);
      break;
    case 'user':
      readUser(reading, run, message, us);
      break;
    default:
      run.transcript.hear(normaliseMessage(message), run.at, reading.facts);
  }
  run.previousUs = us ?? run.previousUs;
}

/** The user is simulated by a model; in tau2 it may call tools of its own, which are not the agent's. */
function readUser(reading: Reading, run: Run, message: JsonObject, us: number | undefined): void {
  const {traceId, at} = run;
  const text = textOf(message, 'content');
  reading.facts.push({
    kind: 'event',
    event: compact({
      traceId,
      spanId: AGENT,
      kind: 'user-turn',
      name: 'simulated user',
      timeUs: us,
      text,
    }),
    at,
  });
  run.transcript.hear(normaliseMessage(message), at, reading.facts);
}

function readReply(reading: Reading, run: Run, message: JsonObject, us: number | undefined): void {
  const {traceId, at} = run;
  run.calls++;
  const spanId = `reply-${String(run.calls)}`;
  const usage = objectOf(message, 'usage');
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId,
      spanId,
      parentId: AGENT,
      kind: 'llm',
      name: 'chat',
      startUs: us === undefined ? undefined : Math.min(run.previousUs ?? us, us),
      endUs: us,
      usage: usage === undefined ? undefined : toOpenAiUsage(usage),
      roundId: spanId,
      derivedId: true,
      attributes: usage === undefined ? undefined : {usage},
    }),
    at,
  });
  run.transcript.ask(spanId, at, reading.facts);
  run.transcript.answer(spanId, [normaliseMessage(message)], at, reading.facts);
  const calls = getField(message, 'tool_calls');
  if (!isArray(calls)) return;
  for (const [index, call] of calls.entries()) {
    if (isObject(call)) writeCall(reading, run, {call, index, roundId: spanId, us});
  }
}

/** OpenAI's shape in tau-bench, `{id, name, arguments}` in tau2. */
function writeCall(
  reading: Reading,
  run: Run,
  from: {
    readonly call: JsonObject;
    readonly index: number;
    readonly roundId: string;
    readonly us: number | undefined;
  },
): void {
  const {call, index, roundId, us} = from;
  const inner = objectOf(call, 'function') ?? call;
  const id = textOf(call, 'id');
  const name = textOf(inner, 'name') ?? 'tool';
  const args = getField(inner, 'arguments');
  // Ids may repeat in a run: the reply tells them apart.
  const spanId = `${roundId}/${id ?? `call-${String(index + 1)}`}`;
  const span = compact<SpanDraft>({
    traceId: run.traceId,
    spanId,
    parentId: roundId,
    kind: 'tool',
    name,
    toolName: name,
    toolCallId: id,
    startUs: us,
    input: args === undefined || args === null ? undefined : unfold(args),
    roundId,
    derivedId: true,
  });
  reading.facts.push({kind: 'span', span, at: run.at});
  run.open.set(id ?? spanId, spanId);
}

function readResult(reading: Reading, run: Run, message: JsonObject, us: number | undefined): void {
  const {traceId, at} = run;
  const id = textOf(message, 'tool_call_id') ?? textOf(message, 'id');
  const plain = id === undefined ? message : {...message, tool_call_id: id};
  run.transcript.hear(normaliseMessage(plain), at, reading.facts);
  const content = getField(message, 'content');
  const text = typeof content === 'string' ? content : '';
  const failed = isTrue(message, 'error') || FAILED.test(text);
  const patch = compact<Partial<SpanDraft>>({
    endUs: us,
    status: failed ? 'error' : 'ok',
    statusMessage: failed ? text : undefined,
    output: content ?? undefined,
  });
  const spanId = id === undefined ? [...run.open.values()][0] : run.open.get(id);
  if (spanId !== undefined) {
    run.open.delete(id ?? spanId);
    reading.facts.push({kind: 'span-patch', traceId, spanId, patch, at});
    return;
  }
  if (textOf(message, 'requestor') === 'user') return;
  run.calls++;
  const name = textOf(message, 'name') ?? 'tool';
  const orphan = compact<SpanDraft>({
    ...patch,
    traceId,
    spanId: `result-${String(run.calls)}`,
    parentId: AGENT,
    kind: 'tool',
    name,
    toolName: name,
    toolCallId: id,
    derivedId: true,
  });
  reading.facts.push({kind: 'span', span: orphan, at});
  reading.oddities.note({
    code: 'tool-result-without-call',
    severity: 'notice',
    message: 'a tool result answers a call that is not in this source',
    at,
  });
}
