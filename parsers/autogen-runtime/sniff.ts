import type {JsonObject, SniffHead, SniffVerdict} from '../api.js';
import {isObject} from '../api.js';
import {textOf} from '../common/fields.js';

const TABLES = ['chat_completions', 'agents', 'oai_wrappers'];

/** The SQLite file of `runtime_logging`, or its log of JSON lines behind one line of text. */
export function sniff({tables, values, head}: SniffHead): SniffVerdict {
  if (tables !== undefined) {
    const missing = TABLES.filter((table) => !tables.includes(table));
    return missing.length === 0
      ? {match: 'yes', reason: 'has the tables chat_completions, agents and oai_wrappers'}
      : {match: 'no', reason: `no table ${missing.join(', ')}`};
  }
  if (values.some((value) => isObject(value) && isCompletion(value))) {
    return {match: 'yes', reason: 'has invocation_id, client_id, wrapper_id and request'};
  }
  const start = Buffer.from(head.subarray(0, 200)).toString('utf8');
  return /^(?:.{0,60})Started new session with Session ID: [0-9a-f-]{36}/.test(start)
    ? {match: 'yes', reason: 'begins with "Started new session with Session ID:"'}
    : {match: 'no', reason: 'no invocation_id, client_id and wrapper_id'};
}

export function isCompletion(value: JsonObject): boolean {
  return (
    textOf(value, 'invocation_id') !== undefined && 'client_id' in value && 'wrapper_id' in value
  );
}
