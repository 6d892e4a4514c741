import {getField, isArray, isObject} from '../api.js';
import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const reason = findReason(value);
    if (reason !== undefined) return {match: 'yes', reason};
  }
  return {match: 'no', reason: 'no run_type beside dotted_order, trace_id or parent_run_id'};
}

function findReason(value: JsonValue): string | undefined {
  if (isArray(value)) return isRun(value[0]) ? 'a list of runs with run_type' : undefined;
  if (!isObject(value)) return undefined;
  if (isRun(value)) return 'run_type beside dotted_order, trace_id or parent_run_id';
  for (const key of ['post', 'patch', 'runs']) {
    const list = getField(value, key);
    if (list === undefined || !isArray(list)) continue;
    const [first] = list;
    if (isRun(first)) return `${key}[] of runs with run_type`;
    if (key === 'patch' && first !== undefined && isObject(first) && 'dotted_order' in first) {
      return 'patch[] with dotted_order';
    }
  }
  return undefined;
}

function isRun(value: JsonValue | undefined): boolean {
  if (value === undefined || !isObject(value) || typeof value.run_type !== 'string') return false;
  return ['dotted_order', 'trace_id', 'parent_run_id', 'session_name', 'child_runs'].some(
    (key) => key in value,
  );
}
