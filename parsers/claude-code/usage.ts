import type {JsonObject, Usage} from '../api.js';
import {compact} from '../api.js';
import {numberOf} from '../common/fields.js';

/**
 * Anthropic's `input_tokens` leaves out what was read from or written to the cache; ours includes
 * both. Thinking is inside `output_tokens` and not told apart.
 */
export function toUsage(raw: JsonObject): Usage | undefined {
  const plain = numberOf(raw, 'input_tokens');
  const written = numberOf(raw, 'cache_creation_input_tokens');
  const read = numberOf(raw, 'cache_read_input_tokens');
  const outputTokens = numberOf(raw, 'output_tokens');
  const hasInput = plain !== undefined || written !== undefined || read !== undefined;
  if (!hasInput && outputTokens === undefined) return undefined;
  return compact<Usage>({
    inputTokens: hasInput ? (plain ?? 0) + (written ?? 0) + (read ?? 0) : undefined,
    outputTokens,
    cachedReadTokens: read,
    cachedWriteTokens: written,
    source: 'reported',
  });
}

/**
 * A reply is logged on several lines and each repeats the usage; only the line with most output
 * is final. Among equals the later line wins.
 */
export function pickUsage(known: Usage | undefined, next: Usage | undefined): Usage | undefined {
  if (known === undefined || next === undefined) return next ?? known;
  return (next.outputTokens ?? -1) >= (known.outputTokens ?? -1) ? next : known;
}
