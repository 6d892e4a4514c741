import {BinaryReader, WireType} from '@bufbuild/protobuf/wire';
import type {JsonValue} from '../api.js';
import type {Field, ScalarType, Schema} from './schema.js';

/** Deepest nesting of values; JSON deeper than 1,000 levels is refused elsewhere, and one value has two messages a level. */
const MAX_DEPTH = 400;

/** A part of a message, by its place in the bytes of the frame. */
export interface Part {
  readonly field: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The length-delimited fields of a message; all others are skipped.
 *
 * @throws Error (of the wire reader) for bytes that are no message
 */
export function listParts(bytes: Uint8Array, start: number, end: number): readonly Part[] {
  const reader = new BinaryReader(bytes.subarray(start, end));
  const parts: Part[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType !== WireType.LengthDelimited) {
      reader.skip(wireType, field);
      continue;
    }
    const content = reader.bytes();
    const to = start + reader.pos;
    parts.push({field, start: to - content.length, end: to});
  }
  return parts;
}

/** Wire types of the fields of a message, each the first time it comes: enough to tell spans from logs and metrics. */
export function listWireTypes(bytes: Uint8Array): ReadonlyMap<number, WireType> {
  const reader = new BinaryReader(bytes);
  const out = new Map<number, WireType>();
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (!out.has(field)) out.set(field, wireType);
    reader.skip(wireType, field);
  }
  return out;
}

/**
 * A message as OTLP/JSON would write it.
 *
 * @throws Error (of the wire reader) for bytes that are no such message
 */
export function decodeMessage(
  bytes: Uint8Array,
  schema: Schema,
  depth = 0,
): Record<string, JsonValue> {
  if (depth > MAX_DEPTH) throw new Error(`values nest deeper than ${String(MAX_DEPTH)} levels`);
  const reader = new BinaryReader(bytes);
  const out: Record<string, JsonValue> = {};
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const field = schema.get(number);
    if (field === undefined || wireType !== wireTypeOf(field)) {
      reader.skip(wireType, number);
      continue;
    }
    const value = readValue(reader, field.type, depth);
    const known = out[field.name];
    if (field.repeated !== true) out[field.name] = value;
    else if (Array.isArray(known)) (known as JsonValue[]).push(value);
    else out[field.name] = [value];
  }
  return out;
}

function readValue(reader: BinaryReader, type: Field['type'], depth: number): JsonValue {
  if (typeof type === 'function') return decodeMessage(reader.bytes(), type(), depth + 1);
  switch (type) {
    case 'string':
      // Bytes that are not UTF-8 are replaced, never an error: the rest of the span is fine.
      return Buffer.from(reader.bytes()).toString('utf8');
    case 'id':
      return Buffer.from(reader.bytes()).toString('hex');
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    case 'bool':
      return reader.bool();
    case 'int32':
      return reader.int32();
    case 'int64':
      return String(reader.int64());
    case 'fixed32':
      return reader.fixed32();
    case 'fixed64':
      return String(reader.fixed64());
    case 'double':
      return reader.double();
  }
}

const WIRE_TYPES: Readonly<Record<ScalarType, WireType>> = {
  string: WireType.LengthDelimited,
  id: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  bool: WireType.Varint,
  int32: WireType.Varint,
  int64: WireType.Varint,
  fixed32: WireType.Bit32,
  fixed64: WireType.Bit64,
  double: WireType.Bit64,
};

function wireTypeOf({type}: Field): WireType {
  return typeof type === 'function' ? WireType.LengthDelimited : WIRE_TYPES[type];
}
