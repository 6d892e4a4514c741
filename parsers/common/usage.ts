import {compact} from '../api.js';
import type {Usage} from '../api.js';

/** Counts as a log gives them; each may be absent. */
export interface RawUsage {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cachedRead?: number | undefined;
  readonly cachedWrite?: number | undefined;
  readonly reasoning?: number | undefined;
  readonly total?: number | undefined;
  /** The source is known to leave cached tokens out of `input` (Anthropic's own counts). */
  readonly inputExcludesCached?: boolean;
}

/**
 * Counts in our meaning: input includes cached tokens, output includes reasoning. Conventions say
 * so too, but instrumentations pass provider counts on (Bedrock and Anthropic leave cached tokens
 * out, Gemini leaves thoughts out). Two proofs of that are used, no guess: a part larger than its
 * whole, and a total that only adds up with the part on top.
 */
export function toUsage(raw: RawUsage): Usage | undefined {
  const {input, output, total} = raw;
  if (input === undefined && output === undefined) return undefined;
  const cached = (raw.cachedRead ?? 0) + (raw.cachedWrite ?? 0);
  const reasoning = raw.reasoning ?? 0;
  const known = (input ?? 0) + (output ?? 0);
  const addCached =
    cached > 0 &&
    (raw.inputExcludesCached === true ||
      (input !== undefined && cached > input) ||
      total === known + cached ||
      (reasoning > 0 && total === known + cached + reasoning));
  const addReasoning =
    reasoning > 0 &&
    ((output !== undefined && reasoning > output) ||
      total === known + reasoning ||
      (cached > 0 && total === known + cached + reasoning));
  return compact<Usage>({
    inputTokens: input === undefined ? undefined : input + (addCached ? cached : 0),
    outputTokens: output === undefined ? undefined : output + (addReasoning ? reasoning : 0),
    cachedReadTokens: raw.cachedRead,
    cachedWriteTokens: raw.cachedWrite,
    reasoningTokens: raw.reasoning,
    source: 'reported',
  });
}
