import type {JsonObject, JsonValue} from '../api.js';
import {getField, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';

const LANGCHAIN = /^(?:human|ai|system|tool|function|AIMessageChunk|HumanMessageChunk)$/;

/**
 * A message as LangChain dumps it, with its fields on top and a role: `{type: "ai", data: {...}}`,
 * `{lc: 1, id: [..., "AIMessage"], kwargs: {...}}`, or `{type: "ai", content}`. Undefined for others.
 */
export function openLangChain(value: JsonObject): JsonObject | undefined {
  if (textOf(value, 'role') !== undefined) return undefined;
  const isDumped = getField(value, 'lc') !== undefined;
  const fields = isDumped ? objectOf(value, 'kwargs') : (objectOf(value, 'data') ?? value);
  const isTyped = LANGCHAIN.test(textOf(value, 'type') ?? '');
  if (fields === undefined || getField(fields, 'content') === undefined) return undefined;
  if (!isDumped && !isTyped) return undefined;
  const {role} = normaliseMessage(value);
  return role === 'unknown' ? undefined : {...fields, role};
}

/** An item of the Responses API that is a piece of a reply; a reply is a row of them. */
export function isReplyItem(value: JsonObject): boolean {
  switch (textOf(value, 'type')) {
    case 'function_call':
    case 'custom_tool_call':
      return textOf(value, 'call_id') !== undefined;
    case 'reasoning':
      return Object.hasOwn(value, 'summary');
    case 'message':
      return textOf(value, 'role') === 'assistant';
    case undefined:
    default:
      return false;
  }
}

/** The result of such a call, as a message of a tool. */
export function openResultItem(value: JsonObject): JsonObject | undefined {
  if (!/^(?:function_call|custom_tool_call)_output$/.test(textOf(value, 'type') ?? '')) {
    return undefined;
  }
  const id = textOf(value, 'call_id');
  const content: JsonValue = getField(value, 'output') ?? '';
  return id === undefined ? undefined : {role: 'tool', tool_call_id: id, content};
}

export function isDump(value: JsonValue | undefined): boolean {
  if (value === undefined || !isObject(value)) return false;
  return isReplyItem(value) || (openResultItem(value) ?? openLangChain(value)) !== undefined;
}
