import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const reason = findReason(isArray(value) ? value[0] : value);
    if (reason !== undefined) return {match: 'yes', reason};
  }
  return {
    match: 'no',
    reason: 'no object "trace" or "trace.span", and no event start/end of a span',
  };
}

function findReason(value: JsonValue | undefined): string | undefined {
  if (value === undefined || !isObject(value)) return undefined;
  const own = itemReason(value);
  if (own !== undefined) return own;
  for (const key of ['data', 'traces', 'spans']) {
    const list = getField(value, key);
    const first = list !== undefined && isArray(list) ? list[0] : undefined;
    const inner = first !== undefined && isObject(first) ? itemReason(first) : undefined;
    if (inner !== undefined) return `${key}[] with ${inner}`;
  }
  return undefined;
}

function itemReason(value: JsonObject): string | undefined {
  if (value.object === 'trace.span') return 'object: trace.span';
  if (value.object === 'trace' && ('workflow_name' in value || 'group_id' in value)) {
    return 'object: trace with a workflow_name';
  }
  return isEvent(value) ? 'event: start or end of a span with kind' : undefined;
}

/** A processor that logs each span when it starts and when it ends. */
export function isEvent(value: JsonObject): boolean {
  const {event, span} = value;
  if (event !== 'start' && event !== 'end') return false;
  return span !== undefined && isObject(span) && 'span_id' in span && 'kind' in span;
}
