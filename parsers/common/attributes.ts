import {BigNumber, getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';

/** Attributes by name. A Map: names come from the log and may be `__proto__`. */
export type AttributeMap = Map<string, JsonValue>;

/** Levels of OTLP arrayValue/kvlistValue that are unwrapped; deeper ones stay in their wire form. */
const MAX_VALUE_DEPTH = 100;

/** `[{key, value: {stringValue}}]` (OTLP) or a plain object; anything else gives no attributes. */
export function readAttributes(raw: JsonValue | undefined): AttributeMap {
  const out: AttributeMap = new Map();
  if (isArray(raw)) {
    for (const pair of raw) {
      if (!isObject(pair)) continue;
      const key = pair.key;
      if (typeof key === 'string') out.set(key, readAnyValue(pair.value));
    }
  } else if (raw !== undefined && isObject(raw)) {
    for (const key of Object.keys(raw)) {
      const value = getField(raw, key);
      if (value !== undefined) out.set(key, value);
    }
  }
  return out;
}

/** An OTLP AnyValue as plain JSON. `{}` is null; an unknown form is kept as it is. */
export function readAnyValue(raw: JsonValue | undefined, depth = 0): JsonValue {
  if (raw === undefined || raw === null) return null;
  if (!isObject(raw)) return raw;
  const text = raw.stringValue;
  if (text !== undefined && text !== null) return text;
  for (const key in raw) {
    const value = getField(raw, key);
    // Models of the proto write all forms, null where it is another one.
    if (value === undefined || value === null) continue;
    switch (key) {
      case 'boolValue':
      case 'bool_value':
      case 'doubleValue':
      case 'double_value':
      case 'string_value':
      case 'bytesValue':
      case 'bytes_value':
        return value;
      case 'intValue':
      case 'int_value':
        return toInteger(value);
      case 'arrayValue':
      case 'array_value':
        return depth < MAX_VALUE_DEPTH ? readArray(value, depth + 1) : raw;
      case 'kvlistValue':
      case 'kvlist_value':
        return depth < MAX_VALUE_DEPTH ? readList(value, depth + 1) : raw;
      default:
        return raw;
    }
  }
  return null;
}

function readArray(raw: JsonValue, depth: number): JsonValue {
  const values = isObject(raw) ? raw.values : raw;
  return isArray(values) ? values.map((value) => readAnyValue(value, depth)) : [];
}

function readList(raw: JsonValue, depth: number): JsonValue {
  const pairs = isObject(raw) ? raw.values : raw;
  const out: AttributeMap = new Map();
  if (isArray(pairs)) {
    for (const pair of pairs) {
      if (isObject(pair) && typeof pair.key === 'string') {
        out.set(pair.key, readAnyValue(pair.value, depth));
      }
    }
  }
  return toJsonObject(out);
}

const INTEGER = /^-?(?:0|[1-9]\d*)$/;

/** 64-bit integers travel as decimal text; those a double cannot hold keep their digits. */
function toInteger(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !INTEGER.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : new BigNumber(value);
}

/** A plain object in which even a key `__proto__` is data. */
export function toJsonObject(map: ReadonlyMap<string, JsonValue>): JsonObject {
  const out: Record<string, JsonValue> = {};
  for (const [key, value] of map) setField(out, key, value);
  return out;
}

/** Sets an own property, whatever the key. */
export function setField(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value;
  else {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
}
