import type {SniffHead, SniffVerdict} from '../api.js';
import {getField, isObject} from '../api.js';
import {numberOf, textOf} from '../common/fields.js';

export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  if (!isObject(first) || textOf(first, 'type') !== 'session') {
    return {match: 'no', reason: 'the first line is no {type: "session"}'};
  }
  const isPi = numberOf(first, 'version') !== undefined && textOf(first, 'id') !== undefined;
  if (isPi && textOf(first, 'timestamp') !== undefined && getField(first, 'data') === undefined) {
    return {match: 'yes', reason: 'first line is {type: "session", version, id, timestamp}'};
  }
  return {match: 'no', reason: 'a session line without version, id and timestamp'};
}
