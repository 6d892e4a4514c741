import {isArray, isObject} from '../api.js';
import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const trace = isArray(value) ? value[0] : value;
    if (isObject(trace) && isTree(trace.spans)) {
      return {match: 'yes', reason: 'spans[] with span_attributes and child_spans'};
    }
  }
  return {match: 'no', reason: 'no spans[] with span_attributes and child_spans'};
}

function isTree(spans: JsonValue | undefined): boolean {
  const first = isArray(spans) ? spans[0] : undefined;
  return isObject(first) && 'span_name' in first && 'span_attributes' in first;
}
