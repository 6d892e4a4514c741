import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {unfold} from '../common/unfold.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const first = isArray(value) ? value[0] : value;
    if (first !== undefined && isTrace(first)) {
      return {match: 'yes', reason: 'info beside data.spans[] with mlflow ids or attributes'};
    }
    const inner = first !== undefined && isObject(first) ? first.trace : undefined;
    if (inner !== undefined && isTrace(unfold(inner))) {
      return {match: 'yes', reason: 'rows with a trace column of info and data.spans[]'};
    }
  }
  return {match: 'no', reason: 'no info with request_id or trace_location beside data.spans[]'};
}

function isTrace(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const {info, data} = value;
  if (info === undefined || !isObject(info) || !isInfo(info)) return false;
  // The spans of a long first value may lie beyond the head.
  return data === undefined || isObject(data);
}

function isInfo(info: JsonObject): boolean {
  if ('request_id' in info && ('experiment_id' in info || 'timestamp_ms' in info)) return true;
  return 'trace_id' in info && ('trace_location' in info || 'trace_metadata' in info);
}
