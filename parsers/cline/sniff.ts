import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {numberOf, textOf} from '../common/fields.js';

/** `ui_messages.json` of a task. The other file beside it, the API's history, tells the same without times and tokens. */
export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  if (!isArray(first)) return {match: 'no', reason: 'no list of {ts, type: ask | say}'};
  return first.some(isUiMessage)
    ? {match: 'yes', reason: 'has [].{ts, type: ask | say} with ask or say'}
    : {match: 'no', reason: 'no list of {ts, type: ask | say}'};
}

export function isUiMessage(value: JsonValue): boolean {
  if (!isObject(value) || numberOf(value, 'ts') === undefined) return false;
  const type = textOf(value, 'type');
  return (type === 'ask' || type === 'say') && typeof getField(value, type) === 'string';
}
