import type {JsonObject, JsonValue} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';
import {isDump} from './dumps.js';

/** Keys under which logs and benchmarks keep a conversation. */
export const LISTS = [
  'history',
  'trajectory',
  'messages',
  'conversation',
  'chat_history',
  'conversations',
] as const;

/** A message: somebody speaks, and something is said. */
export function isChatMessage(value: JsonValue | undefined): value is JsonObject {
  if (value === undefined || !isObject(value)) return false;
  if (isDump(value)) return true;
  if (speakerOf(value) === undefined) return false;
  return [
    'content',
    'value',
    'parts',
    'text',
    'message',
    'tool_calls',
    'function_call',
    'tool_responses',
  ].some((key) => getField(value, key) !== undefined);
}

/** A line of a tool beside such messages, as small recorders write it. */
export function isToolLine(value: JsonValue | undefined): value is JsonObject {
  if (value === undefined || !isObject(value)) return false;
  return /^(?:tool_call|function_call|tool_result|function_result|error)$/.test(
    textOf(value, 'type') ?? '',
  );
}

/** `name` tells who spoke; the role is from the receiver's point of view where agents talk to each other. */
export function speakerOf(value: JsonObject): string | undefined {
  return textOf(value, 'name') ?? roleOf(value);
}

export function roleOf(value: JsonObject): string | undefined {
  return (
    textOf(value, 'role') ??
    textOf(value, 'from') ??
    textOf(value, 'speaker') ??
    textOf(value, 'sender')
  );
}

/** The list of messages in an object, with its key. */
export function findList(
  value: JsonObject,
): {readonly key: string; readonly list: readonly JsonValue[]} | undefined {
  for (const key of LISTS) {
    const list = getField(value, key);
    if (list !== undefined && isArray(list) && isChatMessage(list[0])) return {key, list};
  }
  return undefined;
}
