import type {Fact, JsonObject, JsonValue, Locator, SpanDraft, TraceDraft} from '../../api.js';
import {compact, getField, isArray, isObject} from '../../api.js';
import {isEmpty, numberOf, objectOf, pickFields, textOf} from '../fields.js';
import type {Oddities} from '../oddities.js';
import {within} from '../places.js';
import {isoToUs} from '../time.js';
import {noteResults} from './asked-calls.js';
import type {EvalInfo} from './eval-info.js';
import {flattenEvents, pairToolSpans} from './flatten.js';
import type {FlatEvent, FlatEvents} from './flatten.js';
import {readMessagesOnly} from './messages-only.js';
import {readModelEvent} from './model-event.js';
import {scoreVerdict, toOutcome} from './outcome.js';
import {readTexts} from './refs.js';
import type {Pools} from './refs.js';
import {SAMPLE, createSampleReading} from './sample-reading.js';
import type {SampleReading} from './sample-reading.js';
import {beginSpan, endSpan, readStep} from './span-events.js';
import {readStateEvent} from './state-events.js';
import {readSandboxEvent, readSubtaskEvent, readToolEvent} from './tool-event.js';

/** Events whose facts are held before they are handed on. */
const BATCH = 500;

/** A whole sample; one that is spread over files is put together first. */
export interface SampleInput {
  readonly sample: JsonObject;
  readonly info: EvalInfo;
  readonly at: Locator;
  readonly oddities: Oddities;
}

/** One sample is one run: its events become spans, its scores and limits verdicts. */
export function* readSample(input: SampleInput): Generator<readonly Fact[], undefined> {
  const {sample, info, at, oddities} = input;
  const transcript = objectOf(sample, 'transcript');
  const pools: Pools = {
    texts: readTexts(
      getField(sample, 'attachments') ??
        (transcript === undefined ? undefined : getField(transcript, 'content')),
    ),
    messages: poolOf(sample),
  };
  const listed = getField(sample, 'events');
  const inner = transcript === undefined ? undefined : getField(transcript, 'events');
  const flat = isArray(listed)
    ? flattenEvents(listed, '/events')
    : flattenEvents(isArray(inner) ? inner : [], '/transcript/events');
  const reading = startReading(traceIdOf(sample, info), SAMPLE, {flat, pools, at, oddities});
  const root = rootSpan(reading, sample, info);
  reading.facts.push({kind: 'span', span: root, at});
  yield* readEvents(reading, flat);
  const messages = getField(sample, 'messages');
  if (isArray(messages)) {
    if (flat.events.length === 0) readMessagesOnly(reading, messages);
    else noteResults(reading, messages, at);
  }
  finishSample(reading, sample, info);
  yield reading.facts.splice(0);
  return undefined;
}

/** A bare list of events, as tools around Inspect write them: no sample and no eval around it. */
export function* readEventList(
  list: readonly JsonValue[],
  input: Omit<SampleInput, 'info'>,
): Generator<readonly Fact[], undefined> {
  const {sample, at, oddities} = input;
  const flat = flattenEvents(list, '/events');
  const pools = {texts: readTexts(getField(sample, 'attachments')), messages: poolOf(sample)};
  const reading = startReading('events', undefined, {flat, pools, at, oddities});
  yield* readEvents(reading, flat);
  reading.facts.push({
    kind: 'trace',
    trace: {traceId: 'events', timeBasis: reading.hasTimes ? 'utc' : 'none'},
  });
  yield reading.facts.splice(0);
  return undefined;
}

function startReading(
  traceId: string,
  rootId: string | undefined,
  input: {
    readonly flat: FlatEvents;
    readonly pools: Pools;
    readonly at: Locator;
    readonly oddities: Oddities;
  },
): SampleReading {
  const {flat, pools, at, oddities} = input;
  for (const pointer of flat.bad) {
    oddities.note({
      code: 'not-an-event',
      severity: 'data-loss',
      message: 'an event of a sample must be an object with a type in `event`',
      at: within(at, pointer),
    });
  }
  const evented = new Set<string>();
  for (const {raw} of flat.events) {
    const id = textOf(raw, 'event') === 'tool' ? textOf(raw, 'id') : undefined;
    if (id !== undefined) evented.add(id);
  }
  const aliases = pairToolSpans(flat.events);
  return createSampleReading({traceId, rootId, at, pools, oddities, aliases, evented});
}

function* readEvents(reading: SampleReading, {events}: FlatEvents): Generator<readonly Fact[]> {
  for (const event of events) {
    const at = within(reading.at, event.pointer);
    see(reading, event);
    readEvent(reading, event, at);
    if (reading.facts.length >= BATCH) yield reading.facts.splice(0);
  }
}

function see(reading: SampleReading, {raw}: FlatEvent): void {
  for (const key of ['timestamp', 'completed']) {
    const us = isoToUs(getField(raw, key))?.us;
    if (us === undefined) continue;
    reading.hasTimes = true;
    reading.firstUs = Math.min(reading.firstUs ?? us, us);
    reading.lastUs = Math.max(reading.lastUs ?? us, us);
  }
}

function readEvent(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const type = textOf(event.raw, 'event') ?? '';
  switch (type) {
    case 'model':
      readModelEvent(reading, event, at);
      return;
    case 'tool':
      readToolEvent(reading, event, at);
      return;
    case 'span_begin':
      beginSpan(reading, event, at);
      return;
    case 'span_end':
      endSpan(reading, event, at);
      return;
    case 'step':
      readStep(reading, event, at);
      return;
    case 'subtask':
      readSubtaskEvent(reading, event, at);
      return;
    case 'sandbox':
      readSandboxEvent(reading, event, at);
      return;
    default:
      if (!readStateEvent(reading, event, at)) reading.oddities.noteUnknown('events', type, at);
  }
}

function poolOf(sample: JsonObject): readonly JsonValue[] {
  const data = objectOf(sample, 'events_data');
  const pool =
    (data === undefined ? undefined : getField(data, 'messages')) ??
    getField(sample, 'message_pool');
  return isArray(pool) ? pool : [];
}

/** Sample ids are numbers or texts and repeat in every eval: the eval's own id stands before them. */
function traceIdOf(sample: JsonObject, info: EvalInfo): string {
  return `${info.id}:${textOf(sample, 'uuid') ?? sampleName(sample)}`;
}

function sampleName(sample: JsonObject): string {
  const id = getField(sample, 'id');
  const shown = typeof id === 'string' || typeof id === 'number' ? String(id) : '?';
  return `sample ${shown} epoch ${String(numberOf(sample, 'epoch') ?? 1)}`;
}

function rootSpan(reading: SampleReading, sample: JsonObject, info: EvalInfo): SpanDraft {
  const {traceId} = reading;
  return compact<SpanDraft>({
    traceId,
    spanId: SAMPLE,
    kind: 'agent',
    name: info.task ?? sampleName(sample),
    agentName: info.task,
    model: info.model,
    startUs: isoToUs(getField(sample, 'started_at'))?.us,
    derivedId: true,
  });
}

function finishSample(reading: SampleReading, sample: JsonObject, info: EvalInfo): void {
  const {traceId, at, facts} = reading;
  const error = objectOf(sample, 'error');
  const message = error === undefined ? reading.error : (textOf(error, 'message') ?? 'error');
  facts.push({
    kind: 'span-patch',
    traceId,
    spanId: SAMPLE,
    patch: compact<Partial<SpanDraft>>({
      // Where no start is logged, the first event is the first thing known of the run.
      startUs: isoToUs(getField(sample, 'started_at'))?.us ?? reading.firstUs,
      endUs: isoToUs(getField(sample, 'completed_at'))?.us ?? reading.lastUs,
      status: message === undefined ? undefined : 'error',
      statusMessage: message,
      attributes: attributesOf(sample),
    }),
    at,
  });
  readEnds(reading, sample);
  const scores = getField(sample, 'scores') ?? getField(sample, 'score');
  const trace = compact<TraceDraft>({
    traceId,
    name: info.task === undefined ? sampleName(sample) : `${info.task}: ${sampleName(sample)}`,
    timeBasis: reading.hasTimes ? 'utc' : 'none',
    outcome: toOutcome(scores, message),
    attributes: compact({eval_status: info.status, sample_id: getField(sample, 'id')}),
  });
  facts.push({kind: 'trace', trace});
}

/** Scores, the limit and the errors of earlier attempts, for samples whose events do not tell them. */
function readEnds(reading: SampleReading, sample: JsonObject): void {
  const {traceId, at, facts} = reading;
  const scores = getField(sample, 'scores');
  if (isObject(scores)) {
    for (const [scorer, score] of Object.entries(scores)) {
      if (!isObject(score)) continue;
      const verdict = scoreVerdict(traceId, scorer, score);
      facts.push({kind: 'verdict', verdict: {...verdict, spanId: SAMPLE}, at});
    }
  }
  const limit = objectOf(sample, 'limit');
  if (limit !== undefined && !reading.hasLimit) {
    const type = textOf(limit, 'type') ?? 'unknown';
    const verdict = {
      traceId,
      spanId: SAMPLE,
      kind: 'limit' as const,
      said: `${type} limit`,
      saidBy: `inspect sample.limit ${type}`,
      value: numberOf(limit, 'limit'),
    };
    facts.push({kind: 'verdict', verdict: compact(verdict), at});
  }
  const retries = getField(sample, 'error_retries');
  if (!isArray(retries)) return;
  for (const retry of retries) {
    const text = isObject(retry) ? textOf(retry, 'message') : undefined;
    const event = compact({
      traceId,
      spanId: SAMPLE,
      kind: 'retry' as const,
      name: 'sample-retry',
      text,
    });
    facts.push({kind: 'event', event, at});
  }
}

function attributesOf(sample: JsonObject): JsonObject | undefined {
  const kept = pickFields(sample, [
    'target',
    'model_usage',
    'total_time',
    'working_time',
    'metadata',
    'invalidation',
  ]);
  return isEmpty(kept) ? undefined : kept;
}
