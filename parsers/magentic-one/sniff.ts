import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {numberOf, textOf} from '../common/fields.js';

const SPEAKER = /^Orchestrator \((?:thought|-> .*|final answer|termination condition)\)$/;

/** Events of the 2024 package, or a chat history in which the orchestrator speaks. */
export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  const history = isObject(first) ? getField(first, 'history') : first;
  const list = isArray(history) ? history : values;
  for (const value of list) {
    if (isEvent(value)) return {match: 'yes', reason: 'has type OrchestrationEvent with source'};
    if (isObject(value) && SPEAKER.test(textOf(value, 'role') ?? '')) {
      return {match: 'yes', reason: 'has messages of role "Orchestrator (thought)"'};
    }
  }
  return {match: 'no', reason: 'no OrchestrationEvent and no role "Orchestrator (...)"'};
}

function isEvent(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const type = textOf(value, 'type');
  if (type === 'OrchestrationEvent') return textOf(value, 'source') !== undefined;
  return type === 'LLMCallEvent' && numberOf(value, 'prompt_tokens') !== undefined;
}
