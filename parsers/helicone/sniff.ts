import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {isArray, isObject} from '../api.js';

/** Rows of `@helicone/export` and of the request API. */
export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  const list = isArray(first)
    ? first
    : isObject(first) && isArray(first.data)
      ? first.data
      : values;
  return list.some(isHeliconeRow)
    ? {match: 'yes', reason: 'has request_id, request_created_at and response_status or delay_ms'}
    : {match: 'no', reason: 'no request_created_at beside response_status or delay_ms'};
}

export function isHeliconeRow(value: JsonValue): boolean {
  if (!isObject(value) || !('request_created_at' in value)) return false;
  return 'request_id' in value && ('response_status' in value || 'delay_ms' in value);
}
