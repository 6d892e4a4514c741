import type {Fact, JsonObject, Locator, SpanKind} from '../api.js';
import {compact, getField} from '../api.js';
import {kindOfName} from './kind-of-name.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import {finishReasonOf} from '../common/messages/finish-reason.js';
import {messagesOfReply, messagesOfRequest} from '../common/messages/payload.js';
import {parseRows} from '../common/row-reading.js';
import type {RowFacts} from '../common/row-reading.js';
import {pushScore} from '../common/score-verdict.js';
import {isoToUs} from '../common/time.js';
import {toUsage} from '../common/usage.js';

const KEPT = [
  'metadata',
  'tags',
  'provider',
  'environment',
  'created_by',
  'ttft',
  'feedback_scores',
];
const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['llm', 'llm'],
  ['tool', 'tool'],
  ['guardrail', 'guardrail'],
]);
/** The export stops here, without a word. */
const MAX_EXPORTED = 1000;

function readSpan(
  row: JsonObject,
  _at: Locator,
  above: readonly JsonObject[],
): RowFacts | undefined {
  const spanId = textOf(row, 'id');
  const traceId = textOf(row, 'trace_id');
  if (spanId === undefined || traceId === undefined) return undefined;
  const name = textOf(row, 'name') ?? 'span';
  const kind = KINDS.get(textOf(row, 'type') ?? '') ?? kindOfName(name);
  const isLlm = kind === 'llm';
  const error = objectOf(row, 'error_info');
  const input = getField(row, 'input') ?? undefined;
  const output = getField(row, 'output') ?? undefined;
  const span = compact<NonNullable<RowFacts['call']>['span']>({
    traceId,
    spanId,
    // The trace is a span above those without a parent.
    parentId: textOf(row, 'parent_span_id') ?? (isOfExport(above) ? traceId : undefined),
    kind,
    name,
    ...times(row),
    toolName: kind === 'tool' ? name : undefined,
    model: textOf(row, 'model'),
    provider: textOf(row, 'provider'),
    input: isLlm ? undefined : input,
    output: isLlm ? undefined : output,
    usage: readUsage(objectOf(row, 'usage')),
    finishReason: isLlm ? finishReasonOf(output) : undefined,
    ...failure(error),
    attributes: pickFields(row, KEPT),
  });
  const call = {
    span,
    messagesIn: isLlm && input !== undefined ? messagesOfRequest(input) : undefined,
    messagesOut: isLlm && output !== undefined ? messagesOfReply(output) : undefined,
  };
  return {traceId, call, more: scores(row, spanId, traceId)};
}

/** A page of the API has `page` and `total` around its spans, an export the trace. */
function isOfExport(above: readonly JsonObject[]): boolean {
  const [page] = above;
  return page !== undefined && !('page' in page || 'total' in page);
}

/** The trace of an export: a span above its spans, whose usage is their sum. */
function readTrace(value: JsonObject, at: Locator): RowFacts | undefined {
  const row = objectOf(value, 'trace') ?? value;
  const traceId = textOf(row, 'id');
  if (traceId === undefined) return undefined;
  const count = numberOf(row, 'span_count') ?? 0;
  const span = compact<NonNullable<RowFacts['call']>['span']>({
    traceId,
    spanId: traceId,
    kind: kindOfName(textOf(row, 'name') ?? '') === 'agent' ? 'agent' : 'chain',
    name: textOf(row, 'name') ?? 'trace',
    ...times(row),
    input: getField(row, 'input') ?? undefined,
    output: getField(row, 'output') ?? undefined,
    ...failure(objectOf(row, 'error_info')),
    attributes: pickFields(row, [...KEPT, 'usage', 'span_count', 'project_name']),
  });
  const more: Fact[] = [...scores(row, traceId, traceId)];
  if (count > MAX_EXPORTED) {
    const message = `the export holds at most ${String(MAX_EXPORTED)} of the ${String(count)} spans of this trace`;
    more.push({
      kind: 'diagnostic',
      diagnostic: {code: 'spans-left-out', severity: 'data-loss', message, at},
    });
  }
  return {traceId, sessionId: textOf(row, 'thread_id'), call: {span}, more};
}

function times(row: JsonObject): {
  readonly startUs: number | undefined;
  readonly endUs: number | undefined;
  readonly unfinished: boolean | undefined;
} {
  const startUs = isoToUs(getField(row, 'start_time'))?.us;
  const endUs = isoToUs(getField(row, 'end_time'))?.us;
  return {
    startUs,
    endUs,
    unfinished: startUs !== undefined && endUs === undefined ? true : undefined,
  };
}

function failure(error: JsonObject | undefined): {
  readonly status?: 'error';
  readonly errorType?: string | undefined;
  readonly statusMessage?: string | undefined;
} {
  if (error === undefined) return {};
  return {
    status: 'error',
    errorType: textOf(error, 'exception_type'),
    statusMessage: textOf(error, 'message'),
  };
}

/** Counts in OpenAI's meaning; details of the provider stand beside them as `original_usage.*`. */
function readUsage(raw: JsonObject | undefined): ReturnType<typeof toUsage> {
  if (raw === undefined) return undefined;
  const detail = (name: string): number | undefined => numberOf(raw, `original_usage.${name}`);
  return toUsage({
    input: numberOf(raw, 'prompt_tokens'),
    output: numberOf(raw, 'completion_tokens'),
    cachedRead: detail('prompt_tokens_details.cached_tokens') ?? detail('cache_read_input_tokens'),
    cachedWrite: detail('cache_creation_input_tokens'),
    reasoning: detail('completion_tokens_details.reasoning_tokens'),
    total: numberOf(raw, 'total_tokens'),
  });
}

function scores(row: JsonObject, spanId: string, traceId: string): readonly Fact[] {
  const out: Fact[] = [];
  const list = getField(row, 'feedback_scores');
  for (const raw of Array.isArray(list) ? (list as readonly JsonObject[]) : []) {
    const name = textOf(raw, 'name');
    if (name === undefined || isTrue(raw, 'deleted')) continue;
    const at: Locator = {kind: 'pointer', pointer: ''};
    pushScore(
      {
        traceId,
        spanId,
        name,
        value: getField(raw, 'value'),
        saidBy: textOf(raw, 'source') ?? 'Opik',
      },
      at,
      out,
    );
  }
  return out;
}

export const parse = parseRows({
  elements: ['spans[]', 'content[]', '[]'],
  read: (row, at, above) => {
    if (textOf(row, 'trace_id') === undefined && objectOf(row, 'trace') === undefined)
      return undefined;
    return objectOf(row, 'trace') === undefined ? readSpan(row, at, above) : readTrace(row, at);
  },
  rest: readTrace,
  expected: 'a span of Opik with id and trace_id, or an export with trace and spans',
});
