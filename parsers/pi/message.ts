import type {JsonObject, JsonValue, Message} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';

/** Content blocks are `text`, `thinking`, `image` and `toolCall`; results are messages of their own. */
export function toPiMessage(raw: JsonObject): Message {
  const content = getField(raw, 'content') ?? null;
  const role = textOf(raw, 'role') ?? 'unknown';
  if (role === 'toolResult') {
    const id = textOf(raw, 'toolCallId') ?? '';
    return normaliseMessage({
      role: 'tool',
      tool_call_id: id,
      content,
      is_error: getField(raw, 'isError') ?? false,
    });
  }
  return normaliseMessage({role, content: isArray(content) ? content.map(toBlock) : content});
}

function toBlock(block: JsonValue): JsonValue {
  return isObject(block) && textOf(block, 'type') === 'toolCall'
    ? {...block, type: 'tool_call'}
    : block;
}
