import type {JsonObject, JsonValue, Locator} from '../api.js';
import {getField, isObject} from '../api.js';
import {findStartingCall, linkAgent} from './agents.js';
import {readAssistantLine} from './assistant-line.js';
import {joinText, toBlocks} from './content.js';
import {writeEvent} from './events.js';
import {objectOf, textOf} from '../common/fields.js';
import {MAIN} from './ids.js';
import {toLine} from './line.js';
import type {Line} from './line.js';
import {noteOddity} from './reading.js';
import type {Reading, Thread} from './reading.js';
import {readResultLine} from './result-line.js';
import {
  isTitleLine,
  readAttachmentLine,
  readProgressLine,
  readQueueLine,
  readRateLimitLine,
  readTitleLine,
} from './side-lines.js';
import {readStreamEvent} from './stream-event.js';
import {readSystemLine} from './system-line.js';
import {openThread} from './thread.js';
import {findOpenTool} from './tools.js';
import {readUserLine} from './user-line.js';

/** Known lines without anything of the run: counted as read, nothing kept. */
const NOISE = new Set([
  'file-history-snapshot',
  'tool_progress',
  'tool_use_summary',
  'control_request',
  'control_response',
  'control_cancel_request',
  'keep_alive',
  'auth_status',
  'last-prompt',
  'permission-mode',
  'mode',
  'agent-name',
  'agent-color',
  'agent-setting',
  'pr-link',
  'tag',
  'worktree-state',
  'content-replacement',
  'attribution-snapshot',
  'speculation-accept',
  'prompt_suggestion',
]);

/** Lines of a conversation, and what stands between them. */
const KNOWN = new Set([
  'assistant',
  'attachment',
  'progress',
  'queue-operation',
  'rate_limit_event',
  'result',
  'system',
  'user',
]);

/** Why a record is not usable; undefined = it was read. */
export type Refusal = {readonly code: string; readonly message: string} | undefined;

export function readRecord(reading: Reading, value: JsonValue, at: Locator): Refusal {
  if (!isObject(value)) {
    return {code: 'not-a-record', message: 'a line of a session must be a JSON object'};
  }
  const type = textOf(value, 'type');
  if (type === undefined) {
    return {code: 'record-without-type', message: 'a line of a session must have a "type"'};
  }
  if (!KNOWN.has(type)) {
    readOther(reading, {value, type, at});
    return undefined;
  }
  const line = toLine(reading, value, type, at);
  if (line.uuid !== undefined && reading.recent.get(line.uuid) !== undefined) {
    noteOddity(reading, '', {
      code: 'repeated-line',
      severity: 'info',
      message: 'lines that repeat the uuid of an earlier line were counted once',
      at,
    });
    return undefined;
  }
  const before = reading.threads.size;
  const thread = openThread(reading, line);
  if (reading.threads.size > before) startThread(reading, thread, line);
  const refusal = dispatch(reading, thread, line);
  if (refusal === undefined && line.uuid !== undefined) {
    reading.recent.add(line.uuid, {us: line.us, thread: thread.key});
  }
  return refusal;
}

/** Lines beside the conversation: titles, settings, what this version does not know. */
function readOther(
  reading: Reading,
  line: {readonly value: JsonObject; readonly type: string; readonly at: Locator},
): void {
  const {value, type, at} = line;
  if (type === 'stream_event') readStreamEvent(reading, value);
  else if (isTitleLine(type)) readTitleLine(reading, value, type);
  else if (!NOISE.has(type)) {
    noteOddity(reading, type, {
      code: 'unknown-line-type',
      severity: 'info',
      message: `lines of the unknown type "${type.slice(0, 80)}" were passed over`,
      at,
    });
  }
}

function dispatch(reading: Reading, thread: Thread, line: Line): Refusal {
  noteFork(reading, line);
  switch (line.type) {
    case 'progress':
      if (line.forkedFrom === undefined) readProgressLine(reading, line);
      return undefined;
    case 'assistant':
      return readAssistantLine(reading, thread, line) ? undefined : unreadable(line);
    case 'user':
      return readUserLine(reading, thread, line) ? undefined : unreadable(line);
    case 'system':
      readSystemLine(reading, thread, line);
      return undefined;
    case 'queue-operation':
      readQueueLine(reading, thread, line);
      return undefined;
    case 'attachment':
      readAttachmentLine(reading, thread, line);
      return undefined;
    case 'result':
      readResultLine(reading, thread, line);
      return undefined;
    case 'rate_limit_event':
      readRateLimitLine(reading, thread, line);
      return undefined;
    default:
      return undefined;
  }
}

function unreadable(line: Line): Refusal {
  return {
    code: 'unreadable-message',
    message: `a line of type "${line.type}" must have a message with content`,
  };
}

/** A sub-agent's thread begins: with its prompt, where the log has it, and its call, where it is here. */
function startThread(reading: Reading, thread: Thread, line: Line): void {
  if (thread.agentId === MAIN || thread.copy) return;
  const message = line.type === 'user' ? objectOf(line.value, 'message') : undefined;
  const prompt =
    message === undefined ? undefined : joinText(toBlocks(getField(message, 'content')));
  const call = thread.agentId.startsWith('sidechain-')
    ? findStartingCall(reading, prompt)
    : findOpenTool(reading, thread.agentId);
  if (call !== undefined) linkAgent(reading, line, thread.agentId, call);
  writeEvent(reading, thread, line, {kind: 'agent-start', name: 'agent-start', text: prompt});
}

/** A forked session names the one it came from: both are links of one chain of work. */
function noteFork(reading: Reading, line: Line): void {
  const seen = reading.traces.get(line.sessionId);
  if (line.forkedFrom === undefined || seen === undefined) return;
  if (seen.forkedFrom === line.forkedFrom) return;
  seen.forkedFrom = line.forkedFrom;
  reading.facts.push({
    kind: 'link',
    link: {
      traceId: line.sessionId,
      spanId: line.sessionId,
      linkedTraceId: line.forkedFrom,
      name: 'forked-from',
    },
    at: line.at,
  });
}
