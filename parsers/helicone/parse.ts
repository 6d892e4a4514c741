import type {JsonObject, JsonValue, SpanDraft} from '../api.js';
import {compact, getField, isObject} from '../api.js';
import {numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import {messagesOfReply, messagesOfRequest} from '../common/messages/payload.js';
import {parseRows} from '../common/row-reading.js';
import type {RowFacts} from '../common/row-reading.js';
import {isoToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';
import {toUsage} from '../common/usage.js';

const KEPT = [
  'request_path',
  'request_user_id',
  'request_properties',
  'properties',
  'scores',
  'target_url',
  'time_to_first_token',
  'signed_body_url',
  'response_id',
];
/** Status of a row whose answer never came, or came from the cache of the gateway. */
const NO_ANSWER = new Set([-1, -2, -3]);

function readRow(row: JsonObject): RowFacts | undefined {
  const spanId = textOf(row, 'request_id');
  if (spanId === undefined || !('request_created_at' in row)) return undefined;
  const request = objectFrom(getField(row, 'request_body'));
  const response = objectFrom(getField(row, 'response_body'));
  const properties = {
    ...objectFrom(getField(row, 'properties')),
    ...objectFrom(getField(row, 'request_properties')),
  };
  const session = textOf(properties, 'Helicone-Session-Id');
  const path = textOf(properties, 'Helicone-Session-Path');
  const type = textOf(request, '_type');
  const kind =
    type === 'tool'
      ? 'tool'
      : type === 'vector_db'
        ? 'retriever'
        : /embedding/.test(textOf(row, 'request_path') ?? '')
          ? 'embedding'
          : 'llm';
  const isLlm = kind === 'llm';
  const toolName = textOf(request, 'toolName') ?? textOf(request, 'operation');
  const startUs = isoToUs(getField(row, 'request_created_at'))?.us;
  const delayMs = numberOf(row, 'delay_ms');
  const status = numberOf(row, 'response_status');
  const failed = status !== undefined && (status >= 400 || NO_ANSWER.has(status));
  const traceId = session ?? spanId;
  const span = compact<SpanDraft>({
    traceId,
    spanId,
    kind,
    name: toolName ?? path ?? (isLlm ? 'chat' : kind),
    // A path names a place in the session, used again by each request there: it is no parent's id.
    agentName: agentOf(path),
    startUs,
    endUs:
      isoToUs(getField(row, 'response_created_at'))?.us ??
      (startUs === undefined || delayMs === undefined
        ? undefined
        : startUs + Math.round(delayMs * 1000)),
    toolName: kind === 'tool' ? toolName : undefined,
    model: textOf(row, 'response_model') ?? textOf(row, 'request_model') ?? textOf(row, 'model'),
    provider: textOf(row, 'provider'),
    usage: isLlm ? readUsage(row) : undefined,
    input: isLlm
      ? undefined
      : (getField(request, 'input') ?? getField(request, 'text') ?? undefined),
    output: isLlm
      ? undefined
      : (getField(response, 'output') ?? getField(response, 'result') ?? undefined),
    status: failed ? 'error' : status === undefined ? undefined : 'ok',
    errorType: failed ? String(status) : undefined,
    statusMessage: failed ? textOf(objectOf(response, 'error') ?? {}, 'message') : undefined,
    attributes: pickFields(row, KEPT),
  });
  const call = {
    span,
    messagesIn: isLlm ? messagesOfRequest(request) : undefined,
    messagesOut:
      isLlm && !failed && Object.keys(response).length > 0 ? messagesOfReply(response) : undefined,
  };
  return {traceId, sessionId: session, call};
}

function objectFrom(value: JsonValue | undefined): JsonObject {
  const inner = value === undefined ? null : unfold(value);
  return isObject(inner) ? inner : {};
}

/** `/planner/search` -> `planner` */
function agentOf(path: string | undefined): string | undefined {
  const first = path?.split('/').find((part) => part !== '');
  return first === undefined ? undefined : first;
}

/** Whether `prompt_tokens` includes cached ones is the provider's way: the total tells, else a part larger than its whole. */
function readUsage(row: JsonObject): ReturnType<typeof toUsage> {
  const cachedRead = numberOf(row, 'prompt_cache_read_tokens');
  const cachedWrite = numberOf(row, 'prompt_cache_write_tokens');
  return toUsage({
    input: numberOf(row, 'prompt_tokens'),
    output: numberOf(row, 'completion_tokens'),
    cachedRead,
    cachedWrite,
    reasoning: numberOf(row, 'reasoning_tokens'),
    total: numberOf(row, 'total_tokens'),
  });
}

export const parse = parseRows({
  elements: ['data[]', '[]'],
  read: readRow,
  expected: 'a request of Helicone with request_id and request_created_at',
});
