import type {HarnessVerdict, JsonObject, JsonValue, TraceDraft} from '../../api.js';
import {compact, getField, isObject} from '../../api.js';

/** What Inspect's scorers write for correct and incorrect; other values are a scale of their own. */
const CORRECT = 'C';
const INCORRECT = 'I';

/** A score as evidence: what the scorer said, in its own words. */
export function scoreVerdict(traceId: string, scorer: string, score: JsonObject): HarnessVerdict {
  const value = getField(score, 'value') ?? null;
  return compact<HarnessVerdict>({
    traceId,
    kind: 'reward',
    said: typeof value === 'string' ? value : JSON.stringify(value),
    saidBy: `inspect ${scorer}`,
    value: typeof value === 'number' ? value : undefined,
  });
}

/** Outcome by what the log says: an error, then the scores where they are the plain right or wrong. */
export function toOutcome(
  scores: JsonValue | undefined,
  error: string | undefined,
): NonNullable<TraceDraft['outcome']> | undefined {
  if (error !== undefined) return {value: 'failed', saidBy: 'inspect sample error'};
  if (!isObject(scores)) return undefined;
  const judged: [string, JsonValue][] = [];
  for (const [scorer, score] of Object.entries(scores)) {
    if (isObject(score)) judged.push([scorer, getField(score, 'value') ?? null]);
  }
  const wrong = judged.find(([, value]) => value === INCORRECT || value === false);
  if (wrong !== undefined) return {value: 'failed', saidBy: `inspect scorer ${wrong[0]}`};
  const [first] = judged;
  if (first === undefined) return undefined;
  if (!judged.every(([, value]) => value === CORRECT || value === true)) return undefined;
  return {value: 'succeeded', saidBy: `inspect scorer ${first[0]}`};
}
