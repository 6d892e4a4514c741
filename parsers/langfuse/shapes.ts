import {isObject} from '../api.js';
import type {JsonObject} from '../api.js';

const TYPES: ReadonlySet<string> = new Set([
  'SPAN',
  'EVENT',
  'GENERATION',
  'AGENT',
  'TOOL',
  'CHAIN',
  'RETRIEVER',
  'EVALUATOR',
  'EMBEDDING',
  'GUARDRAIL',
]);

/** `parentObservationId` (API, UI) or `parent_observation_id` (blob storage) is Langfuse's own word. */
export function isObservation(value: JsonObject): boolean {
  if ('parentObservationId' in value || 'parent_observation_id' in value) return true;
  const type = value.type;
  if (typeof type !== 'string' || !TYPES.has(type.toUpperCase())) return false;
  // Roots of some downloads lack the parent, and field groups of blob exports can be left out.
  return 'usageDetails' in value || 'usage_details' in value || 'providedUsageDetails' in value;
}

export function isTraceRow(value: JsonObject): boolean {
  const hasProject = 'projectId' in value || 'project_id' in value;
  if (hasProject && 'release' in value && 'public' in value && 'bookmarked' in value) return true;
  // Lists of the API, and the table of traces.
  if (typeof value.id !== 'string' || !('timestamp' in value)) return false;
  return 'htmlPath' in value || ('observationCount' in value && 'release' in value);
}

export function isScoreRow(value: JsonObject): boolean {
  const hasTrace = 'traceId' in value || 'trace_id' in value;
  const hasType = 'dataType' in value || 'data_type' in value;
  return hasTrace && hasType && 'source' in value && 'name' in value;
}

const BATCH_TYPE =
  /^(?:trace|span|generation|event|score|observation|agent|tool|chain|retriever|evaluator|embedding|guardrail)-(?:create|update)$|^sdk-log$/;

export function isBatchItem(value: JsonObject): boolean {
  const {type, body} = value;
  return typeof type === 'string' && BATCH_TYPE.test(type) && body !== undefined && isObject(body);
}
