import {BigNumber, isArray} from '../model/json.js';
import type {JsonObject, JsonValue} from '../model/json.js';

interface Frame {
  readonly keys: readonly string[] | undefined;
  readonly value: JsonObject | readonly JsonValue[];
  next: number;
}

/**
 * JSON text with keys in code-unit order (as RFC 8785), numbers beyond 2^53 with all their digits.
 * Equal content gives equal text. Iterative: a value nested a million deep is written as well.
 */
export function toCanonicalJson(root: JsonValue): string {
  return writeFlat(root) ?? writeNested(root);
}

/** An object of leaves, which most attributes and arguments are, without frames. */
function writeFlat(root: JsonValue): string | undefined {
  if (!isContainer(root) || isArray(root)) return undefined;
  const keys = Object.keys(root);
  // Where the keys stand in order already, the engine writes all of it at once.
  let isPlain = true;
  let last = '';
  for (const key of keys) {
    const value = root[key];
    if (isContainer(value)) return undefined;
    if (key < last || value === undefined || value instanceof BigNumber) isPlain = false;
    last = key;
  }
  if (isPlain) return JSON.stringify(root);
  let out = '{';
  for (const key of keys.sort()) {
    const value = root[key];
    if (value === undefined) continue;
    out += `${out === '{' ? '' : ','}${JSON.stringify(key)}:${openValue(value)}`;
  }
  return `${out}}`;
}

function writeNested(root: JsonValue): string {
  let out = openValue(root);
  const stack: Frame[] = [];
  if (isContainer(root)) stack.push(toFrame(root));
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const key = frame.keys?.[frame.next];
    const isDone = frame.next >= (frame.keys ?? (frame.value as readonly JsonValue[])).length;
    if (isDone) {
      out += frame.keys === undefined ? ']' : '}';
      stack.pop();
      continue;
    }
    if (frame.next > 0) out += ',';
    const child = isArray(frame.value) ? frame.value[frame.next] : readKey(frame.value, key);
    if (key !== undefined) out += `${JSON.stringify(key)}:`;
    frame.next++;
    out += openValue(child ?? null);
    if (child !== undefined && isContainer(child)) stack.push(toFrame(child));
  }
  return out;
}

function readKey(value: JsonObject, key: string | undefined): JsonValue | undefined {
  return key === undefined ? undefined : value[key];
}

function isContainer(value: JsonValue | undefined): value is JsonObject | readonly JsonValue[] {
  return typeof value === 'object' && value !== null && !(value instanceof BigNumber);
}

function toFrame(value: JsonObject | readonly JsonValue[]): Frame {
  if (isArray(value)) return {keys: undefined, value, next: 0};
  const keys: string[] = [];
  for (const key of Object.keys(value)) if (value[key] !== undefined) keys.push(key);
  return {keys: keys.sort(), value, next: 0};
}

function openValue(value: JsonValue): string {
  if (value instanceof BigNumber) return isNumberText(value.text) ? value.text : 'null';
  if (isContainer(value)) return isArray(value) ? '[' : '{';
  return JSON.stringify(value);
}

function isNumberText(text: string): boolean {
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
}
