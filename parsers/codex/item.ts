import type {JsonObject, JsonValue, MessagePart} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {isPlaceholder} from '../common/placeholder.js';
import {unfold} from '../common/unfold.js';
import {addPart, closeReply, flushHeldAgent, openReply} from './reply.js';
import type {Reading} from './reading.js';
import type {Line} from './rollout-line.js';
import {writeEvent} from './thread.js';
import {readCall, readOutput} from './tool.js';

/** Messages in the user's name that the harness wrote. */
const INJECTED =
  /^\s*(?:<(?:environment_context|user_instructions|permissions|turn_aborted|subagent_notification|skill|skills|user_shell_command|collaboration_mode|personality_spec|INSTRUCTIONS|hook_prompt)\b|# AGENTS\.md instructions)/;

/** One item of the conversation, in the shape of the Responses API. */
export function readItem(reading: Reading, line: Line): string | undefined {
  const {payload, at} = line;
  const type = textOf(payload, 'type');
  if (type === undefined) return 'an item must have a type';
  switch (type) {
    case 'message':
      readMessage(reading, line);
      return undefined;
    case 'reasoning':
      readReasoning(reading, line);
      return undefined;
    case 'function_call':
    case 'tool_call':
      readCall(reading, line, toArguments(payload, 'arguments'));
      return undefined;
    case 'custom_tool_call':
      readCall(reading, line, toArguments(payload, 'input'));
      return undefined;
    case 'tool_search_call':
      readCall(reading, line, toArguments(payload, 'arguments'), 'tool_search');
      return undefined;
    case 'local_shell_call':
      readCall(reading, line, toArguments(payload, 'action'), 'local_shell');
      return undefined;
    case 'web_search_call':
      readCall(reading, line, toArguments(payload, 'action'), 'web_search');
      return undefined;
    case 'image_generation_call':
      readCall(reading, line, toArguments(payload, 'revised_prompt'), 'image_generation');
      return undefined;
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'tool_search_output':
    case 'tool_result':
      readOutput(reading, line);
      return undefined;
    case 'agent_message':
      readAgentMail(reading, line);
      return undefined;
    case 'ghost_snapshot':
    case 'other':
      return undefined;
    default:
      reading.oddities.noteUnknown('items', type, at);
      return undefined;
  }
}

/** Arguments that are JSON text become JSON; those cut out of an export are unknown. */
function toArguments(payload: JsonObject, key: string): JsonValue | undefined {
  const raw = getField(payload, key);
  if (raw === undefined || raw === null || isPlaceholder(raw)) return undefined;
  const value = unfold(raw);
  return isPlaceholder(value) ? undefined : value;
}

function readMessage(reading: Reading, line: Line): void {
  const {thread, payload, us, at} = line;
  const role = textOf(payload, 'role') ?? 'user';
  if (role === 'assistant') {
    const text = joinText(payload);
    // The same words told by an event just before.
    if (thread.heldAgentText?.text === text) thread.heldAgentText = undefined;
    else flushHeldAgent(reading, line);
    thread.lastAgentText = text;
    openReply(reading, line);
    for (const part of normaliseMessage(payload).parts) addPart(reading, line, part);
    return;
  }
  closeReply(reading, line);
  thread.inputUs = us ?? thread.inputUs;
  const text = joinText(payload);
  const isInjected = role !== 'user' || INJECTED.test(text);
  if (!isInjected && thread.heldUserText?.text === text) {
    thread.heldUserText = undefined;
  } else if (!isInjected) {
    thread.lastUserText = text;
    const synthetic = thread.isSubagent ? true : undefined;
    writeEvent(reading, line, {kind: 'user-turn', name: 'user', text, synthetic});
  }
  const message = normaliseMessage(payload);
  const heard = role === 'user' && isInjected ? {...message, synthetic: true} : message;
  thread.transcript.hear(heard, at, reading.facts);
}

function readReasoning(reading: Reading, line: Line): void {
  const {payload} = line;
  const summary = getField(payload, 'summary');
  const content = getField(payload, 'content');
  const texts: string[] = [];
  for (const list of [summary, content]) {
    if (!isArray(list)) continue;
    for (const block of list) {
      const text = isObject(block) ? textOf(block, 'text') : undefined;
      if (text !== undefined) texts.push(text);
    }
  }
  openReply(reading, line);
  const part: MessagePart = {kind: 'reasoning', text: texts.join('\n\n')};
  if (texts.length > 0) addPart(reading, line, part);
  else if (line.us !== undefined && line.thread.reply !== undefined)
    line.thread.reply.endUs = line.us;
}

/** A message between agents: the receiver reads it as input. */
function readAgentMail(reading: Reading, line: Line): void {
  closeReply(reading, line);
  const message = normaliseMessage({...line.payload, type: 'message', role: 'user'});
  line.thread.transcript.hear({...message, synthetic: true}, line.at, reading.facts);
}

function joinText(payload: JsonObject): string {
  const content = getField(payload, 'content');
  if (typeof content === 'string') return content;
  if (!isArray(content)) return '';
  let text = '';
  for (const block of content) {
    const piece = isObject(block) ? textOf(block, 'text') : undefined;
    if (piece !== undefined) text = text === '' ? piece : `${text}\n${piece}`;
  }
  return text;
}
