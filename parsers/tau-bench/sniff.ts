import type {JsonObject, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';

export function sniff(head: SniffHead): SniffVerdict {
  const [first] = head.values;
  const list = isArray(first) ? first : [first];
  const run = list.find(isObject);
  if (run === undefined) return {match: 'no', reason: 'no runs with task_id and traj'};
  if (has(run, 'task_id') && has(run, 'traj')) {
    return {match: 'yes', reason: 'has task_id and traj'};
  }
  // The head may end before `traj`; what stands before it is as telling.
  if (isArray(first) && has(run, 'task_id') && has(run, 'reward') && has(run, 'info')) {
    return {match: 'yes', reason: 'has task_id, reward and info'};
  }
  if (head.keys.includes('simulations') && head.keys.includes('tasks')) {
    const simulations = getField(run, 'simulations');
    const one = isArray(simulations) ? simulations.find(isObject) : undefined;
    if (one === undefined || (has(one, 'task_id') && has(one, 'id'))) {
      return {match: 'yes', reason: 'has simulations and tasks (tau2)'};
    }
  }
  return {match: 'no', reason: 'no task_id with traj, no simulations with tasks'};
}

function has(value: JsonObject, key: string): boolean {
  return Object.hasOwn(value, key);
}
