import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {unfold} from '../common/unfold.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const around = isArray(value) ? value[0] : value;
    const list = around !== undefined && isObject(around) ? around.traces : undefined;
    const first = list !== undefined && isArray(list) ? list[0] : around;
    if (first !== undefined && isTrace(first)) {
      return {match: 'yes', reason: 'info beside data.spans[] with mlflow ids or attributes'};
    }
    const inner = first !== undefined && isObject(first) ? first.trace : undefined;
    if (inner !== undefined && isTrace(unfold(inner))) {
      return {match: 'yes', reason: 'rows with a trace column of info and data.spans[]'};
    }
    if (first !== undefined && hasOwnSpans(first)) {
      return {
        match: 'yes',
        reason: 'spans[] with mlflow.* attributes (traces.json of an artifact folder)',
      };
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

function hasOwnSpans(value: JsonValue): boolean {
  const spans = isObject(value) ? value.spans : undefined;
  const span = spans !== undefined && isArray(spans) ? spans[0] : undefined;
  const attributes = span !== undefined && isObject(span) ? span.attributes : undefined;
  if (attributes === undefined || !isObject(attributes)) return false;
  return Object.keys(attributes).some((key) => key.startsWith('mlflow.'));
}

function isInfo(info: JsonObject): boolean {
  if ('request_id' in info && ('experiment_id' in info || 'timestamp_ms' in info)) return true;
  return 'trace_id' in info && ('trace_location' in info || 'trace_metadata' in info);
}
