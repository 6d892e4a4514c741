import type {SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

/** Keys of lines that look alike and hold more than Cursor ever writes. */
const OTHERS = ['sessionId', 'uuid', 'timestamp', 'type', 'id', 'created'];

/** Told by what is missing: a role, a message with content blocks, no id and no time. */
export function sniff({container, values}: SniffHead): SniffVerdict {
  const [first] = values;
  if (container !== 'json-lines' && container !== 'json-document') {
    return {match: 'no', reason: 'not JSON lines'};
  }
  if (!isObject(first)) return {match: 'no', reason: 'no object with role and message'};
  const message = objectOf(first, 'message');
  if (textOf(first, 'role') === undefined || message === undefined) {
    return {match: 'no', reason: 'no role beside message'};
  }
  const other = OTHERS.find((key) => getField(first, key) !== undefined);
  if (other !== undefined) return {match: 'no', reason: `has ${other}, which Cursor never writes`};
  if (!isArray(getField(message, 'content'))) {
    return {match: 'no', reason: 'message.content is no list'};
  }
  return {match: 'yes', reason: 'has only role and message.content[] per line'};
}
