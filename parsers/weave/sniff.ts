import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';

/** Calls of `calls/stream_query` and of the SDK: one a line, a list, or under `calls`. */
export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  const list = isArray(first)
    ? first
    : isObject(first) && isArray(first.calls)
      ? first.calls
      : values;
  return list.some(isWeaveCall)
    ? {match: 'yes', reason: 'has op_name, trace_id and started_at'}
    : {match: 'no', reason: 'no op_name beside trace_id and started_at'};
}

export function isWeaveCall(value: JsonValue): boolean {
  if (!isObject(value) || textOf(value, 'op_name') === undefined) return false;
  return textOf(value, 'trace_id') !== undefined && 'started_at' in value;
}
