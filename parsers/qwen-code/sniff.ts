import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

/** The ids of Claude Code's lines around messages in Gemini's shape; one such line decides. */
export function sniff({values}: SniffHead): SniffVerdict {
  return values.some(isQwenLine)
    ? {match: 'yes', reason: 'has uuid, sessionId and message.parts, or systemPayload'}
    : {match: 'no', reason: 'no uuid and sessionId beside message.parts or systemPayload'};
}

function isQwenLine(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  if (textOf(value, 'uuid') === undefined || textOf(value, 'sessionId') === undefined) return false;
  if (objectOf(value, 'systemPayload') !== undefined) return true;
  const message = objectOf(value, 'message');
  return message !== undefined && isArray(getField(message, 'parts'));
}
