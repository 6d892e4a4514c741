import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

const PARTS = new Set([
  'toolRequest',
  'toolResponse',
  'frontendToolRequest',
  'toolConfirmationRequest',
  'thinking',
  'text',
]);

/** `sessions.db`, an export with `conversation[]`, or JSON lines that begin with the session. */
export function sniff({tables, values}: SniffHead): SniffVerdict {
  if (tables !== undefined) {
    const missing = ['sessions', 'messages', 'schema_version'].filter(
      (table) => !tables.includes(table),
    );
    return missing.length === 0
      ? {match: 'yes', reason: 'has the tables sessions, messages and schema_version'}
      : {match: 'no', reason: `no table ${missing.join(', ')}`};
  }
  const [first] = values;
  if (!isObject(first)) return {match: 'no', reason: 'no session with working_dir'};
  if (textOf(first, 'working_dir') !== undefined) {
    if ('conversation' in first)
      return {match: 'yes', reason: 'has working_dir and conversation[]'};
    const told = 'message_count' in first || 'description' in first || 'total_tokens' in first;
    if (told) return {match: 'yes', reason: 'first line has working_dir and message_count'};
  }
  return values.some(hasGoosePart)
    ? {match: 'yes', reason: 'has content[].type toolRequest beside created'}
    : {match: 'no', reason: 'no working_dir, and no content[].type toolRequest beside created'};
}

function hasGoosePart(value: JsonValue): boolean {
  if (!isObject(value) || typeof getField(value, 'created') !== 'number') return false;
  const content = getField(value, 'content');
  if (content === undefined || !isArray(content)) return false;
  return content.some((part) => {
    if (!isObject(part) || !PARTS.has(textOf(part, 'type') ?? '')) return false;
    return objectOf(part, 'toolCall') !== undefined || objectOf(part, 'toolResult') !== undefined;
  });
}
