import {getField, isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, Message} from '../../api.js';
import {normaliseMessage} from '../messages/message.js';
import {messagesOfReply, messagesOfRequest, textMessage} from '../messages/payload.js';
import {readGenerations} from './usage.js';

/** Messages given to a model: LangChain's list of lists, a provider's request, or prompts. */
export function readRequest(inputs: JsonValue): readonly Message[] {
  if (!isObject(inputs)) return messagesOfRequest(inputs);
  const {prompts} = inputs;
  if (prompts !== undefined && isArray(prompts)) {
    return prompts.filter((text) => typeof text === 'string').map((t) => textMessage('user', t));
  }
  return messagesOfRequest(inputs);
}

/** The reply: generations of LangChain, a provider's response, or one message. */
export function readReply(outputs: JsonValue): readonly Message[] {
  const generations = readGenerations(outputs);
  if (generations.length > 0) return generations.map(readGeneration);
  if (!isObject(outputs)) return messagesOfReply(outputs);
  if (Object.keys(outputs).length === 0) return [];
  const {output} = outputs;
  if (output !== undefined && output !== null && !isArray(output)) return messagesOfReply(output);
  return messagesOfReply(outputs);
}

function readGeneration(generation: JsonObject): Message {
  const {message} = generation;
  if (message !== undefined && isObject(message)) {
    const normal = normaliseMessage(message);
    return normal.role === 'unknown' ? {...normal, role: 'assistant'} : normal;
  }
  const {text} = generation;
  return textMessage('assistant', typeof text === 'string' ? text : '');
}

function fieldOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return value !== undefined && isObject(value) ? getField(value, key) : undefined;
}

export function readFinishReason(outputs: JsonValue): string | undefined {
  if (!isObject(outputs)) return undefined;
  const {choices} = outputs;
  const choice = choices !== undefined && isArray(choices) ? choices[0] : undefined;
  const [generation] = readGenerations(outputs);
  const info = generation?.generation_info;
  const kwargs = fieldOf(generation?.message, 'kwargs') ?? generation?.message;
  const places = [choice, info, fieldOf(kwargs, 'response_metadata'), outputs];
  for (const place of places) {
    if (place === undefined || !isObject(place)) continue;
    const reason = getField(place, 'finish_reason') ?? getField(place, 'stop_reason');
    if (typeof reason === 'string' && reason !== '') return reason;
  }
  return undefined;
}
