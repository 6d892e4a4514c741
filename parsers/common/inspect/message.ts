import type {JsonObject, JsonValue, Message} from '../../api.js';
import {getField, isArray, isObject} from '../../api.js';
import {objectOf, omitFields, textOf} from '../fields.js';
import {normaliseMessage} from '../messages/message.js';
import {resolveTexts} from './refs.js';
import type {Pools} from './refs.js';

/** A message of Inspect: `function` is the name of the tool, `error` an object. */
export function toMessage(raw: JsonValue, texts: Pools['texts']): Message {
  const resolved = resolveTexts(raw, texts);
  if (!isObject(resolved)) return normaliseMessage(resolved);
  const kept = omitFields(resolved, ['id', 'source', 'metadata']);
  const calls = readCalls(resolved);
  const failed = objectOf(resolved, 'error') !== undefined;
  const name = textOf(resolved, 'function');
  const message = normaliseMessage({
    ...kept,
    ...(calls.length === 0 ? {} : {tool_calls: calls.map((call) => ({...call}))}),
    ...(failed ? {is_error: true} : {}),
    ...(name === undefined ? {} : {name}),
  });
  // The name of a tool message is that of its tool; it stands in the result.
  return {role: message.role, parts: message.parts};
}

export interface AskedCall {
  readonly id?: string;
  readonly name: string;
  readonly arguments: JsonValue;
}

/** Tool calls that a reply asks for. */
export function readCalls(message: JsonObject): readonly AskedCall[] {
  const calls = getField(message, 'tool_calls');
  if (!isArray(calls)) return [];
  return calls.filter(isObject).map((call) => {
    const id = textOf(call, 'id');
    const name = textOf(call, 'function') ?? 'unknown';
    const asked = {name, arguments: getField(call, 'arguments') ?? null};
    return id === undefined ? asked : {...asked, id};
  });
}

/** The replies of a model event; several where the task asked for several. */
export function readReplies(output: JsonObject): readonly JsonObject[] {
  const choices = getField(output, 'choices');
  if (!isArray(choices)) return [];
  const replies: JsonObject[] = [];
  for (const choice of choices) {
    const message = isObject(choice) ? objectOf(choice, 'message') : undefined;
    if (message !== undefined) replies.push(message);
  }
  return replies;
}
