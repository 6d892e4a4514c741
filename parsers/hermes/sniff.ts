import type {SniffHead, SniffVerdict} from '../api.js';
import {isObject} from '../api.js';
import {textOf} from '../common/fields.js';

export function sniff({values, keys}: SniffHead): SniffVerdict {
  const [first] = values;
  const missing = ['session_id', 'platform', 'session_start', 'messages'].filter(
    (key) => !keys.includes(key),
  );
  if (!isObject(first) || missing.length > 0) {
    return {match: 'no', reason: `no ${missing.join(', ')}`};
  }
  return textOf(first, 'session_id') === undefined
    ? {match: 'no', reason: 'session_id is no text'}
    : {match: 'yes', reason: 'has session_id, platform, session_start and messages'};
}
