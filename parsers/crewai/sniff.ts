import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';

/** `ts: task_name="...", task="...", agent="...", status="..."` */
export const LINE =
  /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}): task_name="([\s\S]*?)", task="([\s\S]*?)", agent="([\s\S]*?)", status="(\w+)"(?:, output="([\s\S]*)")?\s*$/;
export const START = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}: task_name="/;

/** The output log of a crew, as JSON or as text. */
export function sniff({values, head}: SniffHead): SniffVerdict {
  const [first] = values;
  if (isArray(first) && first.some(isEntry)) {
    return {match: 'yes', reason: 'has [].{timestamp, task_name, task, agent, status}'};
  }
  const start = Buffer.from(head.subarray(0, 400)).toString('utf8');
  return START.test(start)
    ? {match: 'yes', reason: 'lines begin with a time and task_name="'}
    : {match: 'no', reason: 'no task_name, agent and status of a crew'};
}

export function isEntry(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const status = textOf(value, 'status') ?? '';
  return (
    'task_name' in value && 'agent' in value && 'timestamp' in value && /^[a-z_]+$/.test(status)
  );
}
