import type {JsonObject, JsonValue, Locator} from '../api.js';
import {getField, isObject} from '../api.js';
import {isToolResult, isToolUse, joinText, toBlocks, toMessage} from './content.js';
import {writeEvent} from './events.js';
import {isTrue, objectOf, pickFields, textOf} from '../common/fields.js';
import {isCompactionAgent} from './ids.js';
import type {Line} from './line.js';
import type {Reading, Reply, Thread} from './reading.js';
import {addOutput, openReply} from './replies.js';
import {addMessage, writeAgentSpan} from './thread.js';
import {writeToolCall, writeToolResult} from './tools.js';
import {AT_START} from './stream-event.js';
import {pickUsage, toUsage} from './usage.js';

/** Model name on lines that Claude Code wrote itself: an error of the API, or a filler. */
const SYNTHETIC_MODEL = '<synthetic>';

/** One line of a model reply, or an error in its place. False = nothing usable on it. */
export function readAssistantLine(reading: Reading, thread: Thread, line: Line): boolean {
  const message = objectOf(line.value, 'message');
  if (message === undefined) return false;
  const blocks = toBlocks(getField(message, 'content'));
  if (isTrue(line.value, 'isApiErrorMessage') || textOf(message, 'model') === SYNTHETIC_MODEL) {
    writeApiError(reading, thread, {line, blocks});
    return true;
  }
  const said = toMessage('assistant', blocks, false);
  if (line.forkedFrom !== undefined) {
    addMessage(reading, thread, said, line.at);
    return true;
  }
  const logged = textOf(message, 'id') ?? line.uuid;
  const reply = openReply(reading, thread, line, logged ?? `reply-at-${toPlace(line.at)}`);
  if (logged === undefined) reply.derivedId = true;
  updateReply(reply, thread, {line, message});
  for (const block of blocks) writeBlock(reading, thread, {line, reply, block});
  if (!thread.copy && blocks.length > 0) {
    addOutput(reply, said);
    addMessage(reading, thread, said, line.at);
  }
  describeAgent(reading, thread, line, reply.model);
  return true;
}

/** Position of a line as text, for the id of a reply that has none. */
function toPlace(at: Locator): string {
  if (at.kind === 'pointer') return at.pointer;
  return String(at.kind === 'bytes' ? at.offset : at.rowid);
}

const LINE_FIELDS = ['requestId', 'request_id', 'effort'];
const USAGE_FIELDS = ['service_tier', 'server_tool_use', 'speed'];

function updateReply(
  reply: Reply,
  thread: Thread,
  from: {readonly line: Line; readonly message: JsonObject},
): void {
  const {line, message} = from;
  const raw = objectOf(message, 'usage');
  const usage = pickUsage(reply.usage, raw === undefined ? undefined : toUsage(raw));
  if (usage !== undefined) reply.usage = usage;
  const model = textOf(message, 'model');
  if (model !== undefined) reply.model = model;
  const finish = textOf(message, 'stop_reason');
  if (finish !== undefined) reply.finishReason = finish;
  if (line.us !== undefined) reply.endUs = Math.max(reply.endUs ?? line.us, line.us);
  reply.attributes = {
    ...reply.attributes,
    ...pickFields(line.value, LINE_FIELDS),
    ...(raw === undefined ? {} : pickFields(raw, USAGE_FIELDS)),
    ...(thread.copy ? {recordedIn: 'agent_progress'} : {}),
    ...(isCompactionAgent(thread.agentId) ? {compaction: true} : {}),
    ...(isStreamLine(line) && usage !== undefined ? {[AT_START]: true} : {}),
  };
  reply.lastAt = line.at;
  reply.dirty = true;
}

/** Lines of a stream say `session_id`; their usage is that of the start of the reply. */
function isStreamLine({value, us}: Line): boolean {
  return (
    us === undefined || (Object.hasOwn(value, 'session_id') && !Object.hasOwn(value, 'sessionId'))
  );
}

function writeBlock(
  reading: Reading,
  thread: Thread,
  from: {readonly line: Line; readonly reply: Reply; readonly block: JsonValue},
): void {
  const {line, reply, block} = from;
  if (!isObject(block)) return;
  const type = textOf(block, 'type') ?? '';
  if (isToolUse(type)) writeToolCall(reading, thread, {line, reply, block});
  // Tools that run at the provider answer within the reply.
  else if (isToolResult(type)) writeToolResult(reading, thread, {line, block});
}

/** The first reply completes what is said of an agent: its model, and newer versions its type. */
function describeAgent(
  reading: Reading,
  thread: Thread,
  line: Line,
  model: string | undefined,
): void {
  if (thread.copy) return;
  const type = textOf(line.value, 'attributionAgent');
  if (type !== undefined && thread.agentName === undefined) thread.agentName = type;
  if (model === undefined || Object.hasOwn(thread.attributes, 'model')) return;
  thread.attributes = {...thread.attributes, model};
  writeAgentSpan(reading, thread);
}

const LIMIT_TEXT = /usage limit|limit reached|hit your .*limit|rate.?limit|prompt is too long/i;

/**
 * A failed request shows as a reply of a synthetic model with zero usage: no call, but evidence.
 * Fillers of the same model without the error mark ("No response requested.") are only kept.
 */
function writeApiError(
  reading: Reading,
  thread: Thread,
  from: {readonly line: Line; readonly blocks: readonly JsonValue[]},
): void {
  const {line, blocks} = from;
  const text = joinText(blocks);
  const failed = isTrue(line.value, 'isApiErrorMessage');
  const error = textOf(line.value, 'error');
  writeEvent(reading, thread, line, {
    kind: failed ? 'exception' : 'log',
    name: failed ? (error ?? 'api_error') : 'synthetic-reply',
    text,
    attributes: pickFields(line.value, ['apiErrorStatus', 'requestId']),
  });
  if (!failed || thread.copy || line.forkedFrom !== undefined) return;
  if (error !== 'rate_limit' && !LIMIT_TEXT.test(text ?? '')) return;
  const said = text ?? error ?? 'rate_limit';
  const time = line.us === undefined ? {} : {timeUs: line.us};
  reading.facts.push({
    kind: 'verdict',
    verdict: {traceId: thread.traceId, kind: 'limit', said, saidBy: 'claude-code', ...time},
    at: line.at,
  });
}
