/**
 * Fields of the OTLP messages that are read, from opentelemetry-proto v1 (common, resource, trace and logs .proto),
 * under the names that OTLP/JSON gives them. A field that is not here is skipped.
 */
export interface Field {
  readonly name: string;
  readonly type: ScalarType | (() => Schema);
  readonly repeated?: true;
}

/** `id` is bytes that OTLP/JSON writes as hex, `bytes` those that it writes as base64; 64-bit numbers become text. */
export type ScalarType =
  'string' | 'id' | 'bytes' | 'bool' | 'int32' | 'int64' | 'fixed32' | 'fixed64' | 'double';

export type Schema = ReadonlyMap<number, Field>;

const field = (name: string, type: Field['type']): Field => ({name, type});
const list = (name: string, type: Field['type']): Field => ({name, type, repeated: true});

const ANY_VALUE: Schema = new Map([
  [1, field('stringValue', 'string')],
  [2, field('boolValue', 'bool')],
  [3, field('intValue', 'int64')],
  [4, field('doubleValue', 'double')],
  [5, field('arrayValue', () => ARRAY_VALUE)],
  [6, field('kvlistValue', () => KEY_VALUE_LIST)],
  [7, field('bytesValue', 'bytes')],
]);
const anyValue = (): Schema => ANY_VALUE;
const KEY_VALUE: Schema = new Map([
  [1, field('key', 'string')],
  [2, field('value', anyValue)],
]);
const keyValue = (): Schema => KEY_VALUE;
const ARRAY_VALUE: Schema = new Map([[1, list('values', anyValue)]]);
const KEY_VALUE_LIST: Schema = new Map([[1, list('values', keyValue)]]);

export const RESOURCE: Schema = new Map([
  [1, list('attributes', keyValue)],
  [2, field('droppedAttributesCount', 'int32')],
]);

export const SCOPE: Schema = new Map([
  [1, field('name', 'string')],
  [2, field('version', 'string')],
  [3, list('attributes', keyValue)],
  [4, field('droppedAttributesCount', 'int32')],
]);

const EVENT: Schema = new Map([
  [1, field('timeUnixNano', 'fixed64')],
  [2, field('name', 'string')],
  [3, list('attributes', keyValue)],
  [4, field('droppedAttributesCount', 'int32')],
]);

const LINK: Schema = new Map([
  [1, field('traceId', 'id')],
  [2, field('spanId', 'id')],
  [3, field('traceState', 'string')],
  [4, list('attributes', keyValue)],
  [5, field('droppedAttributesCount', 'int32')],
  [6, field('flags', 'fixed32')],
]);

const STATUS: Schema = new Map([
  [2, field('message', 'string')],
  [3, field('code', 'int32')],
]);

export const SPAN: Schema = new Map([
  [1, field('traceId', 'id')],
  [2, field('spanId', 'id')],
  [3, field('traceState', 'string')],
  [4, field('parentSpanId', 'id')],
  [5, field('name', 'string')],
  [6, field('kind', 'int32')],
  [7, field('startTimeUnixNano', 'fixed64')],
  [8, field('endTimeUnixNano', 'fixed64')],
  [9, list('attributes', keyValue)],
  [10, field('droppedAttributesCount', 'int32')],
  [11, list('events', () => EVENT)],
  [12, field('droppedEventsCount', 'int32')],
  [13, list('links', () => LINK)],
  [14, field('droppedLinksCount', 'int32')],
  [15, field('status', () => STATUS)],
  [16, field('flags', 'fixed32')],
]);

export const LOG_RECORD: Schema = new Map([
  [1, field('timeUnixNano', 'fixed64')],
  [2, field('severityNumber', 'int32')],
  [3, field('severityText', 'string')],
  [5, field('body', anyValue)],
  [6, list('attributes', keyValue)],
  [7, field('droppedAttributesCount', 'int32')],
  [8, field('flags', 'fixed32')],
  [9, field('traceId', 'id')],
  [10, field('spanId', 'id')],
  [11, field('observedTimeUnixNano', 'fixed64')],
  [12, field('eventName', 'string')],
]);
