import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {isConversationEvent} from '../common/openhands/conversation-event.js';

export function sniff(head: SniffHead): SniffVerdict {
  const [first] = head.values;
  const list = head.values.length === 1 && isArray(first) ? first : head.values;
  let isSingle = false;
  for (const value of list) {
    if (!isObject(value)) continue;
    if (isStreamEvent(value))
      return {match: 'yes', reason: 'has events with id, source and action or observation'};
    if (isConversationEvent(value) && textOf(value, 'source') !== undefined) {
      if (head.container === 'json-document' && !isArray(first)) isSingle = true;
      else return {match: 'yes', reason: 'has events with id, source and a kind of the SDK'};
    }
    if (isInstance(value))
      return {match: 'yes', reason: 'has instance_id with a history of events'};
  }
  if (isSingle) {
    return {match: 'no', reason: 'one event of a conversation folder: name the folder instead'};
  }
  return {match: 'no', reason: 'no events with source and action, observation or kind'};
}

function isStreamEvent(value: JsonObject): boolean {
  if (numberOf(value, 'id') === undefined && textOf(value, 'source') === undefined) return false;
  const isAction = textOf(value, 'action') !== undefined && objectOf(value, 'args') !== undefined;
  const isSeen = textOf(value, 'observation') !== undefined && Object.hasOwn(value, 'content');
  return isAction || isSeen;
}

function isInstance(value: JsonObject): boolean {
  if (textOf(value, 'instance_id') === undefined) return false;
  const history = getField(value, 'history');
  if (isArray(history) && history.some(isEventOrPair)) return true;
  // The head may end before the history: what stands around it decides.
  const metadata = objectOf(value, 'metadata');
  return metadata !== undefined && textOf(metadata, 'agent_class') !== undefined;
}

function isEventOrPair(value: JsonValue): boolean {
  if (isArray(value)) return value.some((part) => isObject(part) && isStreamEvent(part));
  return isObject(value) && isStreamEvent(value);
}
