import type {SniffHead, SniffVerdict} from '../api.js';
import {isArray, isObject} from '../api.js';
import {findList, isChatMessage, isToolLine} from './shape.js';

/** Only "maybe": any format with a word of its own wins over a plain list of messages. */
export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  if (first === undefined) return {match: 'no', reason: 'no list of {role, content}'};
  if (isArray(first)) {
    if (isChatMessage(first[0])) {
      return {match: 'maybe', reason: 'a list of {role, content} messages'};
    }
    const [item] = first;
    const inner = item !== undefined && isObject(item) ? findList(item) : undefined;
    return inner !== undefined
      ? {match: 'maybe', reason: `[].${inner.key}[] holds {role, content} messages`}
      : {match: 'no', reason: 'a list whose items have no role and content'};
  }
  if (!isObject(first)) return {match: 'no', reason: 'no list of {role, content}'};
  const found = findList(first);
  if (found !== undefined)
    return {match: 'maybe', reason: `${found.key}[] holds {role, content} messages`};
  const talking = values.filter((value) => isChatMessage(value) || isToolLine(value)).length;
  return isChatMessage(first) && talking > values.length / 2
    ? {match: 'maybe', reason: 'each line is a {role, content} message'}
    : {match: 'no', reason: 'no list of {role, content}'};
}
