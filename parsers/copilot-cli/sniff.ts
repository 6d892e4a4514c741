import type {SniffHead, SniffVerdict} from '../api.js';
import {isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  const data = isObject(first) ? objectOf(first, 'data') : undefined;
  if (!isObject(first) || data === undefined || textOf(first, 'type') !== 'session.start') {
    return {match: 'no', reason: 'the first line is no {type: "session.start", data}'};
  }
  return textOf(data, 'producer') === 'copilot-agent'
    ? {match: 'yes', reason: 'has data.producer "copilot-agent"'}
    : {match: 'no', reason: 'data.producer is not "copilot-agent"'};
}
