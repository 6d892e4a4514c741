import {BigNumber, compact, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator, SpanDraft, Status, TimeBasis} from '../api.js';
import {derivedSpanId} from '../common/derived-id.js';
import {kindOfWord} from '../common/kind-words.js';
import {readError} from '../common/plain-span.js';
import type {PlainMessages} from '../common/plain-span.js';
import {readDuration, readTime} from '../common/plain-time.js';
import {unfold} from '../common/unfold.js';
import {toUsage} from '../common/usage.js';
import {leaveOut} from './leave-out.js';
import type {FieldName, MapSpec, RecordKind, TimeField, TokenName} from './map-spec.js';
import {readFirst} from './path.js';
import type {Path} from './path.js';

/** A record seen through a map. */
export interface MappedRecord {
  readonly kind: RecordKind;
  readonly span: SpanDraft;
  readonly messages: PlainMessages;
  readonly timeBasis: TimeBasis;
  readonly text: string | undefined;
  /** A value that no rule for kinds knows. */
  readonly unknownKind: string | undefined;
  /** A field that is there and is no time. */
  readonly badTime: string | undefined;
  /** The map says where ids are, and this record has none. */
  readonly lacksId: boolean;
}

/** Trace of records that name none: all of them in this source. */
const ONE_TRACE = 'log';

export function readRecord(
  spec: MapSpec,
  record: JsonValue,
  above: readonly JsonObject[],
  at: Locator,
): MappedRecord {
  const taken: Path[] = [];
  const take = (paths: readonly Path[] | undefined): JsonValue | undefined => {
    const found = paths === undefined ? undefined : readFirst(paths, record, above);
    if (found === undefined) return undefined;
    taken.push(found.path);
    return found.value;
  };
  const text = (name: FieldName): string | undefined => toText(take(spec.fields[name]));
  const {kind, unknownKind} = kindOf(spec, record, above);
  const traceId = text('trace');
  const spanId = text('span');
  const sessionId = text('session');
  const times = readTimes(spec, take);
  const {status, error} = readStatus(spec, take);
  const toolName = text('tool');
  const name = text('name') ?? toolName ?? unknownKind ?? (kind === 'end' ? '' : kind);
  const payload = (value: JsonValue | undefined): JsonValue | undefined =>
    value === undefined ? undefined : unfold(value);
  const span: SpanDraft = compact<SpanDraft>({
    traceId: traceId ?? sessionId ?? ONE_TRACE,
    spanId: spanId ?? derivedSpanId(at),
    derivedId: spanId === undefined ? true : undefined,
    parentId: text('parent'),
    kind: isSpanKind(kind) ? kind : 'other',
    name,
    agentName: text('agent'),
    agentId: text('agentId'),
    startUs: times.startUs,
    endUs: times.endUs,
    unfinished: isUnfinished(spec, times) ? true : undefined,
    status,
    statusMessage: error.message,
    errorType: error.type,
    model: text('model'),
    provider: text('provider'),
    toolName: kind === 'tool' ? (toolName ?? name) : toolName,
    toolCallId: text('call'),
    input: payload(take(spec.fields.input)),
    output: payload(take(spec.fields.output)),
    usage: readUsage(spec, take),
    finishReason: text('finish'),
    roundId: text('round'),
    sessionId,
  });
  const messages = {in: take(spec.messagesIn), out: take(spec.messagesOut)};
  const said = text('text') ?? toText(span.input);
  const rest = isObject(record) ? leaveOut(record, taken) : undefined;
  return {
    kind,
    span: rest === undefined ? span : {...span, attributes: rest},
    messages,
    timeBasis: times.basis,
    text: said,
    unknownKind,
    badTime: times.bad,
    lacksId: spec.fields.span !== undefined && spanId === undefined,
  };
}

type Take = (paths: readonly Path[] | undefined) => JsonValue | undefined;

function kindOf(
  spec: MapSpec,
  record: JsonValue,
  above: readonly JsonObject[],
): {readonly kind: RecordKind; readonly unknownKind: string | undefined} {
  let unknownKind: string | undefined;
  for (const rule of spec.kinds) {
    if (rule.when === undefined) return {kind: rule.then ?? 'other', unknownKind: undefined};
    const value = readFirst([rule.when], record, above)?.value;
    if (value === undefined) continue;
    const word = toText(value);
    if (rule.then === undefined) {
      const kind = word === undefined ? undefined : kindOfWord(word);
      if (kind !== undefined) return {kind, unknownKind: undefined};
      unknownKind ??= word;
      continue;
    }
    const isFit =
      (rule.is === undefined || (word !== undefined && rule.is.has(word.toLowerCase()))) &&
      (rule.matches === undefined || (word !== undefined && rule.matches(word)));
    if (isFit) return {kind: rule.then, unknownKind: undefined};
    if (rule.is !== undefined) unknownKind ??= word;
  }
  return {kind: 'other', unknownKind};
}

function isSpanKind(kind: RecordKind): kind is SpanDraft['kind'] {
  return kind !== 'end' && kind !== 'user-turn' && kind !== 'skip';
}

interface Times {
  readonly startUs: number | undefined;
  readonly endUs: number | undefined;
  readonly basis: TimeBasis;
  readonly bad: string | undefined;
}

function readTimes(spec: MapSpec, take: Take): Times {
  let bad: string | undefined;
  const zones = {isNaive: false};
  const read = (field: TimeField | undefined): number | undefined => {
    const value = field === undefined ? undefined : take(field.from);
    if (field === undefined || value === undefined) return undefined;
    const time = readTime(value, field.unit);
    if (time === undefined) bad ??= toText(value) ?? 'not a time';
    else if (!time.hasZone && field.zone === 'local') zones.isNaive = true;
    return time?.us;
  };
  let startUs = read(spec.start);
  let endUs = read(spec.end);
  const length = spec.duration === undefined ? undefined : take(spec.duration.from);
  if (length !== undefined && spec.duration !== undefined) {
    const us = readDuration(length, spec.duration.unit);
    if (us === undefined) bad ??= toText(length) ?? 'not a duration';
    else if (endUs === undefined && startUs !== undefined) endUs = startUs + us;
    else if (startUs === undefined && endUs !== undefined) startUs = endUs - us;
  }
  const isNone = startUs === undefined && endUs === undefined;
  return {startUs, endUs, basis: isNone ? 'none' : zones.isNaive ? 'naive-local' : 'utc', bad};
}

/** Only where the map says how an end would look. */
function isUnfinished(spec: MapSpec, {startUs, endUs}: Times): boolean {
  const hasEnds = spec.end !== undefined || spec.duration !== undefined;
  return hasEnds && startUs !== undefined && endUs === undefined;
}

function readStatus(
  spec: MapSpec,
  take: Take,
): {readonly status: Status | undefined; readonly error: ReturnType<typeof readError>} {
  const value = spec.status === undefined ? undefined : toText(take(spec.status.from));
  const word = value?.toLowerCase();
  const given = take(spec.fields.error);
  const error = given === undefined ? {failed: false} : readError(given);
  const isError = error.failed || (word !== undefined && spec.status?.error.has(word) === true);
  const isOk = word !== undefined && spec.status?.ok.has(word) === true;
  return {status: isError ? 'error' : isOk ? 'ok' : undefined, error};
}

function readUsage(spec: MapSpec, take: Take): SpanDraft['usage'] {
  const count = (name: TokenName): number | undefined => {
    const value = take(spec.tokens[name]);
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) && number >= 0
      ? Math.round(number)
      : undefined;
  };
  return toUsage({
    input: count('input'),
    output: count('output'),
    cachedRead: count('cachedRead'),
    cachedWrite: count('cachedWrite'),
    reasoning: count('reasoning'),
    total: count('total'),
    inputExcludesCached: spec.inputExcludesCached,
  });
}

/** Longest id or name taken from a log. */
const MAX_TEXT = 4096;

function toText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof BigNumber ? value.text : undefined;
}
