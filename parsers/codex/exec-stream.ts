import type {JsonObject, JsonValue, Locator, SpanDraft} from '../api.js';
import {compact, getField, isArray} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {createThread} from './reading.js';
import type {Reading, Thread} from './reading.js';
import {readMcpResult, toStatus} from './result.js';
import {addPart, closeReply, toUsage, turnIdOf} from './reply.js';
import {writeEvent} from './thread.js';

const TYPES = new Set([
  'thread.started',
  'turn.started',
  'turn.completed',
  'turn.failed',
  'item.started',
  'item.updated',
  'item.completed',
  'item.plan.delta',
  'request_user_input',
]);

export function isExecType(type: string): boolean {
  return TYPES.has(type) || type === 'error';
}

export interface ExecEvent {
  readonly value: JsonObject;
  readonly type: string;
  readonly at: Locator;
}

/** One event of `codex exec --json`: no times, item ids per stream, usage per turn only. */
export function readExecEvent(reading: Reading, event: ExecEvent): void {
  const {value, type, at} = event;
  const thread = openThread(reading, value, at);
  const told = {thread, us: undefined, at};
  switch (type) {
    case 'turn.started':
      closeReply(reading, told);
      thread.turns++;
      writeTurn(reading, thread, at, {});
      return;
    case 'turn.completed': {
      closeReply(reading, told);
      const usage = objectOf(value, 'usage');
      const patch: Partial<SpanDraft> =
        usage === undefined
          ? {status: 'ok'}
          : {status: 'ok', usage: toUsage(usage), attributes: {usage}};
      writeTurn(reading, thread, at, patch);
      return;
    }
    case 'turn.failed':
    case 'error': {
      closeReply(reading, told);
      const error = objectOf(value, 'error') ?? value;
      const text = textOf(error, 'message');
      writeEvent(reading, told, {kind: 'exception', name: type, text});
      if (type === 'error') return;
      writeTurn(reading, thread, at, compact({status: 'error', statusMessage: text} as const));
      const verdict = {
        traceId: thread.id,
        spanId: thread.id,
        kind: 'failure',
        said: text ?? type,
        saidBy: 'codex turn.failed',
      } as const;
      reading.facts.push({kind: 'verdict', verdict, at});
      return;
    }
    case 'item.started':
    case 'item.updated':
    case 'item.completed': {
      const item = objectOf(value, 'item');
      if (item !== undefined) readExecItem(reading, {item, thread, type, at});
      return;
    }
    default:
      return;
  }
}

function openThread(reading: Reading, value: JsonObject, at: Locator): Thread {
  if (reading.thread !== undefined) return reading.thread;
  const id = textOf(value, 'thread_id') ?? 'codex-exec';
  const thread = createThread(id, at);
  thread.attributes = {stream: 'exec --json'};
  reading.thread = thread;
  reading.facts.push({kind: 'trace', trace: {traceId: id, sessionId: id, timeBasis: 'none'}});
  const {attributes} = thread;
  reading.facts.push({
    kind: 'span',
    span: {traceId: id, spanId: id, kind: 'agent', name: 'codex', agentName: 'codex', attributes},
    at,
  });
  return thread;
}

/** Turns carry the usage: requests are not told. */
function writeTurn(reading: Reading, thread: Thread, at: Locator, patch: Partial<SpanDraft>): void {
  reading.facts.push({
    kind: 'span',
    span: {
      ...patch,
      traceId: thread.id,
      spanId: turnIdOf(thread),
      parentId: thread.id,
      kind: 'chain',
      name: 'turn',
      derivedId: true,
    },
    at,
  });
}

interface Item {
  readonly item: JsonObject;
  readonly thread: Thread;
  readonly type: string;
  readonly at: Locator;
}

/** Words of the agent are replies; what it does are calls; a list of things to do is neither. */
function readExecItem(reading: Reading, {item, thread, type, at}: Item): void {
  const told = {thread, us: undefined, at};
  const isDone = type === 'item.completed';
  const kind = textOf(item, 'type') ?? textOf(item, 'item_type') ?? 'unknown';
  switch (kind) {
    case 'agent_message':
    case 'assistant_message':
    case 'plan':
    case 'reasoning': {
      if (!isDone) return;
      const part = kind === 'reasoning' ? 'reasoning' : 'text';
      addPart(reading, told, {kind: part, text: textOf(item, 'text') ?? ''});
      if (part === 'text') closeReply(reading, told);
      return;
    }
    case 'error':
      if (isDone) {
        writeEvent(reading, told, {kind: 'log', name: 'error', text: textOf(item, 'message')});
      }
      return;
    case 'command_execution':
    case 'file_change':
    case 'mcp_tool_call':
    case 'collab_tool_call':
    case 'web_search':
    case 'todo_list':
      writeExecCall(reading, {item, thread, type, at}, kind);
      return;
    default:
      reading.oddities.noteUnknown('items', kind, at);
  }
}

function writeExecCall(reading: Reading, {item, thread, type, at}: Item, kind: string): void {
  const callId = textOf(item, 'id');
  if (callId === undefined) return;
  const isDone = type === 'item.completed';
  const known = reading.open.get(callId);
  const {name, input, patch} = toExecCall(item, kind);
  const told = isDone ? patch : {};
  if (known !== undefined) {
    if (!isDone) return;
    reading.open.delete(callId);
    const {traceId, spanId} = known;
    const more = compact<Partial<SpanDraft>>({...told, input});
    reading.facts.push({kind: 'span-patch', traceId, spanId, patch: more, at});
    return;
  }
  closeReply(reading, {thread, us: undefined, at});
  const span = compact<SpanDraft>({
    ...told,
    traceId: thread.id,
    spanId: callId,
    parentId: thread.turns === 0 ? thread.id : turnIdOf(thread),
    kind: 'tool',
    name,
    toolName: name,
    toolCallId: callId,
    input,
  });
  reading.facts.push({kind: 'span', span, at});
  if (!isDone) reading.open.set(callId, {traceId: thread.id, spanId: callId, at});
}

function toExecCall(
  item: JsonObject,
  kind: string,
): {
  readonly name: string;
  readonly input: JsonValue | undefined;
  readonly patch: Partial<SpanDraft>;
} {
  const state = textOf(item, 'status');
  const failed = state === 'failed' || state === 'declined';
  const status = failed ? 'error' : state === 'completed' ? 'ok' : undefined;
  switch (kind) {
    case 'command_execution': {
      const code = numberOf(item, 'exit_code');
      const command = getField(item, 'command') ?? null;
      const patch = compact<Partial<SpanDraft>>({
        output: getField(item, 'aggregated_output') ?? undefined,
        status,
        ...(code === undefined ? {} : toStatus(code)),
        errorType: failed && code === undefined ? state : toStatus(code ?? 0).errorType,
      });
      return {name: 'shell', input: {command}, patch};
    }
    case 'mcp_tool_call': {
      const result = objectOf(item, 'result');
      const error = objectOf(item, 'error');
      const patch = compact<Partial<SpanDraft>>({
        ...(result === undefined ? {} : readMcpResult(result)),
        status,
        statusMessage: error === undefined ? undefined : textOf(error, 'message'),
      });
      const name = `${textOf(item, 'server') ?? 'mcp'}.${textOf(item, 'tool') ?? 'tool'}`;
      return {name, input: getField(item, 'arguments') ?? undefined, patch};
    }
    case 'collab_tool_call': {
      const receivers = getField(item, 'receiver_thread_ids');
      const input = compact({
        prompt: textOf(item, 'prompt'),
        receiver_thread_ids: isArray(receivers) ? receivers : undefined,
      });
      const output = getField(item, 'agents_states') ?? undefined;
      const patch = compact<Partial<SpanDraft>>({status, output});
      return {name: textOf(item, 'tool') ?? 'collab', input, patch};
    }
    case 'file_change':
      return {
        name: 'apply_patch',
        input: {changes: getField(item, 'changes') ?? null},
        patch: compact<Partial<SpanDraft>>({status}),
      };
    case 'web_search':
      return {name: kind, input: {query: getField(item, 'query') ?? null}, patch: {status: 'ok'}};
    default:
      return {name: kind, input: {items: getField(item, 'items') ?? null}, patch: {status: 'ok'}};
  }
}
