import {isArray, isObject} from '../api.js';
import type {JsonValue} from '../api.js';

export interface Record {
  /** Call of the client that gave the payload: `client.beta.sessions.events.stream`. */
  readonly method: string | undefined;
  readonly payload: JsonValue;
}

/** An event alone, or `[method, payload]` as a recorder of the client writes it. */
export function readRecord(value: JsonValue): Record | undefined {
  if (isObject(value)) return {method: undefined, payload: value};
  if (!isArray(value) || value.length !== 2) return undefined;
  const [method, payload] = value;
  if (typeof method !== 'string' || payload === undefined) return undefined;
  return {method, payload};
}
