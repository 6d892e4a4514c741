import type {JsonObject, Locator} from '../../api.js';
import {getField, isObject} from '../../api.js';
import {objectOf, textOf} from '../fields.js';

/** One document of OpenCode's storage and where it is. */
export interface Doc {
  readonly value: JsonObject;
  readonly at: Locator;
}

export type DocKind = 'session' | 'message' | 'part';

/** Part types; a part may lack its session and even its message (old files, trimmed ones). */
const PARTS = new Set([
  'text',
  'reasoning',
  'tool',
  'file',
  'agent',
  'step-start',
  'step-finish',
  'snapshot',
  'patch',
  'subtask',
  'retry',
  'compaction',
]);

/** Told by the keys that only this kind has. */
export function toDocKind(value: JsonObject): DocKind | undefined {
  const type = textOf(value, 'type');
  if (type !== undefined && PARTS.has(type) && textOf(value, 'id') !== undefined) return 'part';
  const hasTime = objectOf(value, 'time') !== undefined;
  const role = textOf(value, 'role');
  if (role !== undefined && textOf(value, 'sessionID') !== undefined && hasTime) return 'message';
  const isSession = textOf(value, 'projectID') !== undefined || textOf(value, 'slug') !== undefined;
  return isSession && hasTime && textOf(value, 'id') !== undefined ? 'session' : undefined;
}

/** `opencode export`: `{info: <session>, messages: [{info: <message>, parts: [...]}]}`. */
export function isExport(value: JsonObject): boolean {
  const info = objectOf(value, 'info');
  return (
    info !== undefined &&
    toDocKind(info) === 'session' &&
    Array.isArray(getField(value, 'messages'))
  );
}

/** A message of an export, or of `/session/:id/message`. */
export function isMessageWithParts(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const info = objectOf(value, 'info');
  return info !== undefined && toDocKind(info) === 'message';
}
