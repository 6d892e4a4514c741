import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';

const KINDS = new Set(['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER']);

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const span = firstSpan(value);
    if (span === undefined) continue;
    if ('binaryAnnotations' in span) {
      return {match: 'no', reason: 'Zipkin v1 (binaryAnnotations): convert it to v2 first'};
    }
    if (isSpan(span)) return {match: 'yes', reason: 'traceId and id with localEndpoint or kind'};
  }
  return {match: 'no', reason: 'no list of spans with traceId, id and localEndpoint'};
}

/** Of a list, of a list of lists, or of a line. */
function firstSpan(value: JsonValue): JsonObject | undefined {
  let found: JsonValue | undefined = value;
  for (let level = 0; level < 2 && isArray(found); level++) {
    found = found.find((item) => !isArray(item) || item.length > 0);
  }
  return isObject(found) ? found : undefined;
}

function isSpan(span: JsonObject): boolean {
  if (typeof span.traceId !== 'string' || typeof span.id !== 'string') return false;
  const hasKind = typeof span.kind === 'string' && KINDS.has(span.kind);
  return isObject(span.localEndpoint) || (hasKind && typeof span.timestamp === 'number');
}
