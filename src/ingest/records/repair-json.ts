import type {JsonValue} from '../../model/json.js';
import {MAX_JSON_DEPTH} from './limits.js';
import {parseJson} from './parse-json.js';

/**
 * Value of a JSON text that is cut off: closed where the text ends, or else where its last whole
 * member ends. Undefined where even that is no JSON.
 *
 *     {"a": 1, "b": {"c": "he    ->  {"a": 1, "b": {"c": "he"}}
 *     {"a": 1, "b": tr           ->  {"a": 1}
 */
export function repairJson(text: string): JsonValue | undefined {
  const open: string[] = [];
  let inString = false;
  let safeEnd = 0;
  let safeClosers = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
      continue;
    }
    if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      if (open.length >= MAX_JSON_DEPTH) return undefined;
      open.push(char === '{' ? '}' : ']');
    } else if (char === '}' || char === ']') {
      if (open.pop() !== char) return undefined;
    }
    if (char === ',' || char === '{' || char === '[') {
      safeEnd = char === ',' ? at : at + 1;
      safeClosers = closers(open);
    }
  }
  const cut = inString ? `${text.replace(/\\(u[\da-fA-F]{0,3})?$/, '')}"` : text;
  return tryParse(cut + closers(open)) ?? tryParse(text.slice(0, safeEnd) + safeClosers);
}

function closers(open: readonly string[]): string {
  return open.toReversed().join('');
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    // The text is cut on purpose: that it is no JSON is an answer.
    return undefined;
  }
}
