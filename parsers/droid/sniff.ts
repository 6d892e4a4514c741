import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isObject} from '../api.js';
import {textOf} from '../common/fields.js';

/** The store begins with `session_start`; the stream has calls of `toolName` with `parameters`. */
export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  if (!isObject(first)) return {match: 'no', reason: 'no session_start and no tool_call'};
  const type = textOf(first, 'type');
  if (type === 'session_start' && textOf(first, 'id') !== undefined) {
    return {match: 'yes', reason: 'first line is {type: "session_start", id}'};
  }
  const stream = values.find(isStreamCall);
  if (stream !== undefined) {
    return {
      match: 'yes',
      reason: 'has {type: "tool_call", toolName, parameters} with a session id',
    };
  }
  const isCompletion = values.some(
    (value) => isObject(value) && textOf(value, 'type') === 'completion' && 'finalText' in value,
  );
  return isCompletion
    ? {match: 'yes', reason: 'has {type: "completion", finalText}'}
    : {match: 'no', reason: 'no session_start and no tool_call with toolName and parameters'};
}

function isStreamCall(value: JsonValue): boolean {
  if (!isObject(value) || textOf(value, 'type') !== 'tool_call') return false;
  const session = textOf(value, 'session_id') ?? textOf(value, 'sessionId');
  return (
    session !== undefined &&
    textOf(value, 'toolName') !== undefined &&
    getField(value, 'parameters') !== undefined
  );
}
