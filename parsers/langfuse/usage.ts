import {compact, getField, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {setField} from '../common/attributes.js';
import {isEmpty, numberOf} from '../common/fields.js';
import {unfold} from '../common/unfold.js';

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
  const details = readCounts(raw.usageDetails ?? raw.usage_details);
  const legacy = readCounts(raw.usage);
  const source = [details, legacy].find((counts) => !isEmpty(counts)) ?? oldColumns(raw);
  const total = first(source, TOTAL);
  const counts = {
    ...sidesOf(source, total),
    total,
    input_cache_read: first(source, CACHED_READ),
    input_cache_creation: first(source, CACHED_WRITE),
    output_reasoning: first(source, REASONING),
  };
  if (!counts.input && !counts.output) return undefined;
  return compact<JsonObject>(counts);
}

/**
 * Input and output. Buckets may be disjoint (audio beside text, tools beside input): where only all of them together
 * give the total, each side is the sum of its own.
 */
function sidesOf(
  source: JsonObject,
  total: number | undefined,
): {readonly input: number | undefined; readonly output: number | undefined} {
  const input = first(source, INPUT);
  const output = first(source, OUTPUT);
  const known = (input ?? 0) + (output ?? 0);
  if (total === undefined || total <= known) return {input, output};
  const all = {input: sumOf(source, /^input/), output: sumOf(source, /^output/)};
  // Cached and reasoning tokens alone are added where usage is normalised, with the same proof.
  return all.input + all.output === total ? all : {input, output};
}

function sumOf(source: JsonObject, side: RegExp): number {
  let sum = 0;
  for (const key of Object.keys(source)) {
    if (side.test(key)) sum += numberOf(source, key) ?? 0;
  }
  return sum;
}

/** The counts of a usage object. Rows of blob storage may hold it as JSON text, and each count as digits. */
function readCounts(raw: JsonValue | undefined): JsonObject {
  const usage = unfold(raw ?? null);
  if (!isObject(usage)) return {};
  const counts: Record<string, JsonValue> = {};
  for (const key of Object.keys(usage)) {
    const value = getField(usage, key);
    const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof count === 'number') setField(counts, key, count);
  }
  return counts;
}

function oldColumns(raw: JsonObject): JsonObject {
  return readCounts(
    compact<JsonObject>({
      input: raw.promptTokens ?? raw.inputUsage ?? raw.prompt_tokens,
      output: raw.completionTokens ?? raw.outputUsage ?? raw.completion_tokens,
      total: raw.totalTokens ?? raw.totalUsage ?? raw.total_tokens,
    }),
  );
}

function first(usage: JsonObject, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = numberOf(usage, key);
    if (value !== undefined) return value;
  }
  return undefined;
}
