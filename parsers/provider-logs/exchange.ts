import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {numberOf, textOf} from '../common/fields.js';
import {isoToUs, millisToUs, secondsToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';
import {joinStream} from './stream.js';

export type DialectName = 'OpenAI Chat' | 'OpenAI Responses' | 'Anthropic Messages';

/** One request and what came back. */
export interface Exchange {
  /** Absent where it is a request to something else. */
  readonly dialect: DialectName | undefined;
  readonly target: string;
  readonly request: JsonObject;
  readonly response: JsonObject | undefined;
  readonly httpStatus: number | undefined;
  readonly startUs: number | undefined;
  readonly endUs: number | undefined;
}

/** `{request, response}`, with or without the HTTP envelope; undefined where there is no request. */
export function readExchange(record: JsonObject): Exchange | undefined {
  const outer = unfold(record.request ?? requestBody(record) ?? null);
  if (!isObject(outer)) return undefined;
  const answer = unfold(record.response ?? record.response_body ?? null);
  const envelope = isObject(answer) ? answer : {};
  const request = bodyOf(outer) ?? (hasBody(outer) ? {} : outer);
  const response = isObject(answer)
    ? (bodyOf(answer) ?? (hasBody(answer) ? undefined : answer))
    : textBody(answer);
  const url = textOf(outer, 'uri') ?? textOf(outer, 'url') ?? textOf(record, 'url') ?? '';
  const status = numberOf(envelope, 'status') ?? numberOf(envelope, 'status_code');
  return {
    dialect: dialectOf(url, request, response),
    target: `${textOf(outer, 'method') ?? 'request'} ${url.replace(/[?#].*$/, '')}`.trim(),
    request,
    response,
    httpStatus: status ?? numberOf(record, 'status') ?? numberOf(record, 'status_code'),
    startUs: firstTime(record, [
      'start_time',
      'started_at',
      'startTime',
      'timestamp',
      'time',
      'recorded_at',
    ]),
    endUs: firstTime(record, ['end_time', 'ended_at', 'endTime', 'completed_at']),
  };
}

/** Gateways name it so too, beside their own ids and times: those have formats of their own. */
function requestBody(record: JsonObject): JsonValue | undefined {
  return 'request_created_at' in record ? undefined : record.request_body;
}

function hasBody(envelope: JsonObject): boolean {
  return 'body' in envelope;
}

/** A body may be an object, JSON text, `{string: …}` (recorders), or a stream of events. */
function bodyOf(envelope: JsonObject): JsonObject | undefined {
  const body = getField(envelope, 'body') ?? getField(envelope, 'json');
  if (body === undefined || body === null) return undefined;
  const inner = isObject(body) ? (textOf(body, 'string') ?? body) : body;
  return textBody(inner);
}

function textBody(value: JsonValue): JsonObject | undefined {
  const parsed = unfold(value);
  if (isObject(parsed)) return parsed;
  return typeof parsed === 'string' ? joinStream(parsed) : undefined;
}

function dialectOf(
  url: string,
  request: JsonObject,
  response: JsonObject | undefined,
): DialectName | undefined {
  const {messages, input} = request;
  const kind = response === undefined ? undefined : textOf(response, 'object');
  if (messages !== undefined && isArray(messages)) {
    const isAnthropic =
      /\/v1\/messages\b/.test(url) ||
      (response !== undefined && textOf(response, 'type') === 'message') ||
      (kind === undefined && 'max_tokens' in request && 'system' in request);
    if (isAnthropic) return 'Anthropic Messages';
    const isChat = /chat\/completions/.test(url) || kind?.startsWith('chat.completion') === true;
    return isChat || textOf(request, 'model') !== undefined ? 'OpenAI Chat' : undefined;
  }
  if (input !== undefined && (kind === 'response' || /\/responses\b/.test(url))) {
    return 'OpenAI Responses';
  }
  return undefined;
}

function firstTime(record: JsonObject, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = getField(record, key);
    if (value === undefined || value === null) continue;
    const us =
      typeof value === 'number'
        ? value > MAX_SECONDS
          ? millisToUs(value)
          : secondsToUs(value)
        : isoToUs(value)?.us;
    if (us !== undefined) return us;
  }
  return undefined;
}

/** Epoch seconds beyond the year 5000 are milliseconds. */
const MAX_SECONDS = 1e11;
