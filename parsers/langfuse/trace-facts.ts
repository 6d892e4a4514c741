import {compact, isArray, isObject} from '../api.js';
import type {Fact, JsonObject, Locator, TraceDraft} from '../api.js';
import {isEmpty, pickFields, textOf} from '../common/fields.js';
import {firstText, firstValue} from '../common/messages/part.js';
import {pushScore} from '../common/score-verdict.js';
import {isoToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';

/** What a trace row says beyond its observations. Its input and output are copies of the root's. */
const KEPT = [
  'environment',
  'tags',
  'release',
  'version',
  'userId',
  'user_id',
  'projectId',
  'project_id',
  'public',
];

/** False when the record has no id and so is no trace. */
export function pushTrace(raw: JsonObject, at: Locator, out: Fact[]): boolean {
  const traceId = textOf(raw, 'id');
  if (traceId === undefined) return false;
  const metadata = unfold(raw.metadata ?? null);
  const own = isObject(metadata) ? {...metadata, attributes: undefined} : {};
  const attributes = compact<JsonObject>({...pickFields(raw, KEPT), ...nonEmpty('metadata', own)});
  out.push({
    kind: 'trace',
    trace: compact<TraceDraft>({
      traceId,
      name: textOf(raw, 'name'),
      sessionId: firstText(raw, ['sessionId', 'session_id']) || undefined,
      timeBasis: 'utc',
      attributes: isEmpty(attributes) ? undefined : attributes,
    }),
  });
  const {scores} = raw;
  if (scores !== undefined && isArray(scores)) {
    for (const score of scores) if (isObject(score)) pushScoreRow(score, traceId, at, out);
  }
  return true;
}

function nonEmpty(key: string, value: JsonObject): JsonObject {
  const kept = compact<JsonObject>(value);
  return isEmpty(kept) ? {} : {[key]: kept};
}

/** False when it names no trace. Scores are numbers, texts (categories) or 0 and 1 (booleans). */
export function pushScoreRow(
  raw: JsonObject,
  traceId: string | undefined,
  at: Locator,
  out: Fact[],
): boolean {
  const trace = firstText(raw, ['traceId', 'trace_id']) ?? traceId;
  if (trace === undefined) return false;
  const source = textOf(raw, 'source')?.toLowerCase();
  pushScore(
    {
      traceId: trace,
      spanId: firstText(raw, ['observationId', 'observation_id']) || undefined,
      name: textOf(raw, 'name') ?? 'score',
      value: firstValue(raw, ['stringValue', 'string_value', 'value']),
      saidBy: source === undefined ? 'Langfuse score' : `Langfuse score (${source})`,
      timeUs: isoToUs(raw.timestamp)?.us,
    },
    at,
    out,
  );
  return true;
}
