import {getField, isArray, isObject} from '../api.js';
import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {nameOf, readEvent} from './event.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const list = isArray(value) ? value : isObject(value) ? getField(value, 'events') : undefined;
    const events = list !== undefined && isArray(list) ? list : [value];
    if (events.some(isEvent)) {
      return {
        match: 'yes',
        reason: 'has events on_..._start or _end with run_id and their parents',
      };
    }
  }
  return {match: 'no', reason: 'no events on_chain_start, on_llm_end, ... with run_id'};
}

/** `on_` or the ids of parents: `tool_start` alone is anybody's word. */
function isEvent(value: JsonValue): boolean {
  if (!isObject(value) || readEvent(value) === undefined) return false;
  const hasParents = ['parent_ids', 'parent_run_id', 'parent_run_ids'].some((key) => key in value);
  return hasParents || nameOf(value)?.startsWith('on_') === true;
}
