import type {JsonObject, JsonValue, Locator, Message, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {messagesOfReply} from '../common/messages/payload.js';
import {hrtimeToUs, isoToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';
import {writeEvent} from './events.js';
import {writeVerdict} from './notice.js';
import {openSession, touch} from './reading.js';
import type {Reading, Session} from './reading.js';

/** Requests that wait for their response; a session has a few at a time. */
const MAX_REQUESTS = 256;

export function eventNameOf(value: JsonObject): string | undefined {
  const attributes = objectOf(value, 'attributes');
  return attributes === undefined ? undefined : textOf(attributes, 'event.name');
}

/** Metrics and spans that stand between the log records of one file. */
export function isOtherSignal(value: JsonObject): boolean {
  return (
    Object.hasOwn(value, 'scopeMetrics') ||
    (Object.hasOwn(value, 'traceId') && Object.hasOwn(value, 'attributes')) ||
    (Object.hasOwn(value, 'resource') && Object.hasOwn(value, 'body'))
  );
}

/** One log record, with the session it belongs to. */
interface Log {
  readonly session: Session;
  readonly value: JsonObject;
  readonly us: number | undefined;
  readonly at: Locator;
}

/** Records that tell nothing of the run. */
const NOISE =
  /^(?:gen_ai\.|gemini_cli\.(?:config|next_speaker_check|conversation_finished|file_operation|slash_command|model_routing|model_slash_command|tool_output_truncated|flash_fallback|ripgrep_fallback|hook_call|ide_connection|startup_stats|extension_\w+|approval_mode_\w+|malformed_json_response|llm_loop_check|plan\.\w+|edit_\w+|keychain\.\w+|token_storage\.\w+|overage_\w+|onboarding\.\w+))/;

export function readTelemetry(reading: Reading, value: JsonObject, at: Locator): void {
  const attributes = objectOf(value, 'attributes') ?? {};
  const id = textOf(attributes, 'session.id') ?? reading.current?.id ?? 'gemini-session';
  const session = openSession(reading, id, at);
  const us =
    isoToUs(attributes['event.timestamp'])?.us ??
    hrtimeToUs(value.hrTime) ??
    isoToUs(value.timestamp)?.us;
  session.lastAt = at;
  touch(session, us);
  const log: Log = {session, value: attributes, us, at};
  const name = textOf(attributes, 'event.name') ?? '';
  switch (name) {
    case 'gemini_cli.user_prompt':
      writeEvent(reading, log, {
        kind: 'user-turn',
        name: 'user',
        text: textOf(attributes, 'prompt'),
      });
      return;
    case 'gemini_cli.api_request':
      readRequest(log);
      return;
    case 'gemini_cli.api_response':
    case 'gemini_cli.api_error':
      readResponse(reading, log, name);
      return;
    case 'gemini_cli.tool_call':
      readToolCall(reading, log);
      return;
    case 'gemini_cli.chat_compression':
      writeEvent(reading, log, {
        kind: 'compaction',
        name: 'chat_compression',
        tokensBefore: numberOf(attributes, 'tokens_before'),
        tokensAfter: numberOf(attributes, 'tokens_after'),
      });
      return;
    case 'gemini_cli.chat.content_retry':
    case 'gemini_cli.network_retry_attempt':
    case 'gemini_cli.retry_attempt':
      writeEvent(reading, log, {kind: 'retry', name, text: textOf(attributes, 'error_type')});
      return;
    case 'gemini_cli.chat.content_retry_failure':
    case 'gemini_cli.chat.invalid_chunk':
      writeEvent(reading, log, {
        kind: 'exception',
        name,
        text: textOf(attributes, 'final_error_type') ?? textOf(attributes, 'error.message'),
      });
      return;
    case 'gemini_cli.loop_detected':
    case 'loop_detected': {
      const said = textOf(attributes, 'loop_type') ?? 'loop detected';
      writeVerdict(reading, log, {kind: 'stuck', said, saidBy: name});
      return;
    }
    case 'gemini_cli.agent.start':
    case 'gemini_cli.agent.finish':
    case 'gemini_cli.agent.recovery_attempt':
      readAgent(reading, log, name);
      return;
    default:
      if (!NOISE.test(name)) reading.oddities.noteUnknown('log records', name, at);
  }
}

/** Records that follow each other in one file have no place that tells them apart. */
function nextId(session: Session): string {
  session.records++;
  return `record-${String(session.records)}`;
}

function keyOf({value}: Log): string {
  return `${textOf(value, 'prompt_id') ?? ''}\n${textOf(value, 'model') ?? ''}`;
}

function readRequest(log: Log): void {
  const {requests} = log.session;
  requests.set(keyOf(log), {text: textOf(log.value, 'request_text'), us: log.us});
  if (requests.size <= MAX_REQUESTS) return;
  const oldest = requests.keys().next();
  if (oldest.done !== true) requests.delete(oldest.value);
}

/** The duration is logged, the end is the record: both give the start. */
function readResponse(reading: Reading, log: Log, name: string): void {
  const {session, value, us, at} = log;
  const request = session.requests.get(keyOf(log));
  session.requests.delete(keyOf(log));
  const id = textOf(value, 'response_id');
  const spanId = id ?? nextId(session);
  const status = getField(value, 'status_code');
  const failed = name === 'gemini_cli.api_error' || textOf(value, 'error') !== undefined;
  session.model = textOf(value, 'model') ?? session.model;
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId: session.id,
      spanId,
      parentId: session.id,
      kind: 'llm',
      name: textOf(value, 'role') ?? 'chat',
      startUs: startOf(log) ?? request?.us,
      endUs: us,
      model: textOf(value, 'model'),
      status: failed ? 'error' : 'ok',
      statusMessage: textOf(value, 'error') ?? textOf(value, 'error_message'),
      errorType: failed ? toErrorType(value, status) : undefined,
      usage: toUsage(value),
      finishReason: textOf(value, 'finish_reasons'),
      roundId: spanId,
      derivedId: id === undefined ? true : undefined,
      attributes: compact({
        prompt_id: textOf(value, 'prompt_id'),
        status_code: status ?? undefined,
      }),
    }),
    at,
  });
  writeTexts(reading, log, {spanId, request: request?.text});
}

function toErrorType(value: JsonObject, status: JsonValue | undefined): string | undefined {
  const type = textOf(value, 'error_type') ?? textOf(value, 'error.type');
  if (type !== undefined || status === undefined || status === null) return type;
  return typeof status === 'number' || typeof status === 'string' ? String(status) : undefined;
}

function startOf({value, us}: Log): number | undefined {
  const duration = numberOf(value, 'duration_ms');
  return us === undefined || duration === undefined ? undefined : us - Math.round(duration * 1000);
}

function toUsage(value: JsonObject): SpanDraft['usage'] {
  const input = numberOf(value, 'input_token_count');
  const output = numberOf(value, 'output_token_count');
  if (input === undefined && output === undefined) return undefined;
  const thoughts = numberOf(value, 'thoughts_token_count');
  return compact<NonNullable<SpanDraft['usage']>>({
    inputTokens:
      input === undefined ? undefined : input + (numberOf(value, 'tool_token_count') ?? 0),
    outputTokens: output === undefined ? undefined : output + (thoughts ?? 0),
    cachedReadTokens: numberOf(value, 'cached_content_token_count'),
    reasoningTokens: thoughts,
    source: 'reported',
  });
}

/** Texts are logged as JSON where logging of prompts is on. */
function writeTexts(
  reading: Reading,
  {session, value, at}: Log,
  {spanId, request}: {readonly spanId: string; readonly request: string | undefined},
): void {
  const traceId = session.id;
  if (request !== undefined) {
    const list = reading.tracker.fromJsonText(traceId, request, normaliseMessage);
    if (list !== undefined) {
      reading.facts.push({kind: 'messages', traceId, spanId, direction: 'in', list, at});
    }
  }
  const response = textOf(value, 'response_text');
  if (response === undefined) return;
  const list = reading.tracker.single(toReply(unfold(response)));
  reading.facts.push({kind: 'messages', traceId, spanId, direction: 'out', list, at});
}

/** `{candidates: [{content: {parts}}]}` as the API answers; of a stream, its last piece. */
function toReply(raw: JsonValue): readonly Message[] {
  const value = isArray(raw) ? raw.at(-1) : raw;
  const candidates = isObject(value) ? getField(value, 'candidates') : undefined;
  const first = isArray(candidates) ? candidates[0] : undefined;
  const content = isObject(first) ? objectOf(first, 'content') : undefined;
  return content === undefined ? messagesOfReply(raw) : [normaliseMessage(content)];
}

/** Which reply asked for a call is not logged: the call hangs below the session. */
function readToolCall(reading: Reading, log: Log): void {
  const {session, value, us, at} = log;
  const name = textOf(value, 'function_name') ?? 'tool';
  const args = getField(value, 'function_args');
  const success = getField(value, 'success');
  const failed = success === false || success === 'false';
  const span = compact<SpanDraft>({
    traceId: session.id,
    spanId: nextId(session),
    parentId: session.id,
    kind: 'tool',
    name,
    toolName: name,
    startUs: startOf(log),
    endUs: us,
    input: args === undefined || args === null ? undefined : unfold(args),
    status: failed ? 'error' : success === undefined ? undefined : 'ok',
    statusMessage: textOf(value, 'error') ?? textOf(value, 'error.message'),
    errorType: failed ? (textOf(value, 'error_type') ?? textOf(value, 'error.type')) : undefined,
    derivedId: true,
    attributes: compact({
      prompt_id: textOf(value, 'prompt_id'),
      decision: textOf(value, 'decision'),
    }),
  });
  reading.facts.push({kind: 'span', span, at});
}

const REACHED = /max|limit|timeout/i;

function readAgent(reading: Reading, log: Log, name: string): void {
  const {session, value, us, at} = log;
  const id = textOf(value, 'agent_id');
  if (id === undefined) return;
  const spanId = `agent:${id}`;
  const agentName = textOf(value, 'agent_name');
  const isEnd = name === 'gemini_cli.agent.finish';
  const reason = textOf(value, 'terminate_reason');
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId: session.id,
      spanId,
      parentId: session.id,
      kind: 'agent',
      name: agentName ?? 'subagent',
      agentName: agentName ?? 'subagent',
      agentId: id,
      startUs: isEnd ? startOf(log) : us,
      endUs: isEnd ? us : undefined,
      status: isEnd && reason !== undefined ? (reason === 'GOAL' ? 'ok' : 'error') : undefined,
      errorType: isEnd && reason !== 'GOAL' ? reason : undefined,
    }),
    at,
  });
  if (!isEnd || reason === undefined || reason === 'GOAL') return;
  const kind = REACHED.test(reason) ? 'limit' : 'other';
  writeVerdict(reading, log, {kind, said: reason, saidBy: name, spanId});
}
