import {BigNumber, isArray, isObject} from '../../model/json.js';
import type {JsonObject, JsonValue} from '../../model/json.js';

/** How leaves and fields are written; every hook is optional. */
export interface CanonicalHooks {
  /** Fields to leave out of this object; asked once per object. */
  readonly omit?: (object: JsonObject) => ReadonlySet<string> | undefined;
  /** Text that stands for a whole field, or undefined to write the value. */
  readonly field?: (key: string, value: JsonValue) => string | undefined;
  /** Rewrites a string leaf before it is quoted. */
  readonly text?: (text: string) => string;
}

interface Frame {
  readonly keys: readonly string[] | undefined;
  readonly object: JsonObject | undefined;
  readonly items: readonly JsonValue[];
  next: number;
  written: boolean;
}

/** Members are sorted by UTF-16 code units (RFC 8785 3.2.3), which is JavaScript's own order. */
function openObject(object: JsonObject, hooks: CanonicalHooks): Frame {
  const omitted = hooks.omit?.(object);
  const keys: string[] = [];
  for (const key of Object.keys(object)) {
    if (object[key] !== undefined && !omitted?.has(key)) keys.push(key);
  }
  keys.sort();
  return {keys, object, items: [], next: 0, written: false};
}

/**
 * A leaf as RFC 8785 writes it: ECMAScript number format (`-0` is `0`), lone surrogates escaped
 * (JSON.stringify is well-formed), big numbers by their digits, since rounding would merge ids.
 */
function writeLeaf(value: JsonValue, hooks: CanonicalHooks): string {
  if (typeof value === 'string') return JSON.stringify(hooks.text ? hooks.text(value) : value);
  if (value instanceof BigNumber) return value.text;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value + 0) : 'null';
  return value === true ? 'true' : value === false ? 'false' : 'null';
}

/**
 * Canonical JSON text (RFC 8785 order), iterative: a value nested a million deep is written too.
 * O(n log k) for objects of k keys.
 */
export function writeCanonical(root: JsonValue, hooks: CanonicalHooks = {}): string {
  if (!isObject(root) && !isArray(root)) return writeLeaf(root, hooks);
  const out: string[] = [];
  const stack: Frame[] = [];
  const open = (value: JsonValue): void => {
    if (isObject(value)) {
      out.push('{');
      stack.push(openObject(value, hooks));
    } else if (isArray(value)) {
      out.push('[');
      stack.push({keys: undefined, object: undefined, items: value, next: 0, written: false});
    } else {
      out.push(writeLeaf(value, hooks));
    }
  };
  open(root);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const index = frame.next++;
    const length = frame.keys === undefined ? frame.items.length : frame.keys.length;
    if (index >= length) {
      out.push(frame.keys === undefined ? ']' : '}');
      stack.pop();
      continue;
    }
    if (frame.written) out.push(',');
    frame.written = true;
    const key = frame.keys?.[index];
    if (key === undefined) {
      open(frame.items[index] ?? null);
      continue;
    }
    const value = frame.object?.[key] ?? null;
    out.push(JSON.stringify(key), ':');
    const standIn = hooks.field?.(key, value);
    if (standIn === undefined) open(value);
    else out.push(standIn);
  }
  return out.join('');
}
