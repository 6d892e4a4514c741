import type {JsonObject, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';

export function sniff(head: SniffHead): SniffVerdict {
  const [first] = head.values;
  if (!isObject(first)) return {match: 'no', reason: 'no object with a trajectory or a history'};
  const step = firstOf(first, 'trajectory');
  if (step !== undefined && has(step, 'action') && has(step, 'observation')) {
    return {match: 'yes', reason: 'has trajectory[] with action and observation'};
  }
  const attempt = firstOf(first, 'attempts');
  if (attempt !== undefined && has(attempt, 'trajectory')) {
    return {match: 'yes', reason: 'has attempts[].trajectory'};
  }
  const entries = getField(first, 'history');
  const isTold =
    isArray(entries) &&
    entries.some((entry) => isObject(entry) && has(entry, 'agent') && has(entry, 'role')) &&
    entries.some(
      (entry) => isObject(entry) && (has(entry, 'action') || has(entry, 'message_type')),
    );
  if (isTold) return {match: 'yes', reason: 'has history[] with agent, role and action'};
  return {match: 'no', reason: 'no trajectory[] with action and observation'};
}

function firstOf(value: JsonObject, key: string): JsonObject | undefined {
  const list = getField(value, key);
  return isArray(list) ? list.find(isObject) : undefined;
}

function has(value: JsonObject, key: string): boolean {
  return Object.hasOwn(value, key);
}
