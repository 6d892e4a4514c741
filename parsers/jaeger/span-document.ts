import {isObject} from '../api.js';
import type {JsonValue} from '../api.js';

/** A document of Jaeger's span index as a search (or elasticdump) gives it: `{_index, _source: {span}}`. */
export function documentOf(value: JsonValue): JsonValue {
  return isObject(value) ? (value._source ?? value) : value;
}

/** A span that stands alone, with its process inside. */
export function isSpanDocument(value: JsonValue): boolean {
  const span = documentOf(value);
  if (!isObject(span) || 'spans' in span) return false;
  return 'traceID' in span && 'spanID' in span && 'operationName' in span;
}
