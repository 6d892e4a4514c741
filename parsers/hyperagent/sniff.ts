import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {logTextOf} from '../common/text-log/log-text.js';

/** `HyperAgent_astropy__astropy-12907 - INFO - ` */
export const HEAD = /^HyperAgent_(\S+) - ([A-Z]+) - /;

export function sniff(head: SniffHead): SniffVerdict {
  const isLog = new RegExp(HEAD.source, 'm').test(logTextOf(head) ?? '');
  if (isLog) return {match: 'yes', reason: 'has lines "HyperAgent_<instance> - INFO - "'};
  return head.values.some(hasTrajectory)
    ? {match: 'yes', reason: 'trajectory[] holds lines "HyperAgent_<instance> - INFO - "'}
    : {match: 'no', reason: 'no line "HyperAgent_<instance> - INFO - "'};
}

function hasTrajectory(value: JsonValue): boolean {
  const list = isObject(value) ? getField(value, 'trajectory') : undefined;
  if (list === undefined || !isArray(list)) return false;
  return list.some((line) => typeof line === 'string' && HEAD.test(line));
}
