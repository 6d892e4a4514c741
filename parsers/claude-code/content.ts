import type {JsonObject, JsonValue, Message, MessagePart} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {isTrue, objectOf, textOf} from '../common/fields.js';

/** What Claude Code puts in the place of a tool result that it dropped from the context. */
const CLEARED = /^\[Old tool result content cleared\]$/;

/** Blocks of a message: a string stands for one text block, anything else is kept as it is. */
export function toBlocks(content: JsonValue | undefined): readonly JsonValue[] {
  if (typeof content === 'string') return [{type: 'text', text: content}];
  return isArray(content) ? content : [];
}

export function toParts(blocks: readonly JsonValue[]): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  for (const block of blocks) parts.push(toPart(block));
  return parts;
}

function toPart(block: JsonValue): MessagePart {
  if (typeof block === 'string') return {kind: 'text', text: block};
  if (!isObject(block)) return {kind: 'other', value: block};
  const type = textOf(block, 'type') ?? '';
  switch (type) {
    case 'text':
      return {kind: 'text', text: textOf(block, 'text') ?? ''};
    case 'thinking':
      return {kind: 'reasoning', text: textOf(block, 'thinking') ?? ''};
    case 'image':
    case 'document':
      return toMedia(block);
  }
  if (isToolUse(type)) {
    return compact<Extract<MessagePart, {kind: 'tool-call'}>>({
      kind: 'tool-call',
      id: textOf(block, 'id'),
      name: textOf(block, 'name') ?? 'tool',
      args: toArguments(block),
    });
  }
  if (isToolResult(type)) {
    return compact<Extract<MessagePart, {kind: 'tool-result'}>>({
      kind: 'tool-result',
      id: textOf(block, 'tool_use_id'),
      result: toOutput(getField(block, 'content')),
      isError: isTrue(block, 'is_error') ? true : undefined,
    });
  }
  return {kind: 'other', value: block};
}

/** `tool_use`, and `server_tool_use`, `mcp_tool_use` for tools that run at the provider. */
export function isToolUse(type: string): boolean {
  return type === 'tool_use' || type === 'server_tool_use' || type === 'mcp_tool_use';
}

/** `tool_result`, and `web_search_tool_result` and the like. */
export function isToolResult(type: string): boolean {
  return type === 'tool_result' || type.endsWith('_tool_result');
}

/** Arguments as logged; `null` says nothing about them and is not the same as none. */
export function toArguments(block: JsonObject): JsonValue | undefined {
  return getField(block, 'input') ?? undefined;
}

/**
 * Result of a tool in comparable form: the text of a single text block, else the blocks with the
 * bytes of images replaced by their size. A result that was cleared from the log is unknown.
 */
export function toOutput(content: JsonValue | undefined): JsonValue | undefined {
  if (content === undefined || content === null) return undefined;
  if (typeof content === 'string') return CLEARED.test(content) ? undefined : content;
  if (!isArray(content)) return content;
  const only = content.length === 1 ? content[0] : undefined;
  if (isObject(only) && getField(only, 'type') === 'text') return toOutput(textOf(only, 'text'));
  const blocks: JsonValue[] = [];
  for (const block of content) {
    const source = isObject(block) ? objectOf(block, 'source') : undefined;
    blocks.push(isObject(block) && source !== undefined ? {...toMedia(block)} : block);
  }
  return blocks;
}

function toMedia(block: JsonObject): Extract<MessagePart, {kind: 'media'}> {
  const source = objectOf(block, 'source') ?? {};
  const data = textOf(source, 'data');
  return compact<Extract<MessagePart, {kind: 'media'}>>({
    kind: 'media',
    mimeType: textOf(source, 'media_type'),
    ref: textOf(source, 'url') ?? textOf(source, 'file_id'),
    // Base64: four characters hold three bytes.
    sizeBytes: data === undefined ? undefined : Math.floor((data.length * 3) / 4),
  });
}

/** The text blocks, joined; undefined where there are none. */
export function joinText(blocks: readonly JsonValue[]): string | undefined {
  let text: string | undefined;
  for (const block of blocks) {
    const next =
      typeof block === 'string'
        ? block
        : isObject(block) && getField(block, 'type') === 'text'
          ? textOf(block, 'text')
          : undefined;
    if (next !== undefined) text = text === undefined ? next : `${text}\n${next}`;
  }
  return text;
}

export function toMessage(role: string, blocks: readonly JsonValue[], synthetic: boolean): Message {
  const parts = toParts(blocks);
  return synthetic ? {role, parts, synthetic} : {role, parts};
}
