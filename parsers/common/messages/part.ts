import {createHash} from 'node:crypto';
import {compact, getField, isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, MessagePart} from '../../api.js';
import {unfold} from '../unfold.js';

/**
 * One part of a message, in any of the shapes that logs mix freely under the same attribute:
 * GenAI parts, OpenAI content and tool calls, Responses items, Anthropic blocks, Bedrock blocks,
 * Gemini parts, AI SDK parts, OpenInference contents. What is none of them is kept as `other`.
 */
export function normalisePart(raw: JsonValue): MessagePart {
  if (typeof raw === 'string') return {kind: 'text', text: raw};
  if (!isObject(raw)) return {kind: 'other', value: raw};
  const wrapped = raw.message_content ?? raw.tool_call;
  if (wrapped !== undefined && isObject(wrapped)) return normalisePart(wrapped);
  const type = raw.type;
  const part = typeof type === 'string' ? partOfType(type, raw) : partWithoutType(raw);
  return part ?? {kind: 'other', value: raw};
}

function partOfType(type: string, raw: JsonObject): MessagePart | undefined {
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'summary_text':
    case 'refusal': {
      const text = firstText(raw, ['text', 'content', 'refusal']);
      return text === undefined ? undefined : {kind: 'text', text};
    }
    case 'reasoning':
    case 'thinking':
    case 'redacted_thinking': {
      const text =
        firstText(raw, ['content', 'text', 'thinking', 'reasoning', 'data']) ?? joinSummary(raw);
      return text === undefined ? undefined : {kind: 'reasoning', text};
    }
    case 'tool_call':
    case 'tool_use':
    case 'tool-call':
    case 'server_tool_use':
    case 'server_tool_call':
    case 'mcp_tool_use':
    case 'function_call':
    case 'custom_tool_call':
    case 'function':
      return toolCall(raw);
    case 'tool_call_response':
    case 'tool_result':
    case 'tool-result':
    case 'mcp_tool_result':
    case 'web_search_tool_result':
    case 'server_tool_call_response':
    case 'function_call_output':
    case 'custom_tool_call_output':
      return toolResult(raw);
    case 'image':
    case 'image_url':
    case 'input_image':
    case 'input_audio':
    case 'input_file':
    case 'audio':
    case 'document':
    case 'file':
    case 'blob':
    case 'uri':
    case 'media':
      return media(raw);
    default:
      return uiCall(type, raw);
  }
}

/** A call in a message of the AI SDK's user interface, which holds its result too: `{type: "tool-search", toolCallId, input, output}`. */
function uiCall(type: string, raw: JsonObject): MessagePart | undefined {
  const name =
    type === 'dynamic-tool' ? firstText(raw, ['toolName']) : /^tool-(.+)$/.exec(type)?.[1];
  const id = firstText(raw, ['toolCallId']);
  if (name === undefined || id === undefined) return undefined;
  const args = firstValue(raw, ['input', 'args', 'rawInput']);
  return {kind: 'tool-call', id, name, ...(args === undefined ? {} : {args})};
}

/** Bedrock and Gemini name the part by its only key. */
function partWithoutType(raw: JsonObject): MessagePart | undefined {
  // LlamaIndex says `block_type`.
  if (typeof raw.block_type === 'string' && raw.block_type !== 'text') {
    return partOfType(raw.block_type, raw);
  }
  if (typeof raw.text === 'string') {
    return {kind: raw.thought === true ? 'reasoning' : 'text', text: raw.text};
  }
  const call = raw.toolUse ?? raw.functionCall ?? raw.function_call;
  if (isPlain(call)) return toolCall(call);
  const result = raw.toolResult ?? raw.functionResponse ?? raw.function_response;
  if (isPlain(result)) return toolResult(result);
  if (isPlain(raw.function) || typeof raw['tool.name'] === 'string') return toolCall(raw);
  const reasoning = raw.reasoningContent;
  if (isPlain(reasoning)) {
    const inner = isPlain(reasoning.reasoningText) ? reasoning.reasoningText : reasoning;
    const text = firstText(inner, ['text']);
    return text === undefined ? undefined : {kind: 'reasoning', text};
  }
  const blob = raw.inlineData ?? raw.inline_data ?? raw.fileData ?? raw.file_data ?? raw.image;
  if (isPlain(blob)) return media(blob);
  // LangChain and OpenLLMetry tool calls: {name, args|arguments, id}, nothing else.
  if (typeof raw.name === 'string' && ('args' in raw || 'arguments' in raw)) return toolCall(raw);
  // A call of the AI SDK as it wrote them before parts had types.
  if (typeof raw.toolName === 'string' && ('args' in raw || 'input' in raw)) return toolCall(raw);
  return undefined;
}

/** A tool call, whatever its fields are called; arguments that are JSON text become JSON. */
export function toolCall(raw: JsonObject): MessagePart | undefined {
  const inner = isPlain(raw.function) ? raw.function : raw;
  const name =
    firstText(inner, ['name', 'toolName', 'tool.name']) ??
    firstText(raw, ['name', 'function.name']);
  if (name === undefined) return undefined;
  const args = firstValue(inner, ['arguments', 'args', 'input', 'tool.args', 'parameters']);
  return compact<MessagePart & {kind: 'tool-call'}>({
    kind: 'tool-call',
    // An item of the Responses API has an id of its own; its result names `call_id`.
    id: firstText(raw, ['call_id', 'id', 'toolCallId', 'toolUseId', 'tool_call_id']),
    name,
    args: args === undefined ? undefined : unfold(args),
  });
}

const RESULT_IDS = [
  'id',
  'tool_use_id',
  'toolUseId',
  'toolUseID',
  'toolCallId',
  'call_id',
  'tool_call_id',
];

function toolResult(raw: JsonObject): MessagePart {
  // Amp writes what a call came to under `run`.
  const told = isPlain(raw.run) ? raw.run : raw;
  const result = firstValue(told, ['response', 'result', 'output', 'content', 'error']);
  const failed =
    raw.is_error === true || raw.isError === true || told.status === 'error' ? true : undefined;
  return compact<MessagePart & {kind: 'tool-result'}>({
    kind: 'tool-result',
    id: firstText(raw, RESULT_IDS),
    name: firstText(raw, ['name', 'toolName']),
    result: result === undefined ? undefined : flattenResult(result),
    isError: failed,
  });
}

/** A result of one text block is that text: providers wrap it, tool spans do not. */
export function flattenResult(result: JsonValue): JsonValue {
  // MCP adapters write the blocks as JSON text.
  const isText = typeof result === 'string' && /^\[\s*\{\s*"type"/.test(result);
  const blocks = isText ? unfold(result) : result;
  if (!isArray(blocks) || blocks.length !== 1) return result;
  const [block] = blocks;
  if (block === undefined || !isObject(block) || typeof block.text !== 'string') return result;
  return block.type === undefined || block.type === 'text' ? block.text : result;
}

/** A blob is replaced by its hash and size; a reference is kept. */
function media(raw: JsonObject): MessagePart {
  const source = [raw.source, raw.image_url, raw.image, raw.input_audio, raw.file].find(isPlain);
  const fields = source ?? raw;
  const ref = firstText(fields, ['uri', 'url', 'file_id', 'fileUri', 'file_uri']);
  const given = typeof raw.image_url === 'string' ? raw.image_url : undefined;
  const data = firstText(fields, ['data', 'content', 'bytes', 'file_data']);
  const blob = [data, ref, given].find((text) => text !== undefined && isBlob(text, text === data));
  const mimeType = firstText(fields, ['mime_type', 'mimeType', 'media_type', 'mediaType']);
  if (blob !== undefined) {
    const start = blob.startsWith('data:') ? blob.indexOf(',') + 1 : 0;
    const sha = createHash('sha256').update(blob.slice(start)).digest('hex');
    return compact<MessagePart & {kind: 'media'}>({
      kind: 'media',
      mimeType: mimeType ?? /^data:([^;,]+)/.exec(blob)?.[1],
      ref: `sha256:${sha}`,
      sizeBytes: Math.floor(((blob.length - start) * 3) / 4),
    });
  }
  return compact<MessagePart & {kind: 'media'}>({kind: 'media', mimeType, ref: ref ?? given});
}

function isBlob(text: string, isData: boolean): boolean {
  return isData || text.startsWith('data:');
}

function joinSummary(raw: JsonObject): string | undefined {
  if (!isArray(raw.summary)) return undefined;
  const texts = raw.summary.map((item) => (isPlain(item) ? firstText(item, ['text']) : undefined));
  return texts.filter((text) => text !== undefined).join('\n');
}

function isPlain(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isObject(value);
}

/** First of these fields that is a text. */
export function firstText(raw: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = getField(raw, key);
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** First of these fields that is there and not null. */
export function firstValue(raw: JsonObject, keys: readonly string[]): JsonValue | undefined {
  for (const key of keys) {
    const value = getField(raw, key);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}
