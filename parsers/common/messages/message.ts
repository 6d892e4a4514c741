import {compact, isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, Message, MessagePart, Role} from '../../api.js';
import {unfold} from '../unfold.js';
import {firstText, firstValue, flattenResult, normalisePart, toolCall} from './part.js';

/** LangChain's words for roles, and Gemini's. */
const ROLES: ReadonlyMap<string, Role> = new Map([
  ['human', 'user'],
  ['HumanMessage', 'user'],
  ['HumanMessageChunk', 'user'],
  ['ai', 'assistant'],
  ['AIMessage', 'assistant'],
  ['AIMessageChunk', 'assistant'],
  ['model', 'assistant'],
  ['SystemMessage', 'system'],
  ['ToolMessage', 'tool'],
  ['FunctionMessage', 'tool'],
  ['tool-response', 'tool'],
]);

/** Items of the Responses API that carry no role. */
const ITEM_ROLES: ReadonlyMap<string, Role> = new Map([
  ['function_call', 'assistant'],
  ['custom_tool_call', 'assistant'],
  ['reasoning', 'assistant'],
  ['function_call_output', 'tool'],
  ['custom_tool_call_output', 'tool'],
]);

/** One message of any dialect; the shape is told from the message itself, since logs mix them. */
export function normaliseMessage(raw: JsonValue): Message {
  if (typeof raw === 'string') return {role: 'unknown', parts: [{kind: 'text', text: raw}]};
  if (!isObject(raw)) return {role: 'unknown', parts: [{kind: 'other', value: raw}]};
  let message = raw;
  let role = roleOf(raw);
  // Choices, generations and LangChain's constructors wrap one another.
  for (let level = 0; level < MAX_WRAPPERS && message.role === undefined; level++) {
    const inner = wrapped(message);
    if (inner === undefined) break;
    message = inner;
    role = roleOf(message) ?? role;
  }
  return normaliseFields(message, role);
}

const MAX_WRAPPERS = 4;

function wrapped(raw: JsonObject): JsonObject | undefined {
  const kwargs = raw.lc === undefined ? undefined : raw.kwargs;
  return [raw.message, raw.data, raw.delta, kwargs].find(isPlain);
}

function isPlain(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isObject(value);
}

function normaliseFields(raw: JsonObject, role: Role | undefined): Message {
  const content = raw.parts ?? raw.content ?? raw.contents ?? raw.blocks ?? raw._content;
  // Gemini: a candidate's content is a message.
  if (isPlain(content) && isArray(content.parts ?? null)) {
    return normaliseFields(content, roleOf(content) ?? role);
  }
  const resultId = firstText(raw, ['tool_call_id', 'toolCallId']);
  const name = firstText(raw, ['name']);
  if (role === undefined && content === undefined) {
    return {role: 'unknown', parts: [normalisePart(raw)]};
  }
  const type = typeof raw.type === 'string' ? raw.type : undefined;
  if (type !== undefined && ITEM_ROLES.has(type) && raw.role === undefined) {
    return {role: role ?? 'unknown', parts: [normalisePart(raw)]};
  }
  const parts: MessagePart[] = [];
  pushReasoning(raw, parts);
  if (role === 'tool' && resultId !== undefined && raw.parts === undefined) {
    parts.push(resultPart(raw, resultId, content));
  } else {
    pushContent(content, parts);
  }
  pushCalls(raw, parts);
  return compact<Message>({role: role ?? 'unknown', name, parts});
}

function roleOf(raw: JsonObject): Role | undefined {
  const given = raw.role ?? raw._role;
  if (typeof given === 'string') return ROLES.get(given) ?? given;
  const type = raw.type;
  if (typeof type === 'string') {
    const role = ROLES.get(type) ?? ITEM_ROLES.get(type);
    if (role !== undefined) return role;
    if (type === 'system' || type === 'tool') return type;
  }
  const id = raw.id;
  const last = isArray(id) ? id.at(-1) : undefined;
  return typeof last === 'string' ? ROLES.get(last) : undefined;
}

function resultPart(raw: JsonObject, id: string, content: JsonValue | undefined): MessagePart {
  return compact<MessagePart & {kind: 'tool-result'}>({
    kind: 'tool-result',
    id,
    name: firstText(raw, ['name']),
    result: content === undefined || content === null ? undefined : flattenResult(content),
    isError: raw.status === 'error' || raw.is_error === true ? true : undefined,
  });
}

function pushReasoning(raw: JsonObject, parts: MessagePart[]): void {
  const text = firstText(raw, ['reasoning_content', 'reasoning']);
  if (text !== undefined && text !== '') parts.push({kind: 'reasoning', text});
}

/** Text, or a list of parts; some instrumentations write the list as JSON text. */
function pushContent(content: JsonValue | undefined, parts: MessagePart[]): void {
  if (content === undefined || content === null || content === '') return;
  const value =
    typeof content === 'string' && /^\s*\[\s*\{/.test(content) ? unfold(content) : content;
  if (isArray(value)) {
    for (const part of value) parts.push(normalisePart(part));
  } else {
    parts.push(normalisePart(value));
  }
}

/** LangChain keeps the provider's own calls aside, in some dumps only there. */
function callsOf(raw: JsonObject): JsonValue | undefined {
  const kwargs = raw.additional_kwargs;
  const places = kwargs !== undefined && isObject(kwargs) ? [raw, kwargs] : [raw];
  for (const place of places) {
    const calls = unfold(firstValue(place, ['tool_calls', 'toolCalls']) ?? null);
    if (isArray(calls) && calls.length > 0) return calls;
  }
  return undefined;
}

function pushCalls(raw: JsonObject, parts: MessagePart[]): void {
  const list = callsOf(raw);
  if (list !== undefined && isArray(list)) {
    for (const call of list) {
      const wrapped = isObject(call) && isObject(call.tool_call ?? null) ? call.tool_call : call;
      const part = wrapped !== undefined && isObject(wrapped) ? toolCall(wrapped) : undefined;
      const known = parts.some(
        (other) =>
          other.kind === 'tool-call' &&
          part?.kind === 'tool-call' &&
          part.id !== undefined &&
          other.id === part.id,
      );
      if (!known) parts.push(part ?? {kind: 'other', value: call});
    }
  }
  const old = raw.function_call;
  if (old !== undefined && isObject(old)) {
    const part = toolCall(old);
    if (part !== undefined) parts.push(part);
  }
}
