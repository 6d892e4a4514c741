import type {Confidence} from './finding.js';

/**
 * Why something may have happened. A log holds what was done and not why, so a hypothesis is never
 * a fact: it says what speaks for it, what against it, and what the log cannot show.
 */
export interface Hypothesis {
  /** Stable kebab name of the cause: `answer-ignored`. */
  readonly id: string;
  /** One sentence in plain words; names of the log are made safe. */
  readonly statement: string;
  readonly confidence: Confidence;
  readonly confidenceReason: string;
  readonly evidenceFor: readonly Clue[];
  readonly evidenceAgainst: readonly Clue[];
  /** What the log does not show, and would be needed to tell. */
  readonly unknown: readonly Clue[];
  /** What a person can do to confirm or refute it. */
  readonly confirmBy: string;
}

/** `observed`: it is in the log. `suspected`: a rule concludes it. `unknown`: the log cannot show it. */
export type ClueKind = 'observed' | 'suspected' | 'unknown';

export interface Clue {
  readonly kind: ClueKind;
  /** Plain words, without text of the log but for names made safe. */
  readonly says: string;
  /** Steps of the run that show it, at most MAX_CLUE_STEPS; empty where there is no place. */
  readonly steps: readonly number[];
}

/** Leads of one clue: enough to look it up. */
export const MAX_CLUE_STEPS = 5;
