import type {SniffHead, SniffVerdict} from '../api.js';
import {getField, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  if (isObject(first) && objectOf(first, 'agents') !== undefined && 'workDir' in first) {
    const reason = 'the state of a Kimi session: its log is agents/*/wire.jsonl beside it';
    return {match: 'no', isLookAlike: true, reason};
  }
  if (!isObject(first) || textOf(first, 'type') !== 'metadata') {
    return {match: 'no', reason: 'the first line is no {type: "metadata"}'};
  }
  return getField(first, 'protocol_version') === undefined
    ? {match: 'no', reason: 'metadata without protocol_version'}
    : {match: 'yes', reason: 'first line is {type: "metadata", protocol_version}'};
}
