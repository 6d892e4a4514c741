import {compact, getField, isArray, isObject} from '../api.js';
import type {Fact, JsonObject, Locator, TraceDraft} from '../api.js';
import {isEmpty, objectOf, pickFields, textOf} from '../common/fields.js';
import {toTraceId} from '../common/ids.js';
import {pushScore} from '../common/score-verdict.js';
import {unfold} from '../common/unfold.js';

const KEPT = [
  'trace_id',
  'request_id',
  'experiment_id',
  'state',
  'status',
  'client_request_id',
  'tags',
];

/** What the trace says of itself. `traceId` is that of its spans; without spans its own is taken. */
export function pushTrace(
  info: JsonObject,
  traceId: string | undefined,
  at: Locator,
  out: Fact[],
): void {
  const id = traceId ?? ownId(info);
  if (id === undefined) return;
  const metadata = objectOf(info, 'trace_metadata') ?? objectOf(info, 'request_metadata') ?? {};
  const state = textOf(info, 'state') ?? textOf(info, 'status');
  const attributes = pickFields(info, KEPT);
  const tags = objectOf(info, 'tags') ?? {};
  out.push({
    kind: 'trace',
    trace: compact<TraceDraft>({
      traceId: id,
      name: textOf(tags, 'mlflow.traceName'),
      sessionId: textOf(metadata, 'mlflow.trace.session'),
      timeBasis: 'utc',
      outcome:
        state === 'ERROR' ? {value: 'failed', saidBy: 'state of the MLflow trace'} : undefined,
      attributes: isEmpty(attributes) ? undefined : attributes,
    }),
  });
  const {assessments} = info;
  if (assessments === undefined || !isArray(assessments)) return;
  for (const assessment of assessments) {
    if (isObject(assessment)) pushAssessment(assessment, id, at, out);
  }
}

/** `tr-` and the OpenTelemetry id, since schema 3. */
function ownId(info: JsonObject): string | undefined {
  const id = textOf(info, 'trace_id') ?? textOf(info, 'request_id');
  return id === undefined ? undefined : toTraceId(id.replace(/^tr-/, ''));
}

/** Feedback is a judgement of the run; an expectation says only what was wanted. */
function pushAssessment(raw: JsonObject, traceId: string, at: Locator, out: Fact[]): void {
  const feedback = objectOf(raw, 'feedback');
  if (feedback === undefined) return;
  const source = objectOf(raw, 'source') ?? {};
  pushScore(
    {
      traceId,
      spanId: textOf(raw, 'span_id'),
      name: textOf(raw, 'assessment_name') ?? textOf(raw, 'name') ?? 'feedback',
      value: unfold(getField(feedback, 'value') ?? null),
      saidBy: `MLflow assessment (${textOf(source, 'source_type')?.toLowerCase() ?? 'unknown'})`,
    },
    at,
    out,
  );
}
