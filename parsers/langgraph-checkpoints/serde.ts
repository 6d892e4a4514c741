import {ExtData, ExtensionCodec, decode} from '@msgpack/msgpack';
import {BigNumber, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {parseJsonText} from '../common/json-text.js';

/** Objects inside objects that are opened; a hostile value has no end of them. */
const MAX_DEPTH = 64;
/** Extension types of `JsonPlusSerializer`: constructors and pydantic models as (module, class, arguments, method). */
const MODELS = new Set([0, 1, 2, 3, 4, 5]);

/** A stored value, whatever wrote it; undefined where it cannot be read. */
export function readTyped(
  type: JsonValue | undefined,
  cell: JsonValue | undefined,
): JsonValue | undefined {
  if (typeof cell !== 'string') return undefined;
  if (type === 'msgpack') {
    try {
      return toJson(decodeBytes(Buffer.from(cell, 'base64')), 0);
    } catch {
      // Bytes that are no msgpack: the caller refuses the row.
      return undefined;
    }
  }
  if (type === 'null' || type === 'empty') return null;
  return readJsonCell(cell);
}

/** JSON as text, or as bytes, which arrive as base64. */
export function readJsonCell(cell: JsonValue | undefined): JsonValue | undefined {
  if (typeof cell !== 'string') return undefined;
  const plain = parseJsonText(cell);
  if (plain !== undefined && typeof plain === 'object') return plain;
  if (!/^[A-Za-z0-9+/]+=*$/.test(cell)) return plain;
  return parseJsonText(Buffer.from(cell, 'base64').toString('utf8')) ?? plain;
}

const codec = new ExtensionCodec();

function decodeBytes(bytes: Uint8Array): unknown {
  return decode(bytes, {extensionCodec: codec, useBigInt64: true});
}

function toJson(value: unknown, depth: number): JsonValue {
  if (depth > MAX_DEPTH) return '[nested too deep]';
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : new BigNumber(String(value));
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : new BigNumber(String(value));
  }
  if (value instanceof ExtData) return readExtension(value, depth);
  if (value instanceof Uint8Array) return `[${String(value.length)} bytes]`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  const fields = Object.entries(value).map(([key, item]) => [key, toJson(item, depth + 1)]);
  return Object.fromEntries(fields) as JsonObject;
}

/** A message becomes its fields, with the class they were of; anything else its arguments. */
function readExtension({type, data}: ExtData, depth: number): JsonValue {
  if (!MODELS.has(type) || !(data instanceof Uint8Array)) return `[extension ${String(type)}]`;
  const parts = toJson(decodeBytes(data), depth + 1);
  if (!isArray(parts)) return parts;
  const [, name, args] = parts;
  if (args === undefined) return null;
  return isObject(args) && typeof name === 'string' ? {__class: name, ...args} : args;
}
