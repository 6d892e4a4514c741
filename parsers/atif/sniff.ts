import type {SniffHead, SniffVerdict} from '../api.js';
import {isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';

const VERSION = /^ATIF-v\d/;

/** `schema_version` names the format; it stands first in every writer, and last in none seen. */
export function sniff({values, keys}: SniffHead): SniffVerdict {
  const [value] = values;
  const first = isArray(value) ? value[0] : value;
  if (!isObject(first)) return {match: 'no', reason: 'no object with schema_version'};
  const version = textOf(first, 'schema_version');
  if (version !== undefined && VERSION.test(version)) {
    return {match: 'yes', reason: 'schema_version is ATIF-v1'};
  }
  if (version !== undefined) return {match: 'no', reason: 'schema_version is not ATIF-v1'};
  return keys.includes('schema_version') && keys.includes('steps') && keys.includes('session_id')
    ? {match: 'maybe', reason: 'has schema_version, session_id and steps'}
    : {match: 'no', reason: 'no schema_version "ATIF-v1.x"'};
}
