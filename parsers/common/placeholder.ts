import type {JsonValue} from '../api.js';
import {getField, isObject} from '../api.js';

/** What exporters write in place of a value they cut out. */
const PLACEHOLDER =
  /^\s*(?:[[<(]\s*(?:redacted|trimmed|truncated|omitted|removed|elided)\b[^\]>)]*[\])>]|attachment:\/\/\S*)\s*$/i;

/**
 * The value was cut out of the log, whole or in one of its fields: it is unknown, and two unknown
 * values are not equal. Of an object only the top level is looked at.
 */
export function isPlaceholder(value: JsonValue): boolean {
  if (typeof value === 'string') return value.length < 200 && PLACEHOLDER.test(value);
  if (!isObject(value)) return false;
  if (getField(value, 'redacted') === true) return true;
  for (const key in value) {
    const inner = getField(value, key);
    if (typeof inner === 'string' && inner.length < 200 && PLACEHOLDER.test(inner)) return true;
  }
  return false;
}
