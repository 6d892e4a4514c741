/**
 * Tokens of one model call, normalised: `inputTokens` includes cached reads and writes,
 * `outputTokens` includes reasoning; the other three are subsets (DESIGN section 2).
 */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cachedReadTokens?: number;
  readonly cachedWriteTokens?: number;
  readonly reasoningTokens?: number;
  /** `reported` by the log; `estimated` by us and always labelled so. */
  readonly source: 'reported' | 'estimated';
}
