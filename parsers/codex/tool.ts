import type {JsonValue, SpanDraft} from '../api.js';
import {compact, getField, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {isPlaceholder} from '../common/placeholder.js';
import {readResult} from './result.js';
import {addPart, closeReply} from './reply.js';
import {closeCall} from './reading.js';
import type {OpenCall, Reading} from './reading.js';
import type {Line} from './rollout-line.js';

/** Items that are done when they are logged: their result comes with them or not at all. */
const SELF_CONTAINED = new Set(['web_search', 'image_generation']);

export function readCall(
  reading: Reading,
  line: Line,
  input: JsonValue | undefined,
  fixedName?: string,
): void {
  const {thread, payload, us, at} = line;
  const inner = objectOf(payload, 'function');
  const name = fixedName ?? textOf(payload, 'name') ?? (inner && textOf(inner, 'name')) ?? 'tool';
  const callId = textOf(payload, 'call_id') ?? textOf(payload, 'id');
  const part = compact({kind: 'tool-call', id: callId, name, args: input} as const);
  const reply = addPart(reading, line, part);
  thread.calls++;
  const call: OpenCall = {
    traceId: thread.id,
    spanId: callId ?? `call-${String(thread.calls)}`,
    at,
  };
  const isDone = SELF_CONTAINED.has(name);
  const status = textOf(payload, 'status');
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId: thread.id,
      spanId: call.spanId,
      parentId: reply.spanId,
      kind: 'tool',
      name,
      toolName: name,
      toolCallId: callId,
      startUs: us,
      input,
      output: isDone ? (getField(payload, 'result') ?? undefined) : undefined,
      status: isDone && status === 'completed' ? 'ok' : status === 'failed' ? 'error' : undefined,
      roundId: reply.spanId,
      derivedId: callId === undefined ? true : undefined,
    }),
    at,
  });
  if (!isDone) reading.open.set(callId ?? NAMELESS + name, call);
}

/** Calls of old exports have no id: their result is told by the name. */
const NAMELESS = '\0';

export function readOutput(reading: Reading, line: Line): void {
  const {thread, payload, us, at} = line;
  closeReply(reading, line);
  thread.inputUs = us ?? thread.inputUs;
  const callId = textOf(payload, 'call_id');
  const key = callId ?? NAMELESS + (textOf(payload, 'name') ?? 'tool');
  const raw =
    getField(payload, 'output') ??
    getField(payload, 'result') ??
    getField(payload, 'tools') ??
    null;
  const patch = compact<Partial<SpanDraft>>({endUs: us, ...readResult(raw)});
  const call = closeCall(reading, key);
  if (call === undefined) writeOrphan(reading, line, {callId, patch});
  else {
    const {traceId, spanId} = call;
    reading.facts.push({kind: 'span-patch', traceId, spanId, patch, at});
  }
  const heard = compact({kind: 'tool-result', id: callId, result: patch.output} as const);
  thread.transcript.hear({role: 'tool', parts: [heard]}, at, reading.facts);
}

/** A result whose call is not in this source: the call happened, so it is a span. */
function writeOrphan(
  reading: Reading,
  {thread, at}: Line,
  from: {readonly callId: string | undefined; readonly patch: Partial<SpanDraft>},
): void {
  thread.calls++;
  const {callId, patch} = from;
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      ...patch,
      traceId: thread.id,
      spanId: callId ?? `call-${String(thread.calls)}`,
      parentId: thread.id,
      kind: 'tool',
      name: 'tool',
      toolCallId: callId,
      derivedId: callId === undefined ? true : undefined,
    }),
    at,
  });
  reading.oddities.note({
    code: 'tool-result-without-call',
    severity: 'notice',
    message: 'a tool result answers a call that is not in this source',
    at,
  });
}

/** What an event tells of a call; a call that has no item of its own becomes a span. */
export function readCallEvent(
  reading: Reading,
  line: Line,
  told: {
    readonly callId: string;
    readonly name: string;
    readonly input?: JsonValue | undefined;
    readonly patch: Partial<SpanDraft>;
  },
): void {
  const {thread, us, at} = line;
  const {callId, name, input, patch} = told;
  const wasOpen = reading.open.has(callId);
  const call = reading.open.get(callId) ?? reading.closed.get(callId);
  if (call !== undefined) {
    const {traceId, spanId} = call;
    // The item that gives the result comes as well; until then the event's word holds.
    const told = wasOpen ? patch : omitOutput(patch);
    reading.facts.push({kind: 'span-patch', traceId, spanId, patch: told, at});
    return;
  }
  thread.calls++;
  const span = compact<SpanDraft>({
    ...patch,
    traceId: thread.id,
    spanId: callId,
    parentId: thread.reply?.spanId ?? thread.id,
    kind: 'tool',
    name,
    toolName: name,
    toolCallId: callId,
    input: input === undefined || isPlaceholder(input) ? undefined : input,
    endUs: us,
  });
  reading.facts.push({kind: 'span', span, at});
  reading.closed.set(callId, {traceId: thread.id, spanId: callId, at});
}

function omitOutput(patch: Partial<SpanDraft>): Partial<SpanDraft> {
  return compact<Partial<SpanDraft>>({...patch, output: undefined});
}

/** `{secs, nanos}` as Rust writes durations, in milliseconds. */
export function toDurationMs(raw: JsonValue | undefined): number | undefined {
  if (!isObject(raw)) return undefined;
  const {secs, nanos} = raw;
  if (typeof secs !== 'number') return undefined;
  return secs * 1000 + (typeof nanos === 'number' ? nanos / 1e6 : 0);
}
