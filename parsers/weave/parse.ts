import type {JsonObject, JsonValue, SpanDraft, SpanKind} from '../api.js';
import {compact, getField, isObject} from '../api.js';
import {isEmpty, objectOf, omitFields, pickFields, textOf} from '../common/fields.js';
import {finishReasonOf} from '../common/messages/finish-reason.js';
import {messagesOfReply, messagesOfRequest} from '../common/messages/payload.js';
import {readProviderUsage} from '../common/provider-usage.js';
import {parseRows} from '../common/row-reading.js';
import type {RowFacts} from '../common/row-reading.js';
import {isoToUs} from '../common/time.js';

/** `weave:///entity/project/op/openai.chat.completions.create:hash` -> `openai.chat.completions.create` */
function shortName(op: string): string {
  const name = /\/op\/([^:/]+)(?::|$)/.exec(op)?.[1] ?? op;
  return name.slice(0, 200);
}

const LLM =
  /(?:chat\.completions|responses|completions|messages|chat)\.(?:create|stream|parse)|generate_content|(?:^|\.)a?completion$|Chat[A-Z]\w*(?:\.|$)|litellm/i;

function kindOf(name: string, attributes: JsonObject): SpanKind {
  const told = textOf(objectOf(attributes, 'weave') ?? {}, 'kind') ?? textOf(attributes, 'kind');
  switch (told) {
    case 'llm':
    case 'tool':
    case 'agent':
      return told;
    case undefined:
    default:
  }
  if (/embed/i.test(name)) return 'embedding';
  if (LLM.test(name)) return 'llm';
  if (/guardrail/i.test(name)) return 'guardrail';
  if (/scor|evaluat/i.test(name)) return 'evaluator';
  if (/retriev/i.test(name)) return 'retriever';
  if (/tool/i.test(name)) return 'tool';
  return /agent/i.test(name) ? 'agent' : 'chain';
}

function readCall(row: JsonObject): RowFacts | undefined {
  const spanId = textOf(row, 'id');
  const traceId = textOf(row, 'trace_id');
  const op = textOf(row, 'op_name');
  if (spanId === undefined || traceId === undefined || op === undefined) return undefined;
  const name = shortName(op);
  const attributes = objectOf(row, 'attributes') ?? {};
  const kind = kindOf(name, attributes);
  const summary = objectOf(row, 'summary') ?? {};
  const state = textOf(objectOf(summary, 'weave') ?? {}, 'status');
  const exception = textOf(row, 'exception');
  const inputs = getField(row, 'inputs') ?? undefined;
  const output = getField(row, 'output') ?? undefined;
  const isLlm = kind === 'llm';
  const startUs = isoToUs(getField(row, 'started_at'))?.us;
  const endUs = isoToUs(getField(row, 'ended_at'))?.us;
  const span = compact<SpanDraft>({
    traceId,
    spanId,
    parentId: textOf(row, 'parent_id'),
    kind,
    name: textOf(row, 'display_name') ?? name,
    startUs,
    endUs,
    unfinished:
      state === 'running' || (startUs !== undefined && endUs === undefined) ? true : undefined,
    toolName: kind === 'tool' ? name.replace(/^langchain\.Tool\./, '') : undefined,
    finishReason: isLlm ? finishReasonOf(output) : undefined,
    model: isLlm ? modelOf(inputs, output, summary) : undefined,
    input: isLlm ? undefined : withoutSelf(inputs),
    output: isLlm ? undefined : output,
    // The summary of a caller repeats the sums of what it called.
    usage: isLlm ? usageOf(output, summary) : undefined,
    // A failed descendant does not make this call a failed one.
    status:
      exception !== undefined || state === 'error'
        ? 'error'
        : state === 'success'
          ? 'ok'
          : undefined,
    errorType:
      exception === undefined
        ? undefined
        : /([A-Za-z_.]*(?:Error|Exception))\b/.exec(exception.split('\n').at(-1) ?? '')?.[1],
    statusMessage: exception,
    attributes: {
      ...(isEmpty(attributes) ? {} : {attributes}),
      ...pickFields(row, [
        'op_name',
        'project_id',
        'wb_user_id',
        'wb_run_id',
        'turn_id',
        'deleted_at',
      ]),
      ...(isEmpty(summary) ? {} : {summary}),
    },
  });
  const call = {
    span,
    messagesIn: isLlm && inputs !== undefined ? messagesOfRequest(inputs) : undefined,
    messagesOut: isLlm && output !== undefined ? messagesOfReply(output) : undefined,
  };
  return {traceId, sessionId: textOf(row, 'thread_id'), call};
}

/** The object whose method was called: a reference, the same for every call. */
function withoutSelf(inputs: JsonValue | undefined): JsonValue | undefined {
  return inputs !== undefined && isObject(inputs) ? omitFields(inputs, ['self']) : inputs;
}

function modelOf(
  inputs: JsonValue | undefined,
  output: JsonValue | undefined,
  summary: JsonObject,
): string | undefined {
  for (const place of [output, inputs]) {
    const model = place !== undefined && isObject(place) ? textOf(place, 'model') : undefined;
    if (model !== undefined) return model;
  }
  const models = Object.keys(objectOf(summary, 'usage') ?? {});
  return models.length === 1 ? models[0] : undefined;
}

function usageOf(
  output: JsonValue | undefined,
  summary: JsonObject,
): ReturnType<typeof readProviderUsage> {
  const own =
    output !== undefined && isObject(output)
      ? readProviderUsage(getField(output, 'usage'))
      : undefined;
  if (own !== undefined) return own;
  const models = Object.values(objectOf(summary, 'usage') ?? {});
  return models.length === 1 ? readProviderUsage(models[0]) : undefined;
}

export const parse = parseRows({
  elements: ['calls[]', '[]'],
  read: readCall,
  expected: 'a call of Weave with id, trace_id and op_name',
});
