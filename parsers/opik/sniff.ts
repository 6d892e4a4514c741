import type {JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';

const TYPES = new Set(['general', 'tool', 'llm', 'guardrail']);

/** `opik export` (`{trace, spans, downloaded_at, project_name}`), or lists and lines of spans. */
export function sniff({values}: SniffHead): SniffVerdict {
  const [first] = values;
  if (
    isObject(first) &&
    objectOf(first, 'trace') !== undefined &&
    isArray(getField(first, 'spans') ?? null)
  ) {
    return 'downloaded_at' in first || 'project_name' in first
      ? {match: 'yes', reason: 'has trace, spans[] and downloaded_at'}
      : {match: 'no', reason: 'trace and spans[] without downloaded_at or project_name'};
  }
  const list = isArray(first)
    ? first
    : isObject(first) && isArray(first.content)
      ? first.content
      : values;
  return list.some(isOpikSpan)
    ? {match: 'yes', reason: 'has trace_id, start_time and type general, llm or tool'}
    : {
        match: 'no',
        reason: 'no trace, spans[] and downloaded_at, and no span of type general, llm or tool',
      };
}

export function isOpikSpan(value: JsonValue): boolean {
  if (!isObject(value) || !TYPES.has(textOf(value, 'type') ?? '')) return false;
  return (
    textOf(value, 'trace_id') !== undefined && 'start_time' in value && 'parent_span_id' in value
  );
}
