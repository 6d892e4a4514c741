import type {SniffHead, SniffVerdict} from '../api.js';
import {isObject} from '../api.js';
import {numberOf, textOf} from '../common/fields.js';

export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  if (!isObject(first) || numberOf(first, 'step_index') === undefined) {
    return {match: 'no', reason: 'no step_index in the first line'};
  }
  return textOf(first, 'source') !== undefined && textOf(first, 'type') !== undefined
    ? {match: 'yes', reason: 'has step_index, source and type per line'}
    : {match: 'no', reason: 'step_index without source and type'};
}
