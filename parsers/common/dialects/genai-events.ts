/**
 * Messages in span events: GenAI semantic conventions 1.27 to 1.36, Azure, and Strands, which also
 * logs tool arguments and results this way (content as JSON text of Bedrock blocks).
 */
import {isObject} from '../../api.js';
import type {JsonValue, Message} from '../../api.js';
import {unwrapArguments} from '../call-payload.js';
import {normaliseMessage} from '../messages/message.js';
import {contentMessage, messagesOfReply, messagesOfRequest} from '../messages/payload.js';
import type {RawEvent} from '../raw-span.js';
import type {SpanMapping} from '../span-mapping.js';
import {unfold} from '../unfold.js';
import {setResult} from './genai.js';

const ROLES: ReadonlyMap<string, string> = new Map([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
]);

/** Reads the message events of a span; returns those that are something else. */
export function fillFromEvents(events: readonly RawEvent[], to: SpanMapping): readonly RawEvent[] {
  if (events.length === 0) return events;
  const others: RawEvent[] = [];
  const before: Message[] = [];
  const after: Message[] = [];
  for (const event of events) {
    if (!readEvent(event, to, before, after)) others.push(event);
  }
  if (before.length > 0) to.messagesIn ??= {kind: 'list', messages: before};
  if (after.length > 0) to.messagesOut ??= {kind: 'list', messages: after};
  return others;
}

function readEvent(event: RawEvent, to: SpanMapping, before: Message[], after: Message[]): boolean {
  const {name, attributes} = event;
  const role = ROLES.get(name);
  if (to.kind === 'tool' && (role === 'tool' || name === 'gen_ai.choice')) {
    return readToolEvent(event, to);
  }
  if (role !== undefined) {
    const content = attributes.get('content') ?? null;
    before.push(
      withCalls(contentMessage(role, content), attributes.get('tool_calls'), attributes.get('id')),
    );
    return true;
  }
  if (name === 'gen_ai.choice') {
    const message = unfold(attributes.get('message') ?? attributes.get('content') ?? null);
    after.push(withCalls(contentMessage('assistant', message), attributes.get('tool_calls')));
    const reason = attributes.get('finish_reason');
    if (typeof reason === 'string') to.finishReason ??= reason;
    const result = attributes.get('tool.result');
    if (typeof result === 'string' && result !== '') after.push(contentMessage('tool', result));
    return true;
  }
  if (name === 'gen_ai.content.prompt' || name === 'gen_ai.content.completion') {
    const prompt = attributes.get('gen_ai.prompt');
    const reply = attributes.get('gen_ai.completion');
    if (prompt !== undefined) before.push(...messagesOfRequest(prompt));
    if (reply !== undefined) after.push(...messagesOfReply(reply));
    return prompt !== undefined || reply !== undefined;
  }
  if (name === 'gen_ai.client.inference.operation.details') {
    const input = attributes.get('gen_ai.input.messages');
    const output = attributes.get('gen_ai.output.messages');
    const system = attributes.get('gen_ai.system_instructions');
    if (system !== undefined) before.push(contentMessage('system', system));
    if (input !== undefined) before.push(...messagesOfRequest(input));
    if (output !== undefined) after.push(...messagesOfReply(output));
    return input !== undefined || output !== undefined;
  }
  return false;
}

function readToolEvent(event: RawEvent, to: SpanMapping): boolean {
  const {name, attributes} = event;
  const id = attributes.get('id');
  if (typeof id === 'string') to.toolCallId ??= id;
  const payload = attributes.get(name === 'gen_ai.choice' ? 'message' : 'content');
  if (payload === undefined) return false;
  if (name === 'gen_ai.choice') {
    if (to.output === undefined) setResult(to, flatten(unfold(payload)));
  } else to.input ??= unwrapArguments(payload);
  return true;
}

/** Strands logs a tool's result as Bedrock blocks; one text block is the text. */
function flatten(value: JsonValue): JsonValue {
  const message = contentMessage('tool', value);
  const [part] = message.parts;
  return message.parts.length === 1 && part?.kind === 'text' ? part.text : value;
}

function withCalls(message: Message, calls: JsonValue | undefined, id?: JsonValue): Message {
  if (message.role === 'tool' && typeof id === 'string') {
    const [part] = message.parts;
    if (message.parts.length === 1 && part?.kind === 'text') {
      return {...message, parts: [{kind: 'tool-result', id, result: part.text}]};
    }
  }
  const list = calls === undefined ? undefined : unfold(calls);
  if (list === undefined || (typeof list !== 'object' && !isObject(list))) return message;
  const extra = normaliseMessage({role: message.role, content: null, tool_calls: list});
  return {...message, parts: [...message.parts.filter(isNotEmpty), ...extra.parts]};
}

function isNotEmpty(part: Message['parts'][number]): boolean {
  return part.kind !== 'other' || part.value !== null;
}
