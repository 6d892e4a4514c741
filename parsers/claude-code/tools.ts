import type {JsonObject, JsonValue, Locator, SpanDraft} from '../api.js';
import {compact, getField, isObject} from '../api.js';
import {toArguments, toOutput} from './content.js';
import {isEmpty, objectOf, pickFields, textOf} from '../common/fields.js';
import {toSpanId} from './ids.js';
import type {Line} from './line.js';
import {noteOddity} from './reading.js';
import type {OpenTool, Reading, Reply, Thread} from './reading.js';

/** Calls without a result that are remembered; an interrupted session leaves a handful. */
const MAX_OPEN = 10_000;

/** Prompts are compared to find the call that started a side chain; this much tells them apart. */
export const PROMPT_CHARS = 2_000;

export function writeToolCall(
  reading: Reading,
  thread: Thread,
  from: {readonly line: Line; readonly reply: Reply; readonly block: JsonObject},
): void {
  const {line, reply, block} = from;
  const toolCallId = textOf(block, 'id');
  const index = String(reply.outCount + reply.newOut.length);
  const spanId = toSpanId(thread.agentId, toolCallId ?? `${reply.id}/tool-${index}`);
  const name = textOf(block, 'name') ?? 'tool';
  const span = compact<SpanDraft>({
    traceId: thread.traceId,
    spanId,
    parentId: reply.spanId,
    kind: 'tool',
    name,
    toolName: name,
    toolCallId,
    startUs: line.us,
    input: toArguments(block),
    roundId: reply.spanId,
    derivedId: toolCallId === undefined ? true : undefined,
    attributes: thread.copy ? {recordedIn: 'agent_progress'} : undefined,
  });
  reading.facts.push({kind: 'span', span, at: line.at});
  if (toolCallId !== undefined)
    rememberCall(reading, thread, {toolCallId, spanId, block, at: line.at});
}

function rememberCall(
  reading: Reading,
  thread: Thread,
  call: {
    readonly toolCallId: string;
    readonly spanId: string;
    readonly block: JsonObject;
    readonly at: Locator;
  },
): void {
  const input = objectOf(call.block, 'input') ?? {};
  const agentType = textOf(input, 'subagent_type');
  const starts = agentType !== undefined || isAgentTool(textOf(call.block, 'name'));
  const open = compact<OpenTool>({
    traceId: thread.traceId,
    spanId: call.spanId,
    agentId: thread.agentId,
    copy: thread.copy,
    agentType,
    prompt: starts ? textOf(input, 'prompt')?.slice(0, PROMPT_CHARS) : undefined,
    description: starts ? textOf(input, 'description') : undefined,
  });
  const key = toToolKey(thread, call.toolCallId);
  reading.openTools.set(key, open);
  if (reading.openTools.size <= MAX_OPEN) return;
  const oldest = reading.openTools.entries().next();
  if (oldest.done === true) return;
  if (!oldest.value[1].copy) markUnfinished(reading, oldest.value[1], call.at);
  reading.openTools.delete(oldest.value[0]);
}

function isAgentTool(name: string | undefined): boolean {
  return name === 'Task' || name === 'Agent';
}

/** Copies of a sub-agent's call and the call itself may be open at the same time. */
function toToolKey(thread: Thread, toolCallId: string): string {
  return thread.copy ? `copy\n${toolCallId}` : toolCallId;
}

/** The call a `tool_use_id` names, while it has no result. */
export function findOpenTool(reading: Reading, toolCallId: string): OpenTool | undefined {
  return reading.openTools.get(toolCallId) ?? reading.openTools.get(`copy\n${toolCallId}`);
}

/** Ends the call that a `tool_result` block answers; returns the call if it was known. */
export function writeToolResult(
  reading: Reading,
  thread: Thread,
  from: {readonly line: Line; readonly block: JsonObject},
): OpenTool | undefined {
  const {line, block} = from;
  const toolCallId = textOf(block, 'tool_use_id');
  if (toolCallId === undefined) return undefined;
  const key = toToolKey(thread, toolCallId);
  const open = reading.openTools.get(key);
  reading.openTools.delete(key);
  const patch = compact<Partial<SpanDraft>>({
    endUs: line.us,
    ...toOutcome(line.value, block),
    unfinished: open?.marked === true ? false : undefined,
  });
  if (open !== undefined) {
    reading.closedTools.add(key);
    const {traceId, spanId} = open;
    reading.facts.push({kind: 'span-patch', traceId, spanId, patch, at: line.at});
    return open;
  }
  if (!reading.closedTools.has(key)) writeOrphanResult(reading, thread, {line, toolCallId, patch});
  return undefined;
}

/** A result whose call is not in this source: the call happened, so it is a span. */
function writeOrphanResult(
  reading: Reading,
  thread: Thread,
  from: {
    readonly line: Line;
    readonly toolCallId: string;
    readonly patch: Partial<SpanDraft>;
  },
): void {
  const {line, toolCallId, patch} = from;
  const spanId = toSpanId(thread.agentId, toolCallId);
  const span: SpanDraft = {
    ...patch,
    traceId: thread.traceId,
    spanId,
    kind: 'tool',
    name: 'tool',
    toolCallId,
  };
  reading.facts.push({kind: 'span', span, at: line.at});
  noteOddity(reading, '', {
    code: 'tool-result-without-call',
    severity: 'notice',
    message: 'a tool result answers a call that is not in this source',
    at: line.at,
  });
}

const EXIT_CODE = /^(?:Error: )?Exit code \d+/;
const REJECTED = /^The user doesn't want to (?:proceed|take this action)/;
/** Longest error text that is kept as the status message; the whole text is the output. */
const MESSAGE_CHARS = 500;

function toOutcome(line: JsonObject, block: JsonObject): Partial<SpanDraft> {
  const output = toOutput(getField(block, 'content'));
  const structured = getField(line, 'toolUseResult') ?? getField(line, 'tool_use_result');
  const failed = isFailed(block, structured);
  const text = typeof output === 'string' ? output : undefined;
  const attributes = isObject(structured) ? pickMeasures(structured) : {};
  return compact<Partial<SpanDraft>>({
    status: failed ? 'error' : 'ok',
    statusMessage: failed ? text?.slice(0, MESSAGE_CHARS) : undefined,
    errorType: failed && text !== undefined ? toErrorType(text) : undefined,
    output,
    attributes: isEmpty(attributes) ? undefined : attributes,
  });
}

/** The flag decides; without it, `toolUseResult` is a string that begins with `Error` on failure. */
function isFailed(block: JsonObject, structured: JsonValue | undefined): boolean {
  const flag = getField(block, 'is_error');
  if (typeof flag === 'boolean') return flag;
  return typeof structured === 'string' && structured.startsWith('Error:');
}

function toErrorType(text: string): string | undefined {
  const exit = EXIT_CODE.exec(text)?.[0];
  if (exit !== undefined) return exit.replace('Error: ', '');
  if (REJECTED.test(text)) return 'rejected-by-user';
  return text.startsWith('<tool_use_error>') ? 'tool_use_error' : undefined;
}

const MEASURES = [
  'durationMs',
  'durationSeconds',
  'totalDurationMs',
  'totalTokens',
  'totalToolUseCount',
  'numFiles',
  'exitCode',
  'interrupted',
  'truncated',
  'isAsync',
  'status',
  'agentId',
  'backgroundTaskId',
];

/** Small facts of `toolUseResult`; the rest repeats the result in another shape. */
function pickMeasures(structured: JsonObject): JsonObject {
  return pickFields(structured, MEASURES);
}

/** A call that has no result when the source ends. */
export function markUnfinished(reading: Reading, open: OpenTool, at: Locator): void {
  if (open.marked === true) return;
  open.marked = true;
  const {traceId, spanId} = open;
  reading.facts.push({kind: 'span-patch', traceId, spanId, patch: {unfinished: true}, at});
}
