import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {isBatchItem, isObservation, isScoreRow, isTraceRow} from './shapes.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const reason = findReason(value);
    if (reason !== undefined) return {match: 'yes', reason};
  }
  const reason =
    'no observations[] with parentObservationId, and no rows with parent_observation_id';
  return {match: 'no', reason};
}

function findReason(value: JsonValue): string | undefined {
  if (isArray(value)) return rowReason(value[0], 'a list of ');
  if (!isObject(value)) return undefined;
  const own = rowReason(value, '');
  if (own !== undefined) return own;
  const batch = firstOf(value, 'batch');
  if (batch !== undefined && isBatchItem(batch)) return 'batch[] of type *-create with a body';
  for (const key of ['data', 'traces']) {
    const inner = getField(value, key);
    if (inner === undefined) continue;
    const reason = isArray(inner)
      ? rowReason(inner[0], `${key}[] of `)
      : rowReason(inner, 'data: ');
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function rowReason(value: JsonValue | undefined, prefix: string): string | undefined {
  if (value === undefined || !isObject(value)) return undefined;
  if (isObservation(value)) return `${prefix}observations: type beside a parent observation id`;
  const first = firstOf(value, 'observations');
  if (first !== undefined && isObservation(first)) {
    return `${prefix}observations[] with type and parentObservationId`;
  }
  const {trace} = value;
  if (trace !== undefined && isObject(trace) && 'projectId' in trace && 'observations' in value) {
    return `${prefix}trace.projectId beside observations[]`;
  }
  if (isTraceRow(value)) return `${prefix}Langfuse traces: project, release, public, bookmarked`;
  return isScoreRow(value) ? `${prefix}Langfuse scores: trace id, data type, source` : undefined;
}

function firstOf(value: JsonObject, key: string): JsonObject | undefined {
  const list = getField(value, key);
  if (list === undefined || !isArray(list)) return undefined;
  const [first] = list;
  return first !== undefined && isObject(first) ? first : undefined;
}
