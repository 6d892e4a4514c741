import {isArray, isObject} from '../../model/json.js';
import type {JsonValue} from '../../model/json.js';

/** Names that frameworks wrap the arguments of a call in, where nothing stands beside them. */
const WRAPPERS = new Set([
  'input',
  'args',
  'arguments',
  'kwargs',
  'parameters',
  'params',
  'tool_input',
  'toolInput',
  'payload',
]);
/** Wrappers inside wrappers: JSON text in `arguments` in `input`. */
const MAX_LAYERS = 4;
/** Longer text is not parsed: it is a payload, and no argument list. */
const MAX_PARSED_CHARS = 64 * 1024;

/**
 * The arguments themselves: an object is one whether it is logged as such, as JSON text, or inside
 * a lone wrapper. What only looks like one stays as it is.
 *
 *     {"input": "{\"path\": \"a\"}"}  ->  {"path": "a"}
 */
export function unwrapArguments(content: JsonValue): JsonValue {
  let value = content;
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const inner = typeof value === 'string' ? parseObject(value) : readWrapped(value);
    if (inner === undefined) return value;
    value = inner;
  }
  return value;
}

function parseObject(text: string): JsonValue | undefined {
  if (text.length > MAX_PARSED_CHARS) return undefined;
  const first = /\S/.exec(text)?.[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    const parsed = JSON.parse(text) as JsonValue;
    return isObject(parsed) || isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined; // text that merely begins like JSON
  }
}

function readWrapped(value: JsonValue): JsonValue | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  const key = keys[0];
  if (keys.length !== 1 || key === undefined || !WRAPPERS.has(key)) return undefined;
  const inner = value[key];
  if (inner === undefined) return undefined;
  if (isObject(inner)) return inner;
  // A lone text under `input` is the argument itself; only JSON text in it is unwrapped.
  return typeof inner === 'string' ? parseObject(inner) : undefined;
}
