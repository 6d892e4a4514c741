import {isObject} from '../api.js';
import type {JsonObject, JsonValue, Usage} from '../api.js';
import {numberOf, objectOf} from './fields.js';
import {toUsage} from './usage.js';

/**
 * The usage object of a model provider's response: OpenAI Chat (`prompt_tokens`), OpenAI Responses (`input_tokens` with
 * details), Anthropic (`input_tokens` without cached ones, which stand beside it), Gemini.
 */
export function readProviderUsage(value: JsonValue | undefined): Usage | undefined {
  if (value === undefined || !isObject(value)) return undefined;
  const input =
    objectOf(value, 'prompt_tokens_details') ?? objectOf(value, 'input_tokens_details') ?? {};
  const output =
    objectOf(value, 'completion_tokens_details') ?? objectOf(value, 'output_tokens_details') ?? {};
  const read = numberOf(value, 'cache_read_input_tokens');
  const write = numberOf(value, 'cache_creation_input_tokens');
  return toUsage({
    // Amp's total counts cached tokens, which its `inputTokens` leaves out; the AI SDK's includes them.
    input: first(value, [
      'prompt_tokens',
      'input_tokens',
      'promptTokenCount',
      'prompt_token_count',
      'totalInputTokens',
      'inputTokens',
    ]),
    output: first(value, [
      'completion_tokens',
      'output_tokens',
      'candidatesTokenCount',
      'candidates_token_count',
      'outputTokens',
    ]),
    cachedRead:
      numberOf(input, 'cached_tokens') ??
      read ??
      first(value, ['cachedContentTokenCount', 'cached_content_token_count']),
    cachedWrite: write,
    reasoning:
      numberOf(output, 'reasoning_tokens') ??
      first(value, ['thoughtsTokenCount', 'thoughts_token_count']),
    total: first(value, ['total_tokens', 'totalTokenCount', 'total_token_count']),
    // Gateways that speak OpenAI's dialect copy Anthropic's counts beside `prompt_tokens`, which includes them.
    inputExcludesCached: !('prompt_tokens' in value) && (read !== undefined || write !== undefined),
  });
}

function first(object: JsonObject, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = numberOf(object, key);
    if (value !== undefined) return value;
  }
  return undefined;
}
