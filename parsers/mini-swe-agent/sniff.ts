import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {findCommand} from './actions.js';
import {isObservation} from './observation.js';

const FORMAT = /"trajectory_format"\s*:\s*"(mini-swe-agent[^"]*)"/;

/** `info` and `trajectory_format` may stand behind all messages: keys are looked for beyond the head. */
export function sniff(head: SniffHead): SniffVerdict {
  const [first] = head.values;
  if (isArray(first)) return sniffList(first);
  if (!isObject(first)) return {match: 'no', reason: 'no object with messages and info'};
  const format =
    textOf(first, 'trajectory_format') ?? FORMAT.exec(new TextDecoder().decode(head.tail))?.[1];
  if (format?.startsWith('mini-swe-agent') === true && head.keys.includes('messages')) {
    return {match: 'yes', reason: `has messages and trajectory_format "${format}"`};
  }
  const info = objectOf(first, 'info');
  if (info !== undefined && getField(info, 'mini_version') !== undefined) {
    return {match: 'yes', reason: 'has messages and info.mini_version'};
  }
  if (['messages', 'info', 'trajectory_format'].every((key) => head.keys.includes(key))) {
    return {match: 'maybe', reason: 'has messages, info and a trajectory_format'};
  }
  return {match: 'no', reason: 'no trajectory_format "mini-swe-agent..." and no info.mini_version'};
}

/** A bare list of messages is taken when a fenced command is followed by its return code. */
function sniffList(list: readonly JsonValue[]): SniffVerdict {
  let asked = false;
  for (const message of list) {
    if (!isObject(message)) continue;
    const text = textOf(message, 'content') ?? '';
    if (asked && textOf(message, 'role') === 'user' && isObservation(text)) {
      return {match: 'yes', reason: 'has fenced commands answered by <returncode>'};
    }
    asked = textOf(message, 'role') === 'assistant' && findCommand(text) !== undefined;
  }
  return {match: 'no', reason: 'no fenced command that is answered by <returncode>'};
}
