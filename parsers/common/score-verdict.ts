import {compact} from '../api.js';
import type {Fact, HarnessVerdict, JsonValue, Locator} from '../api.js';

export interface Score {
  readonly traceId: string;
  readonly spanId?: string | undefined;
  readonly name: string;
  readonly value: JsonValue | undefined;
  readonly saidBy: string;
  readonly timeUs?: number | undefined;
}

/** A score that a person, an evaluator or an API gave to a run: evidence, and no finding of ours. */
export function pushScore(score: Score, at: Locator, out: Fact[]): void {
  const {value} = score;
  const shown = typeof value === 'string' || typeof value === 'boolean' ? `: ${String(value)}` : '';
  out.push({
    kind: 'verdict',
    verdict: compact<HarnessVerdict>({
      traceId: score.traceId,
      spanId: score.spanId,
      kind: 'reward',
      said: `${score.name}${shown}`.slice(0, MAX_SAID),
      saidBy: score.saidBy,
      value: typeof value === 'number' && Number.isFinite(value) ? value : undefined,
      timeUs: score.timeUs,
    }),
    at,
  });
}

/** Characters of a verdict: it is one line on a screen. */
const MAX_SAID = 500;
