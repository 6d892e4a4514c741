import type {JsonObject, JsonValue, Locator, MessagePart, SpanDraft} from '../../api.js';
import {compact, getField, isArray, isObject} from '../../api.js';
import {isTrue, numberOf, objectOf, textOf} from '../fields.js';
import {contentMessage} from '../messages/payload.js';
import {normaliseMessage} from '../messages/message.js';
import {flattenResult} from '../messages/part.js';
import {unfold} from '../unfold.js';
import {AGENT, agentOf, readTime} from './run.js';
import type {Reading, Run} from './run.js';
import {writeEnd, writeVerdict} from './said.js';

/** Kinds of events of an SDK conversation (OpenHands V1). */
export const KINDS: ReadonlySet<string> = new Set([
  'ActionEvent',
  'AgentErrorEvent',
  'Condensation',
  'CondensationRequest',
  'CondensationSummaryEvent',
  'ConversationErrorEvent',
  'ConversationStateUpdateEvent',
  'MessageEvent',
  'ObservationEvent',
  'PauseEvent',
  'SystemPromptEvent',
  'TokenEvent',
  'UserRejectObservation',
  'LLMCompletionLogEvent',
]);

export function isConversationEvent(value: JsonObject): boolean {
  return KINDS.has(textOf(value, 'kind') ?? '') && typeof value.id === 'string';
}

interface Told {
  readonly event: JsonObject;
  readonly us: number | undefined;
  readonly at: Locator;
}

/** One event of a conversation: folder or stream. */
export function readConversationEvent(
  reading: Reading,
  run: Run,
  event: JsonObject,
  at: Locator,
): void {
  const us = readTime(run, event);
  const told = {event, us, at};
  run.lastAt = at;
  const kind = textOf(event, 'kind') ?? '';
  switch (kind) {
    case 'SystemPromptEvent': {
      const prompt = getField(event, 'system_prompt') ?? null;
      run.transcript.hear(contentMessage('system', prompt), at, reading.facts);
      break;
    }
    case 'MessageEvent':
      readMessage(reading, run, told);
      break;
    case 'ActionEvent':
      readAction(reading, run, told);
      break;
    case 'ObservationEvent':
    case 'UserRejectObservation':
    case 'AgentErrorEvent':
      readObservation(reading, run, told, kind);
      break;
    case 'Condensation':
      readCondensation(reading, run, told);
      break;
    case 'ConversationErrorEvent': {
      const text = textOf(event, 'detail') ?? textOf(event, 'code') ?? kind;
      const code = textOf(event, 'code') ?? kind;
      writeEvent(reading, run, told, {kind: 'exception', name: code, text});
      const end = {text: `${code}: ${text}`, saidBy: 'OpenHands ConversationErrorEvent', at};
      writeEnd(reading, run, us === undefined ? end : {...end, us});
      break;
    }
    case 'ConversationStateUpdateEvent':
      readState(reading, run, told);
      break;
    case 'PauseEvent':
      writeEvent(reading, run, told, {kind: 'log', name: kind});
      break;
    case 'CondensationRequest':
    case 'CondensationSummaryEvent':
    case 'TokenEvent':
    case 'LLMCompletionLogEvent':
      break;
    default:
      reading.oddities.noteUnknown('events', kind, at);
  }
  run.previousUs = us ?? run.previousUs;
}

function writeEvent(
  reading: Reading,
  run: Run,
  {us, at}: Told,
  event: {
    readonly kind: 'user-turn' | 'compaction' | 'exception' | 'log' | 'state';
    readonly name: string;
    readonly text?: string | undefined;
  },
): void {
  reading.facts.push({
    kind: 'event',
    event: compact({traceId: run.traceId, spanId: agentOf(run), timeUs: us, ...event}),
    at,
  });
}

function readMessage(reading: Reading, run: Run, told: Told): void {
  const {event, at} = told;
  const raw = objectOf(event, 'llm_message') ?? {};
  const message = normaliseMessage(raw);
  if (textOf(event, 'source') === 'agent') {
    const id = textOf(event, 'llm_response_id') ?? textOf(event, 'id') ?? '';
    openReply(reading, run, told, {id, parts: message.parts});
    return;
  }
  const text = message.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  writeEvent(reading, run, told, {kind: 'user-turn', name: 'user', text});
  run.transcript.hear(message, at, reading.facts);
}

/** The llm span of a response id; several actions may share it. */
function openReply(
  reading: Reading,
  run: Run,
  {us, at}: Told,
  reply: {readonly id: string; readonly parts: readonly MessagePart[]},
): void {
  const told = run.replies.get(reply.id);
  if (told !== undefined) {
    // Parallel calls repeat the thought of their reply.
    const parts = reply.parts.filter((part) => part.kind === 'tool-call');
    run.transcript.answerMore(
      reply.id,
      told,
      {message: {role: 'assistant', parts}, at},
      reading.facts,
    );
    run.replies.set(reply.id, told + 1);
    return;
  }
  run.replies.set(reply.id, 1);
  const message = {role: 'assistant', parts: reply.parts};
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId: run.traceId,
      spanId: reply.id,
      parentId: agentOf(run),
      kind: 'llm',
      name: 'chat',
      startUs: run.previousUs === undefined ? us : Math.min(run.previousUs, us ?? run.previousUs),
      endUs: us,
      roundId: reply.id,
    }),
    at,
  });
  run.transcript.ask(reply.id, at, reading.facts);
  run.transcript.answer(reply.id, [message], at, reading.facts);
}

function readAction(reading: Reading, run: Run, told: Told): void {
  const {event, us, at} = told;
  const eventId = textOf(event, 'id') ?? '';
  const roundId = textOf(event, 'llm_response_id') ?? eventId;
  const name = textOf(event, 'tool_name') ?? 'tool';
  const toolCallId = textOf(event, 'tool_call_id');
  const input = toInput(event);
  const parts: MessagePart[] = [];
  const reasoning = textOf(event, 'reasoning_content');
  if (reasoning !== undefined) parts.push({kind: 'reasoning', text: reasoning});
  const thought = getField(event, 'thought');
  if (isArray(thought)) {
    for (const part of contentMessage('assistant', thought).parts) {
      if (part.kind !== 'text' || part.text !== '') parts.push(part);
    }
  }
  parts.push(compact({kind: 'tool-call', id: toolCallId, name, args: input} as const));
  openReply(reading, run, told, {id: roundId, parts});
  const span = compact<SpanDraft>({
    traceId: run.traceId,
    spanId: eventId,
    parentId: roundId,
    kind: 'tool',
    name,
    toolName: name,
    toolCallId,
    startUs: us,
    input,
    roundId,
  });
  reading.facts.push({kind: 'span', span, at});
  run.open.set(eventId, {spanId: eventId, at, ...(toolCallId === undefined ? {} : {toolCallId})});
}

/** The arguments of the call as the model gave them; an action that was not run has none else. */
function toInput(event: JsonObject): JsonValue | undefined {
  const call = objectOf(event, 'tool_call');
  const args = call === undefined ? undefined : getField(call, 'arguments');
  if (args !== undefined && args !== null) return unfold(args);
  return getField(event, 'action') ?? undefined;
}

function readObservation(reading: Reading, run: Run, told: Told, kind: string): void {
  const {event, us, at} = told;
  const toolCallId = textOf(event, 'tool_call_id');
  const patch = {...readResult(event, kind), ...(us === undefined ? {} : {endUs: us})};
  const key =
    textOf(event, 'action_id') ??
    [...run.open].find(([, {toolCallId: id}]) => id !== undefined && id === toolCallId)?.[0];
  const call = key === undefined ? undefined : run.open.get(key);
  if (key !== undefined && call !== undefined) {
    run.open.delete(key);
    const {spanId} = call;
    reading.facts.push({kind: 'span-patch', traceId: run.traceId, spanId, patch, at});
  } else {
    writeOrphan(reading, run, told, {spanId: key ?? textOf(event, 'id') ?? '', patch});
  }
  const part = compact({
    kind: 'tool-result',
    id: toolCallId,
    result: patch.output,
    isError: patch.status === 'error' ? true : undefined,
  } as const);
  run.transcript.hear({role: 'tool', parts: [part]}, at, reading.facts);
}

/** The action is not in this source: the call happened, so it is a span. */
function writeOrphan(
  reading: Reading,
  run: Run,
  {event, at}: Told,
  {spanId, patch}: {readonly spanId: string; readonly patch: Partial<SpanDraft>},
): void {
  const name = textOf(event, 'tool_name') ?? 'tool';
  const span = compact<SpanDraft>({
    ...patch,
    traceId: run.traceId,
    spanId,
    parentId: agentOf(run),
    kind: 'tool',
    name,
    toolName: name,
    toolCallId: textOf(event, 'tool_call_id'),
  });
  reading.facts.push({kind: 'span', span, at});
  reading.oddities.note({
    code: 'tool-result-without-call',
    severity: 'notice',
    message: 'a tool result answers a call that is not in this source',
    at,
  });
}

/** Failed when the tool said so, by its flag or its exit code (-1 = still running). */
function readResult(event: JsonObject, kind: string): Partial<SpanDraft> {
  if (kind !== 'ObservationEvent') {
    const text = textOf(event, 'error') ?? textOf(event, 'rejection_reason');
    const errorType = kind === 'AgentErrorEvent' ? kind : 'rejected-by-user';
    return compact<Partial<SpanDraft>>({
      status: 'error',
      errorType,
      statusMessage: text,
      output: text,
    });
  }
  const observation = objectOf(event, 'observation') ?? {};
  const metadata = objectOf(observation, 'metadata');
  const code =
    numberOf(observation, 'exit_code') ??
    (metadata === undefined ? undefined : numberOf(metadata, 'exit_code'));
  const badCode = code !== undefined && code !== 0 && code !== -1;
  const failed = isTrue(observation, 'is_error') || badCode;
  const content = getField(observation, 'content') ?? observation;
  return compact<Partial<SpanDraft>>({
    status: failed ? 'error' : 'ok',
    errorType: badCode ? `exit code ${String(code)}` : undefined,
    output: flattenResult(content),
  });
}

/** Older events are forgotten and a summary stands for them. */
function readCondensation(reading: Reading, run: Run, told: Told): void {
  const text = textOf(told.event, 'summary');
  writeEvent(reading, run, told, {kind: 'compaction', name: 'Condensation', text});
}

function readState(reading: Reading, run: Run, {event, us, at}: Told): void {
  if (textOf(event, 'key') !== 'execution_status') return;
  const status = textOf(event, 'value');
  if (status !== undefined) readStatus(reading, run, {status, us, at});
}

/** `execution_status` of a conversation: how the SDK says that it ended. */
export function readStatus(
  reading: Reading,
  run: Run,
  told: {
    readonly status: string;
    readonly us?: number | undefined;
    readonly at: Locator;
  },
): void {
  const {status, us, at} = told;
  const saidBy = `OpenHands execution_status ${status}`;
  if (status === 'stuck' || status === 'error') {
    run.outcome = {value: 'failed', saidBy};
    const kind = status === 'stuck' ? 'stuck' : 'failure';
    writeVerdict(reading, run, {kind, said: status, saidBy, us, at});
  } else if (status === 'finished') {
    run.outcome = {value: 'succeeded', saidBy};
    writeVerdict(reading, run, {kind: 'success', said: status, saidBy, us, at});
  }
}

/** Usage per reply, kept per purpose (agent, condenser) in the state of a conversation. */
export function readStats(reading: Reading, run: Run, stats: JsonObject, at: Locator): void {
  const metrics = objectOf(stats, 'usage_to_metrics') ?? {};
  for (const purpose of Object.keys(metrics)) {
    const told = objectOf(metrics, purpose);
    const usages = told === undefined ? undefined : getField(told, 'token_usages');
    if (!isArray(usages)) continue;
    for (const usage of usages) if (isObject(usage)) writeUsage(reading, run, {purpose, usage, at});
  }
}

function writeUsage(
  reading: Reading,
  run: Run,
  {
    purpose,
    usage,
    at,
  }: {readonly purpose: string; readonly usage: JsonObject; readonly at: Locator},
): void {
  const id = textOf(usage, 'response_id');
  const spanId = id ?? `${purpose}-${String(run.calls++)}`;
  const told = compact<Partial<SpanDraft>>({
    model: textOf(usage, 'model'),
    usage: compact({
      inputTokens: numberOf(usage, 'prompt_tokens'),
      outputTokens: numberOf(usage, 'completion_tokens'),
      cachedReadTokens: numberOf(usage, 'cache_read_tokens'),
      cachedWriteTokens: numberOf(usage, 'cache_write_tokens'),
      reasoningTokens: numberOf(usage, 'reasoning_tokens'),
      source: 'reported',
    } as const),
    attributes: {usage, usage_id: purpose},
  });
  const {traceId} = run;
  if (run.replies.has(spanId)) {
    reading.facts.push({kind: 'span-patch', traceId, spanId, patch: told, at});
    return;
  }
  // A call that left no event: the condenser's.
  run.replies.set(spanId, 0);
  reading.facts.push({
    kind: 'span',
    span: {...told, traceId, spanId, parentId: AGENT, kind: 'llm', name: purpose, roundId: spanId},
    at,
  });
}
