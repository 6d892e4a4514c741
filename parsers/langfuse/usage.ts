import {compact, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {numberOf} from '../common/fields.js';

/** Buckets of a usage object under the names that SDK versions and instrumentations gave them. */
const INPUT = ['input', 'input_tokens', 'prompt_tokens', 'promptTokens', 'inputTokens'];
const OUTPUT = ['output', 'output_tokens', 'completion_tokens', 'completionTokens'];
const TOTAL = ['total', 'total_tokens', 'totalTokens'];
const CACHED_READ = [
  'input_cache_read',
  'prompt_details.cache_read',
  'input_cached_tokens',
  'cache_read_input_tokens',
  'input_cached',
];
const CACHED_WRITE = [
  'input_cache_creation',
  'prompt_details.cache_write',
  'cache_creation_input_tokens',
];
const REASONING = [
  'output_reasoning',
  'completion_details.reasoning',
  'output_reasoning_tokens',
  'reasoning_tokens',
];

/**
 * The buckets under the names that the Langfuse dialect reads. Undefined where nothing is counted:
 * old exports write zeros for every span. The raw object stays beside it.
 */
export function readUsage(raw: JsonObject): JsonObject | undefined {
  const details = raw.usageDetails ?? raw.usage_details;
  const legacy = raw.usage;
  const usage = [details, legacy].find((value) => value !== undefined && hasCount(value));
  const source = usage === undefined || !isObject(usage) ? oldColumns(raw) : usage;
  const counts = {
    input: first(source, INPUT),
    output: first(source, OUTPUT),
    total: first(source, TOTAL),
    input_cache_read: first(source, CACHED_READ),
    input_cache_creation: first(source, CACHED_WRITE),
    output_reasoning: first(source, REASONING),
  };
  if (!counts.input && !counts.output) return undefined;
  return compact<JsonObject>(counts);
}

function oldColumns(raw: JsonObject): JsonObject {
  return compact<JsonObject>({
    input: raw.promptTokens ?? raw.inputUsage,
    output: raw.completionTokens ?? raw.outputUsage,
    total: raw.totalTokens ?? raw.totalUsage,
  });
}

function hasCount(value: JsonValue): boolean {
  return isObject(value) && Object.values(value).some((count) => typeof count === 'number');
}

function first(usage: JsonObject, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = numberOf(usage, key);
    if (value !== undefined) return value;
  }
  return undefined;
}
