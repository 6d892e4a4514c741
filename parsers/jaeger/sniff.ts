import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {isSpanDocument} from './span-document.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const found = findTrace(value);
    if (found !== undefined) return {match: 'yes', reason: found};
  }
  return {match: 'no', reason: 'no traceID with spans[] that have spanID and operationName'};
}

function findTrace(value: JsonValue): string | undefined {
  if (isArray(value)) {
    const [first] = value;
    return first !== undefined && isObject(first) && isTrace(first)
      ? 'a list of traceID with spans[].operationName'
      : undefined;
  }
  if (!isObject(value)) return undefined;
  if (isSpanDocument(value)) return 'traceID, spanID and operationName of a span document';
  const {hits} = value;
  const list = hits !== undefined && isObject(hits) ? hits.hits : undefined;
  if (list !== undefined && isArray(list) && list.some(isSpanDocument)) {
    return 'hits.hits[]._source with traceID, spanID and operationName';
  }
  if (isTrace(value)) return 'traceID with spans[].operationName';
  const {data} = value;
  if (data === undefined || !isArray(data)) return undefined;
  if (data.some((trace) => isObject(trace) && isTrace(trace))) {
    return 'data[].traceID with spans[].operationName';
  }
  const isAnswer =
    data.length === 0 && ['total', 'limit', 'offset', 'errors'].every((key) => key in value);
  return isAnswer
    ? 'an empty answer of the Jaeger API (data, total, limit, offset, errors)'
    : undefined;
}

/** The capital D of `traceID` and `spanID` tells Jaeger from all others. */
function isTrace(trace: JsonObject): boolean {
  const {spans} = trace;
  if (spans === undefined || !isArray(spans)) return 'traceID' in trace && 'processes' in trace;
  const [first] = spans;
  if (first === undefined) return 'traceID' in trace;
  return isObject(first) && 'spanID' in first && ('operationName' in first || 'traceID' in first);
}
