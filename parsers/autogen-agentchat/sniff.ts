import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';

/** Message and event types of autogen_agentchat. */
export const TYPES: ReadonlySet<string> = new Set([
  'TextMessage',
  'MultiModalMessage',
  'StructuredMessage',
  'StopMessage',
  'HandoffMessage',
  'ToolCallRequestEvent',
  'ToolCallExecutionEvent',
  'ToolCallSummaryMessage',
  'ThoughtEvent',
  'ModelClientStreamingChunkEvent',
  'CodeGenerationEvent',
  'CodeExecutionEvent',
  'SelectSpeakerEvent',
  'SelectorEvent',
  'MemoryQueryEvent',
  'UserInputRequestedEvent',
]);

/** A list or lines of messages, a task result, or the saved state of a team. */
export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  const list = isArray(first) ? first : values;
  if (list.some(isAgentChatMessage)) {
    return {match: 'yes', reason: 'has source, models_usage and a type such as TextMessage'};
  }
  if (isObject(first)) {
    const messages = getField(first, 'messages');
    if (isArray(messages) && messages.some(isAgentChatMessage)) {
      return {
        match: 'yes',
        reason: 'messages[] have source, models_usage and a type such as TextMessage',
      };
    }
    const states = getField(first, 'agent_states');
    if (textOf(first, 'type') === 'TeamState' && states !== undefined) {
      return {match: 'yes', reason: 'type TeamState with agent_states'};
    }
  }
  return {match: 'no', reason: 'no messages with source and models_usage'};
}

export function isAgentChatMessage(value: JsonValue): boolean {
  if (!isObject(value) || textOf(value, 'source') === undefined) return false;
  const type = textOf(value, 'type') ?? '';
  return TYPES.has(type) && ('models_usage' in value || 'content' in value);
}
