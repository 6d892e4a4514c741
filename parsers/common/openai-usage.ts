import type {JsonObject, Usage} from '../api.js';
import {compact} from '../api.js';
import {numberOf, objectOf} from './fields.js';

/**
 * Counts of an OpenAI chat completion or response, for logs known to hold them as such: input
 * includes what was cached, output includes reasoning. Some gateways count more reasoning than output
 * (for example 150 of 24); the total then says that the output is right, and the part is left out.
 */
export function toOpenAiUsage(raw: JsonObject): Usage | undefined {
  const input = objectOf(raw, 'prompt_tokens_details') ?? objectOf(raw, 'input_tokens_details');
  const output =
    objectOf(raw, 'completion_tokens_details') ?? objectOf(raw, 'output_tokens_details');
  const inputTokens = numberOf(raw, 'prompt_tokens') ?? numberOf(raw, 'input_tokens');
  const outputTokens = numberOf(raw, 'completion_tokens') ?? numberOf(raw, 'output_tokens');
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  const reasoning = output === undefined ? undefined : numberOf(output, 'reasoning_tokens');
  return compact<Usage>({
    inputTokens,
    outputTokens,
    cachedReadTokens: input === undefined ? undefined : numberOf(input, 'cached_tokens'),
    cachedWriteTokens: numberOf(raw, 'cache_creation_input_tokens'),
    reasoningTokens:
      reasoning !== undefined && reasoning <= (outputTokens ?? 0) ? reasoning : undefined,
    source: 'reported',
  });
}
