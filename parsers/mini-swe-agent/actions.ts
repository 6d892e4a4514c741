import type {JsonObject, JsonValue} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, omitFields, textOf} from '../common/fields.js';
import {unfold} from '../common/unfold.js';

/** A command that the harness runs for a reply. */
export interface Action {
  readonly toolCallId?: string;
  readonly name: string;
  readonly input: JsonValue;
}

/** v1 and v2 fences; v2 renamed its fence so that examples in the task are no commands. */
const FENCES = [/```mswea_bash_command\s*\n([\s\S]*?)\n```/g, /```bash\s*\n([\s\S]*?)\n```/g];

/**
 * What the harness ran: `extra.actions` (v2), tool calls, or the only fenced block. A text reply
 * with none or several blocks is a format error: nothing runs.
 */
export function findActions(message: JsonObject): readonly Action[] {
  const extra = objectOf(message, 'extra');
  const listed = extra === undefined ? undefined : getField(extra, 'actions');
  if (isArray(listed)) return listed.filter(isObject).map(toListedAction);
  const calls = getField(message, 'tool_calls');
  if (isArray(calls) && calls.length > 0) return calls.filter(isObject).map(toCalledAction);
  const command = findCommand(textOf(message, 'content') ?? '');
  return command === undefined ? [] : [{name: 'bash', input: {command}}];
}

export function findCommand(content: string): string | undefined {
  for (const fence of FENCES) {
    const blocks = [...content.matchAll(fence)];
    if (blocks.length > 0) return blocks.length === 1 ? blocks[0]?.[1]?.trim() : undefined;
  }
  return undefined;
}

function toListedAction(raw: JsonObject): Action {
  const id = textOf(raw, 'tool_call_id');
  const action = {name: 'bash', input: omitFields(raw, ['tool_call_id'])};
  return id === undefined ? action : {...action, toolCallId: id};
}

function toCalledAction(raw: JsonObject): Action {
  const call = objectOf(raw, 'function') ?? raw;
  const id = textOf(raw, 'id');
  const name = textOf(call, 'name') ?? 'bash';
  const action = {name, input: unfold(getField(call, 'arguments') ?? null)};
  return id === undefined ? action : {...action, toolCallId: id};
}
