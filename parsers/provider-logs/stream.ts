import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {setField} from '../common/attributes.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {parseJsonText} from '../common/json-text.js';

/**
 * The whole response of a streamed reply (server-sent events): `response.completed` of the Responses API as it is,
 * Chat deltas and Anthropic blocks put together. Undefined when the text is no such stream.
 */
export function joinStream(text: string): JsonObject | undefined {
  const events = readEvents(text);
  if (events.length === 0) return undefined;
  const last = events.findLast((event) => isObject(event.response ?? null));
  if (last !== undefined) return objectOf(last, 'response');
  return events.some((event) => event.type === 'message_start')
    ? joinAnthropic(events)
    : joinChat(events);
}

function readEvents(text: string): readonly JsonObject[] {
  const events: JsonObject[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('data:')) continue;
    const value = parseJsonText(line.slice('data:'.length).trim());
    if (value !== undefined && isObject(value)) events.push(value);
  }
  return events;
}

type Building = Record<string, JsonValue>;

function joinChat(events: readonly JsonObject[]): JsonObject | undefined {
  const out: Building = {};
  const message: Building = {role: 'assistant'};
  const calls: Building[] = [];
  let reason: JsonValue = null;
  for (const event of events) {
    for (const key of ['id', 'model', 'created', 'usage', 'error']) {
      const value = getField(event, key);
      if (value !== undefined && value !== null) out[key] = value;
    }
    const {choices} = event;
    const choice = choices !== undefined && isArray(choices) ? choices[0] : undefined;
    if (choice === undefined || !isObject(choice)) continue;
    reason = choice.finish_reason ?? reason;
    const delta = objectOf(choice, 'delta') ?? {};
    for (const key of ['content', 'reasoning_content', 'refusal']) appendText(delta, key, message);
    const {tool_calls} = delta;
    if (tool_calls === undefined || !isArray(tool_calls)) continue;
    for (const part of tool_calls) if (isObject(part)) addCall(part, calls);
  }
  if (calls.length > 0) message.tool_calls = calls;
  out.object = 'chat.completion';
  out.choices = [{index: 0, finish_reason: reason, message}];
  return out;
}

/** Most calls in one reply; an index beyond it is no index. */
const MAX_CALLS = 1000;

function addCall(part: JsonObject, calls: Building[]): void {
  const index = numberOf(part, 'index') ?? calls.length;
  if (!Number.isInteger(index) || index < 0 || index > Math.min(calls.length, MAX_CALLS)) return;
  const fragment = objectOf(part, 'function') ?? {};
  const known = calls[index];
  if (known === undefined) {
    calls[index] = {
      id: part.id ?? '',
      name: fragment.name ?? '',
      arguments: fragment.arguments ?? '',
    };
  } else {
    appendText(fragment, 'arguments', known);
  }
}

function appendText(from: JsonObject, key: string, to: Building): void {
  const piece = textOf(from, key);
  if (piece === undefined) return;
  const before = to[key];
  setField(to, key, typeof before === 'string' ? before + piece : piece);
}

function joinAnthropic(events: readonly JsonObject[]): JsonObject {
  const out: Building = {};
  const blocks: Building[] = [];
  let usage: JsonObject = {};
  for (const event of events) {
    const message = objectOf(event, 'message');
    if (message !== undefined) {
      Object.assign(out, message);
      usage = objectOf(message, 'usage') ?? {};
    }
    const block = objectOf(event, 'content_block');
    if (block !== undefined) blocks.push(copyOf(block));
    const delta = objectOf(event, 'delta') ?? {};
    const open = blocks.at(-1);
    if (event.type === 'content_block_delta' && open !== undefined) {
      for (const key of ['text', 'thinking', 'partial_json']) appendText(delta, key, open);
    }
    if (event.type !== 'message_delta') continue;
    if (delta.stop_reason !== undefined) out.stop_reason = delta.stop_reason;
    usage = {...usage, ...objectOf(event, 'usage')};
  }
  for (const block of blocks) {
    if (block.partial_json === undefined) continue;
    block.input = block.partial_json;
    delete block.partial_json;
  }
  out.content = blocks;
  out.usage = usage;
  return out;
}

function copyOf(object: JsonObject): Building {
  const out: Building = {};
  for (const key of Object.keys(object)) setField(out, key, getField(object, key) ?? null);
  return out;
}
