import {getField, isArray, isObject} from '../api.js';
import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const first = isArray(value) ? value[0] : value;
    const reason = findReason(first);
    if (reason !== undefined) return {match: 'yes', reason};
    const data = first !== undefined && isObject(first) ? getField(first, 'data') : undefined;
    const inner = data !== undefined && isArray(data) ? findReason(data[0]) : undefined;
    if (inner !== undefined) return {match: 'yes', reason: `data[] with ${inner}`};
  }
  return {match: 'no', reason: 'no call_type and startTime beside spend or response_cost'};
}

function findReason(value: JsonValue | undefined): string | undefined {
  if (value === undefined || !isObject(value)) return undefined;
  if (!('call_type' in value) || !('startTime' in value)) return undefined;
  if ('request_id' in value && 'spend' in value) return 'request_id, call_type and spend';
  const isPayload = 'response_cost' in value || 'hidden_params' in value;
  return isPayload ? 'call_type beside response_cost or hidden_params' : undefined;
}
