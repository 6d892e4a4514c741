import {BigNumber, SPAN_KINDS, compact, getField, isObject} from '../api.js';
import type {
  JsonObject,
  JsonValue,
  SpanDraft,
  SpanEventDraft,
  StateEventKind,
  TimeBasis,
  TraceDraft,
} from '../api.js';
import {setField} from '../common/attributes.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {kindOfWord} from '../common/kind-words.js';
import {readError} from '../common/plain-span.js';
import {readTime} from '../common/plain-time.js';
import type {IsoTime} from '../common/time.js';
import {toUsage} from '../common/usage.js';

const READ = new Set([
  'whatbroke',
  'trace',
  'span',
  'parent',
  'kind',
  'name',
  'session',
  'start',
  'end',
  'status',
  'error',
  'agent',
  'agentId',
  'model',
  'provider',
  'tool',
  'call',
  'round',
  'input',
  'output',
  'messages',
  'reply',
  'tokens',
  'finish',
  'attributes',
  'outcome',
  'saidBy',
]);

const EVENT_KINDS: readonly StateEventKind[] = [
  'user-turn',
  'compaction',
  'agent-start',
  'exception',
  'limit',
  'retry',
  'state',
  'log',
];

export interface ReadSpan {
  readonly span: SpanDraft;
  /** What a line without "name" adds to its span. */
  readonly patch: Partial<SpanDraft> | undefined;
  readonly basis: TimeBasis;
  readonly problems: readonly string[];
}

export function readSpan(raw: JsonObject, traceId: string, spanId: string): ReadSpan {
  const problems: string[] = [];
  const start = timeOf(raw, 'start', problems);
  const end = timeOf(raw, 'end', problems);
  const word = textOf(raw, 'kind');
  const kind = word === undefined ? undefined : kindOfWord(word);
  if (word !== undefined && kind === undefined) {
    const known = SPAN_KINDS.join(', ');
    problems.push(`"kind" is none of ${known}: "${word.slice(0, 80)}"`);
  }
  const error = readError(raw.error ?? null);
  const status = error.failed || raw.status === 'error' ? 'error' : undefined;
  const name = textOf(raw, 'name');
  const fields = compact<Partial<SpanDraft>>({
    parentId: idOf(raw.parent),
    kind,
    name,
    agentName: textOf(raw, 'agent'),
    agentId: idOf(raw.agentId),
    startUs: start?.us,
    endUs: end?.us,
    status: status ?? (raw.status === 'ok' ? 'ok' : undefined),
    statusMessage: error.message,
    errorType: error.type,
    model: textOf(raw, 'model'),
    provider: textOf(raw, 'provider'),
    toolName: textOf(raw, 'tool') ?? (kind === 'tool' ? name : undefined),
    toolCallId: idOf(raw.call),
    input: raw.input,
    output: raw.output,
    usage: usageOf(objectOf(raw, 'tokens')),
    finishReason: textOf(raw, 'finish'),
    roundId: idOf(raw.round),
    sessionId: idOf(raw.session),
    attributes: attributesOf(raw),
  });
  const isPatch = name === undefined;
  const isUnfinished = !isPatch && start !== undefined && end === undefined;
  const span: SpanDraft = {
    ...fields,
    ...(isUnfinished ? {unfinished: true} : {}),
    traceId,
    spanId,
    kind: kind ?? 'other',
    name: name ?? '',
  };
  const known = start ?? end;
  const basis = known === undefined ? 'none' : known.hasZone ? 'utc' : 'naive-local';
  // The end of a span that an earlier line started.
  const closing = end === undefined ? fields : {...fields, unfinished: false};
  return {span, patch: isPatch ? closing : undefined, basis, problems};
}

/** Undefined where "event" is none of the kinds. */
export function readEvent(raw: JsonObject, traceId: string): SpanEventDraft | undefined {
  const kind = EVENT_KINDS.find((known) => known === raw.event);
  if (kind === undefined) return undefined;
  return compact<SpanEventDraft>({
    traceId,
    spanId: idOf(raw.span),
    kind,
    name: textOf(raw, 'name') ?? kind,
    text: textOf(raw, 'text'),
    synthetic: raw.synthetic === true ? true : undefined,
    tokensBefore: numberOf(raw, 'tokensBefore'),
    tokensAfter: numberOf(raw, 'tokensAfter'),
    fingerprint: textOf(raw, 'fingerprint'),
    agentName: textOf(raw, 'agent'),
    agentId: idOf(raw.agentId),
    attributes: objectOf(raw, 'attributes'),
  });
}

export function readOutcome(raw: JsonObject): TraceDraft['outcome'] {
  const value = raw.outcome;
  if (value !== 'succeeded' && value !== 'failed' && value !== 'unknown') return undefined;
  return {value, saidBy: textOf(raw, 'saidBy') ?? 'log'};
}

/** An id: a text, or a number by its digits. */
export function idOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value.slice(0, 512);
  if (typeof value === 'number') return String(value);
  return value instanceof BigNumber ? value.text : undefined;
}

export function readTimeField(value: JsonValue | undefined): IsoTime | undefined {
  return value === undefined || value === null ? undefined : readTime(value, 'auto');
}

function timeOf(raw: JsonObject, key: string, problems: string[]): IsoTime | undefined {
  const value = getField(raw, key);
  const time = readTimeField(value);
  if (time === undefined && value !== undefined && value !== null) {
    problems.push(`"${key}" is no time: write ISO 8601, or a number since 1970 in s, ms, us or ns`);
  }
  return time;
}

function usageOf(tokens: JsonObject | undefined): SpanDraft['usage'] {
  if (tokens === undefined) return undefined;
  return toUsage({
    input: numberOf(tokens, 'input'),
    output: numberOf(tokens, 'output'),
    cachedRead: numberOf(tokens, 'cachedRead'),
    cachedWrite: numberOf(tokens, 'cachedWrite'),
    reasoning: numberOf(tokens, 'reasoning'),
  });
}

/** `attributes`, and every field that is not ours. */
function attributesOf(raw: JsonObject): JsonObject | undefined {
  const out: Record<string, JsonValue> = {};
  const given = raw.attributes;
  for (const from of [isObject(given) ? given : {}, raw]) {
    for (const key of Object.keys(from)) {
      const value = getField(from, key);
      if (value !== undefined && (from !== raw || !READ.has(key))) setField(out, key, value);
    }
  }
  return Object.keys(out).length === 0 ? undefined : out;
}
