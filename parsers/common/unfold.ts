import type {JsonValue} from '../api.js';
import {parseJsonText} from './json-text.js';

/** JSON inside JSON strings: three levels were seen (Langfuse), more is somebody's data. */
const MAX_LEVELS = 3;

/**
 * The value inside a string that holds JSON, else the value itself. Only texts that start like an
 * object, an array or a string are tried, so that `12` and `true` stay the text they were logged as.
 */
export function unfold(value: JsonValue): JsonValue {
  let current = value;
  for (let level = 0; level < MAX_LEVELS && typeof current === 'string'; level++) {
    const inner = unfoldOnce(current);
    if (inner === undefined) break;
    current = inner;
  }
  return current;
}

function unfoldOnce(text: string): JsonValue | undefined {
  const match = /\S/.exec(text);
  const first = match?.[0];
  if (first !== '{' && first !== '[' && first !== '"') return undefined;
  return parseJsonText(text);
}
