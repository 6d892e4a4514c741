import {getField, isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, Usage} from '../../api.js';
import {numberOf, objectOf} from '../fields.js';
import {readProviderUsage} from '../provider-usage.js';
import {toUsage} from '../usage.js';

const NATIVE = ['cache_read_input_tokens', 'cache_creation_input_tokens'];

/** Usage of one model call, from the first place that counts it. */
export function readUsage(
  run: JsonObject,
  outputs: JsonValue,
  metadata: JsonObject | undefined,
): Usage | undefined {
  const message = firstMessage(outputs);
  const places = [
    isObject(outputs) ? objectOf(outputs, 'usage_metadata') : undefined,
    message === undefined ? undefined : objectOf(message, 'usage_metadata'),
    metadata === undefined ? undefined : objectOf(metadata, 'usage_metadata'),
    isObject(outputs) ? objectOf(outputs, 'usage') : undefined,
    answerUsage(outputs, 'token_usage'),
    answerUsage(outputs, 'usage'),
    run,
  ];
  for (const place of places) {
    // Anthropic's own object leaves cached tokens out of its input and names them beside it.
    const isNative = place !== undefined && NATIVE.some((key) => key in place);
    const usage = isNative ? readProviderUsage(place) : readCounts(place ?? {});
    if (usage !== undefined && (usage.inputTokens || usage.outputTokens)) return usage;
  }
  return undefined;
}

/** LangChain's own counts, OpenAI's and the columns of a run differ in name only. */
function readCounts(raw: JsonObject): Usage | undefined {
  const input =
    objectOf(raw, 'input_token_details') ??
    objectOf(raw, 'prompt_tokens_details') ??
    objectOf(raw, 'prompt_token_details');
  const output =
    objectOf(raw, 'output_token_details') ??
    objectOf(raw, 'completion_tokens_details') ??
    objectOf(raw, 'completion_token_details');
  return toUsage({
    input: countOf(raw, 'input_tokens') ?? countOf(raw, 'prompt_tokens'),
    output: countOf(raw, 'output_tokens') ?? countOf(raw, 'completion_tokens'),
    cachedRead: first(input, ['cache_read', 'cached_tokens']),
    cachedWrite: first(input, ['cache_creation']),
    reasoning: first(output, ['reasoning', 'reasoning_tokens']),
    total: countOf(raw, 'total_tokens'),
  });
}

function first(object: JsonObject | undefined, keys: readonly string[]): number | undefined {
  if (object === undefined) return undefined;
  for (const key of keys) {
    const value = numberOf(object, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

function answerUsage(outputs: JsonValue, key: string): JsonObject | undefined {
  const answer = isObject(outputs) ? objectOf(outputs, 'llm_output') : undefined;
  return answer === undefined ? undefined : objectOf(answer, key);
}

/** Tables that were CSV or Parquet in between hold counts as digits. */
function countOf(raw: JsonObject, key: string): number | undefined {
  const value = getField(raw, key);
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : numberOf(raw, key);
}

/** Fields of the first generated message, under its constructor's `kwargs` or plain. */
export function firstMessage(outputs: JsonValue): JsonObject | undefined {
  const [generation] = readGenerations(outputs);
  const message = generation === undefined ? undefined : objectOf(generation, 'message');
  if (message === undefined) return undefined;
  return objectOf(message, 'kwargs') ?? message;
}

/** `generations` is a list (one per prompt) of lists (one per choice). */
export function readGenerations(outputs: JsonValue): readonly JsonObject[] {
  const lists = isObject(outputs) ? outputs.generations : undefined;
  if (lists === undefined || !isArray(lists)) return [];
  return lists.flatMap((list) => (isArray(list) ? list : [list])).filter((item) => isObject(item));
}
