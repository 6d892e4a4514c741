import {isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, Message} from '../../api.js';
import {unfold} from '../unfold.js';
import {normaliseMessage} from './message.js';
import {normalisePart} from './part.js';

/** Messages in a request that was logged whole: a list, `{system?, messages}`, `{prompt}`, text. */
export function messagesOfRequest(raw: JsonValue): readonly Message[] {
  const value = unfold(raw);
  if (typeof value === 'string') return value === '' ? [] : [textMessage('user', value)];
  if (isArray(value)) return messagesOfList(value);
  if (!isObject(value)) return [];
  const {kwargs} = value;
  const messages = value.messages ?? value.input ?? value.contents ?? value.prompt ?? value.prompts;
  // Python's positional and named arguments, as decorators log them.
  if (messages === undefined && kwargs !== undefined && isObject(kwargs)) {
    return messagesOfRequest(kwargs);
  }
  const system = value.system ?? value.instructions ?? geminiSystem(value);
  const lead = system === undefined || system === null ? [] : [contentMessage('system', system)];
  if (messages === undefined || messages === null) {
    // One message, which need not say whose it is.
    const hasContent = value.content !== undefined || value.parts !== undefined;
    return hasContent ? [...lead, asUser(normaliseMessage(value))] : lead;
  }
  const list = unfold(messages);
  const rest = isArray(list) ? messagesOfList(list) : [contentMessage('user', list)];
  return [...lead, ...rest];
}

function geminiSystem(value: JsonObject): JsonValue | undefined {
  const {config} = value;
  const inner = config !== undefined && isObject(config) ? config : value;
  return inner.system_instruction ?? inner.systemInstruction;
}

/** The reply in a response that was logged whole: chat completion, generations, content, text. */
export function messagesOfReply(raw: JsonValue): readonly Message[] {
  const value = unfold(raw);
  if (typeof value === 'string') return value === '' ? [] : [textMessage('assistant', value)];
  if (isArray(value)) return value.length === 0 ? [] : asReply(messagesOfList(openReplies(value)));
  if (!isObject(value)) return [];
  const lists = [
    value.choices,
    value.generations,
    value.output,
    value.messages,
    value.outputs,
    value.candidates,
    value.replies,
  ];
  const list = lists.find((item) => item !== undefined && isArray(item));
  if (list !== undefined && isArray(list)) return asReply(messagesOfList(list));
  const {output} = value;
  // Bedrock Converse.
  if (output !== undefined && isObject(output) && output.message !== undefined) {
    return asReply([normaliseMessage(output)]);
  }
  const content = value.content ?? value.message ?? value.parts;
  // LlamaIndex: {text, raw, …}, the provider's whole answer beside its text.
  if (content === undefined && typeof value.text === 'string') {
    const {text, toolCalls} = value;
    if (toolCalls !== undefined) {
      return [normaliseMessage({role: 'assistant', content: text, toolCalls})];
    }
    return text === '' ? [] : [textMessage('assistant', text)];
  }
  if (content === undefined && !isMessage(value))
    return [{role: 'assistant', parts: [{kind: 'other', value}]}];
  return asReply([normaliseMessage(value)]);
}

/** A reply of calls only has no content. */
function isMessage(value: JsonObject): boolean {
  return ['role', 'tool_calls', 'toolCalls', 'function_call', 'additional_kwargs'].some((key) =>
    Object.hasOwn(value, key),
  );
}

/** A list of whole chat completions (OpenAI Agents SDK for JavaScript) is the list of their choices. */
function openReplies(list: readonly JsonValue[]): readonly JsonValue[] {
  return list.flatMap((item) => {
    const choices = isObject(item) ? item.choices : undefined;
    return choices !== undefined && isArray(choices) ? choices : [item];
  });
}

/** LangChain batches: a list of one list of messages is that list. */
function messagesOfList(list: readonly JsonValue[]): readonly Message[] {
  const [first] = list;
  const isBatch = list.length === 1 && first !== undefined && isArray(first) && !isPair(first);
  return (isBatch ? first : list).map((item) =>
    isArray(item) && isPair(item) ? messageOfPair(item) : normaliseMessage(item),
  );
}

const PAIR_ROLE = /^(?:human|user|ai|assistant|system|tool|placeholder)$/;

/** LangChain's short form, `["human", "hello"]`. */
function isPair(list: readonly JsonValue[]): boolean {
  const [role, content] = list;
  const isText = typeof role === 'string' && typeof content === 'string';
  return list.length === 2 && isText && PAIR_ROLE.test(role);
}

function messageOfPair([role, content]: readonly JsonValue[]): Message {
  return normaliseMessage({
    type: role ?? null,
    ...(role === 'user' || role === 'assistant' ? {role} : {}),
    content: content ?? null,
  });
}

function asReply(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) =>
    message.role === 'unknown' ? {...message, role: 'assistant'} : message,
  );
}

function asUser(message: Message): Message {
  return message.role === 'unknown' ? {...message, role: 'user'} : message;
}

export function textMessage(role: string, text: string): Message {
  return {role, parts: [{kind: 'text', text}]};
}

/** Content (text, parts, or JSON text of parts) as one message. */
export function contentMessage(role: string, raw: JsonValue): Message {
  const value = typeof raw === 'string' && !/^\s*[[{]/.test(raw) ? raw : unfold(raw);
  if (isArray(value)) return {role, parts: value.map(normalisePart)};
  if (isObject(value) && (value.content !== undefined || value.parts !== undefined)) {
    return {...normaliseMessage(value), role};
  }
  return {role, parts: [normalisePart(value)]};
}
