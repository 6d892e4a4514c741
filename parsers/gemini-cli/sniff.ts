import type {SniffHead, SniffVerdict} from '../api.js';
import {isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';
import {eventNameOf} from './telemetry.js';

export function sniff(head: SniffHead): SniffVerdict {
  const [first] = head.values;
  if (isObject(first) && textOf(first, 'sessionId') !== undefined) {
    const has = (key: string): boolean => Object.hasOwn(first, key) || head.keys.includes(key);
    if (has('projectHash') && has('messages')) {
      return {match: 'yes', reason: 'has sessionId, projectHash and messages'};
    }
    if (has('projectHash') && has('startTime')) {
      return {match: 'yes', reason: 'first line has sessionId, projectHash and startTime'};
    }
  }
  const list = head.values.length === 1 && isArray(first) ? first : head.values;
  for (const value of list) {
    const name = isObject(value) ? eventNameOf(value) : undefined;
    if (name?.startsWith('gemini_cli.') === true) {
      return {match: 'yes', reason: `has log records with event.name "${name}"`};
    }
  }
  return {match: 'no', reason: 'no sessionId with projectHash, no event.name "gemini_cli..."'};
}
