import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

/**
 * Looks at each line of the head: the first lines may be of kinds that other formats have too.
 * Gemini CLI and Codex also name a session, but neither has `parentUuid` or `leafUuid`.
 */
export function sniff(head: SniffHead): SniffVerdict {
  const [only] = head.values;
  if (head.values.length === 1 && isObject(only) && 'agentType' in only && !('type' in only)) {
    const reason =
      'what Claude Code notes beside a sub-agent: its log is agent-*.jsonl of the same name';
    return {match: 'no', isLookAlike: true, reason};
  }
  let maybe: string | undefined;
  for (const value of listLines(head.values)) {
    if (!isObject(value)) continue;
    const sure = findSureSign(value);
    if (sure !== undefined) return {match: 'yes', reason: sure};
    maybe ??= findWeakSign(value);
  }
  if (maybe !== undefined) return {match: 'maybe', reason: maybe};
  return {
    match: 'no',
    reason: 'no line with sessionId, uuid and parentUuid, and none with session_id and a message',
  };
}

function listLines(values: readonly JsonValue[]): readonly JsonValue[] {
  const first = values[0];
  return values.length === 1 && isArray(first) ? first : values;
}

function has(value: JsonObject, key: string): boolean {
  return Object.hasOwn(value, key);
}

function findSureSign(value: JsonObject): string | undefined {
  const type = textOf(value, 'type');
  if (has(value, 'sessionId') && has(value, 'parentUuid') && has(value, 'isSidechain')) {
    return 'has sessionId, parentUuid and isSidechain';
  }
  if (type === undefined) return undefined;
  if (type === 'summary' && has(value, 'leafUuid')) return 'has a summary line with leafUuid';
  if (type === 'file-history-snapshot' && has(value, 'snapshot')) {
    return 'has a file-history-snapshot line';
  }
  if (type === 'queue-operation' && has(value, 'operation') && has(value, 'sessionId')) {
    return 'has a queue-operation line with sessionId';
  }
  if (!has(value, 'session_id')) return undefined;
  if (type === 'system' && getField(value, 'subtype') === 'init') {
    return 'has a system/init line with session_id (stream-json)';
  }
  return isMessageLine(value, type) ? 'has a message with session_id (stream-json)' : undefined;
}

function isMessageLine(value: JsonObject, type: string): boolean {
  if (type !== 'assistant' && type !== 'user') return false;
  const message = objectOf(value, 'message');
  return message !== undefined && isArray(getField(message, 'content'));
}

function findWeakSign(value: JsonObject): string | undefined {
  const type = textOf(value, 'type');
  const isKnown = type === 'user' || type === 'assistant' || type === 'permission-mode';
  return isKnown && has(value, 'sessionId') ? 'has sessionId and a known line type' : undefined;
}
