import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue, SniffHead, SniffVerdict} from '../api.js';
import {SPAN_CONTAINERS} from './shapes.js';

const LOGS = ['resourceLogs', 'resource_logs'];
const METRICS = ['resourceMetrics', 'resource_metrics'];

export function sniff(head: SniffHead): SniffVerdict {
  let onlyMetrics = false;
  for (const value of head.values) {
    const document = isArray(value) ? value[0] : value;
    if (document === undefined || !isObject(document)) continue;
    const found = findSpans(document);
    if (found !== undefined) return {match: 'yes', reason: `has ${found}`};
    if (METRICS.some((key) => isArray(document[key] ?? null))) onlyMetrics = true;
  }
  const late = head.keys.find((key) => key === 'resourceSpans' || key === 'resource_spans');
  if (late !== undefined) return {match: 'yes', reason: `has the top-level key ${late}`};
  if (onlyMetrics) return {match: 'maybe', reason: 'has resourceMetrics, but no spans or logs'};
  return {match: 'no', reason: 'no resourceSpans, batches or resourceLogs at the top level'};
}

function findSpans(document: JsonObject): string | undefined {
  for (const key of SPAN_CONTAINERS) {
    const list = document[key];
    if (list === undefined || !isArray(list)) continue;
    // `batches` alone could be anybody's; Tempo's hold resources and scopes.
    if (key !== 'batches' || list.some(isResourceSpans)) return `${key}[]`;
  }
  for (const wrapper of ['trace', 'result', 'data', 'body', 'traces']) {
    const around = document[wrapper];
    const inner = around !== undefined && isArray(around) ? around[0] : around;
    if (inner === undefined || !isObject(inner)) continue;
    const key = SPAN_CONTAINERS.find((name) => isArray(inner[name] ?? null));
    if (key !== undefined) return `${wrapper}.${key}[]`;
  }
  const logs = LOGS.find((key) => isArray(document[key] ?? null));
  return logs === undefined ? undefined : `${logs}[]`;
}

function isResourceSpans(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  return 'scopeSpans' in value || 'instrumentationLibrarySpans' in value || 'resource' in value;
}
