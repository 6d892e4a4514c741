import type {JsonObject, JsonValue} from '../api.js';
import {getField, isObject} from '../api.js';

export function textOf(object: JsonObject, key: string): string | undefined {
  const value = getField(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(object: JsonObject, key: string): number | undefined {
  const value = getField(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function objectOf(object: JsonObject, key: string): JsonObject | undefined {
  const value = getField(object, key);
  return isObject(value) ? value : undefined;
}

export function isTrue(object: JsonObject, key: string): boolean {
  return getField(object, key) === true;
}

/** The named fields that are there, as logged. `null` counts as absent. */
export function pickFields(object: JsonObject, keys: readonly string[]): JsonObject {
  const picked: Record<string, JsonValue> = {};
  for (const key of keys) {
    const value = getField(object, key);
    if (value !== undefined && value !== null && value !== '') picked[key] = value;
  }
  return picked;
}

export function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}

/** The object without the named fields. */
export function omitFields(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
