import type {JsonObject, SniffHead, SniffVerdict} from '../api.js';
import {isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {isExecType} from './exec-stream.js';

/** Types of the lines of a rollout; other formats write `{timestamp, type, payload}` too. */
const LINE_TYPES = new Set([
  'session_meta',
  'turn_context',
  'response_item',
  'event_msg',
  'compacted',
]);
const ITEM_TYPES = new Set(['message', 'function_call', 'function_call_output', 'reasoning']);

export function sniff(head: SniffHead): SniffVerdict {
  if (head.container !== 'json-lines') {
    const [only] = head.values;
    const reason = only === undefined ? undefined : isObject(only) && findSign(only);
    if (typeof reason === 'string' && head.container === 'json-document') {
      return {match: 'yes', reason};
    }
    return {match: 'no', reason: 'no lines with timestamp, type and payload'};
  }
  let isLegacy = false;
  for (const value of head.values) {
    if (!isObject(value)) continue;
    const reason = findSign(value);
    if (reason !== undefined) return {match: 'yes', reason};
    if (textOf(value, 'record_type') === 'state') isLegacy = true;
    else if (isLegacy && ITEM_TYPES.has(textOf(value, 'type') ?? '')) {
      return {match: 'yes', reason: 'has record_type "state" and bare items (legacy rollout)'};
    }
  }
  if (isLegacy) return {match: 'maybe', reason: 'has a line with record_type "state"'};
  return {match: 'no', reason: 'no lines with timestamp, type and payload'};
}

function findSign(value: JsonObject): string | undefined {
  const type = textOf(value, 'type');
  if (type === undefined) return undefined;
  if (LINE_TYPES.has(type) && objectOf(value, 'payload') !== undefined) {
    return `has a ${type} line with payload`;
  }
  if (type === 'thread.started' && textOf(value, 'thread_id') !== undefined) {
    return 'has thread.started with thread_id (exec --json)';
  }
  if (isExecType(type) && (objectOf(value, 'item') ?? objectOf(value, 'usage')) !== undefined) {
    return `has ${type} with an item or usage (exec --json)`;
  }
  return undefined;
}
