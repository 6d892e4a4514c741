import {isObject} from '../api.js';
import type {SniffHead, SniffVerdict} from '../api.js';

export function sniff(head: SniffHead): SniffVerdict {
  const [first] = head.values;
  if (isObject(first) && typeof first.whatbroke === 'number') {
    return {match: 'yes', reason: `has "whatbroke": ${String(first.whatbroke)} in the first line`};
  }
  return {match: 'no', reason: 'no "whatbroke": 1 in the first line'};
}
