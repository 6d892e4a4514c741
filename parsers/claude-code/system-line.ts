import type {JsonObject} from '../api.js';
import {getField, isArray} from '../api.js';
import {writeEvent} from './events.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import type {Line} from './line.js';
import type {Reading, Thread} from './reading.js';
import {forgetConversation, writeAgentSpan} from './thread.js';

/** Subtypes that tell nothing a reader of the run needs. */
const NOISE = new Set([
  'turn_duration',
  'status',
  'hook_started',
  'hook_progress',
  'hook_response',
  'away_summary',
  'session_start',
]);

const SESSION_FIELDS = ['cwd', 'model', 'permissionMode', 'claude_code_version', 'tools'];
const MORE_SESSION_FIELDS = ['mcp_servers', 'agents', 'skills', 'output_style', 'apiKeySource'];

export function readSystemLine(reading: Reading, thread: Thread, line: Line): void {
  const subtype = textOf(line.value, 'subtype') ?? 'system';
  switch (subtype) {
    case 'init':
      thread.attributes = {
        ...thread.attributes,
        ...pickFields(line.value, [...SESSION_FIELDS, ...MORE_SESSION_FIELDS]),
      };
      writeAgentSpan(reading, thread);
      return;
    case 'compact_boundary':
      writeCompaction(reading, thread, line);
      return;
    case 'microcompact_boundary':
      writeLog(reading, thread, {line, kind: 'state', name: 'microcompact'});
      return;
    case 'api_error':
    case 'api_retry':
      writeRetry(reading, thread, line);
      return;
    case 'stop_hook_summary':
      if (isHookTrouble(line.value)) writeLog(reading, thread, {line, kind: 'log', name: subtype});
      return;
    default:
      if (!NOISE.has(subtype)) writeLog(reading, thread, {line, kind: 'log', name: subtype});
  }
}

function writeCompaction(reading: Reading, thread: Thread, line: Line): void {
  const details =
    objectOf(line.value, 'compactMetadata') ?? objectOf(line.value, 'compact_metadata');
  const told = details ?? {};
  writeEvent(reading, thread, line, {
    kind: 'compaction',
    name: 'compact',
    tokensBefore: numberOf(told, 'preTokens') ?? numberOf(told, 'pre_tokens'),
    tokensAfter: numberOf(told, 'postTokens') ?? numberOf(told, 'post_tokens'),
    attributes: pickFields(told, ['trigger', 'durationMs']),
  });
  forgetConversation(thread);
  thread.compacted = true;
}

const RETRY_FIELDS = ['retryAttempt', 'maxRetries', 'retryInMs', 'error', 'cause', 'attempt'];

function writeRetry(reading: Reading, thread: Thread, line: Line): void {
  const error = objectOf(line.value, 'error');
  const status = error === undefined ? undefined : numberOf(error, 'status');
  writeEvent(reading, thread, line, {
    kind: 'retry',
    name: status === undefined ? 'api_error' : `api_error ${String(status)}`,
    text:
      textOf(line.value, 'content') ?? (error === undefined ? undefined : textOf(error, 'message')),
    attributes: pickFields(line.value, RETRY_FIELDS),
  });
}

/** A hook that failed, or that kept the agent from stopping. */
function isHookTrouble(value: JsonObject): boolean {
  const errors = getField(value, 'hookErrors');
  return isTrue(value, 'preventedContinuation') || (isArray(errors) && errors.length > 0);
}

const LOG_FIELDS = ['level', 'hookErrors', 'preventedContinuation', 'stopReason'];
const MORE_LOG_FIELDS = ['microcompactMetadata', 'task_id', 'status', 'summary'];

function writeLog(
  reading: Reading,
  thread: Thread,
  from: {readonly line: Line; readonly kind: 'log' | 'state'; readonly name: string},
): void {
  writeEvent(reading, thread, from.line, {
    kind: from.kind,
    name: from.name,
    text: textOf(from.line.value, 'content'),
    attributes: pickFields(from.line.value, [...LOG_FIELDS, ...MORE_LOG_FIELDS]),
  });
}
