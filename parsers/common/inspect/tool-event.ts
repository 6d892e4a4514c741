import type {JsonObject, Locator, SpanDraft} from '../../api.js';
import {compact, getField} from '../../api.js';
import {isTrue, objectOf, pickFields, textOf} from '../fields.js';
import {flattenResult} from '../messages/part.js';
import {isoToUs} from '../time.js';
import type {FlatEvent} from './flatten.js';
import {resolveTexts} from './refs.js';
import type {SampleReading} from './sample-reading.js';
import {findParent} from './span-events.js';

/** One tool call; the span of its execution is the same call, what it did hangs below. */
export function readToolEvent(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const {raw, id} = event;
  const {texts} = reading.pools;
  const error = objectOf(raw, 'error');
  const isPending = isTrue(raw, 'pending');
  const failed = error !== undefined || isTrue(raw, 'failed');
  const callId = textOf(raw, 'id');
  const name = textOf(raw, 'function') ?? 'unknown';
  const input = getField(raw, 'arguments');
  const result = getField(raw, 'result');
  const merged = reading.mergedSpans.get(id);
  const span = compact<SpanDraft>({
    traceId: reading.traceId,
    spanId: id,
    parentId: findParent(reading, event),
    // `agent` names who the conversation is handed to.
    kind: textOf(raw, 'agent') === undefined ? 'tool' : 'handoff',
    name,
    toolName: name,
    toolCallId: callId,
    startUs: isoToUs(getField(raw, 'timestamp'))?.us,
    endUs: isoToUs(getField(raw, 'completed'))?.us,
    status: failed ? 'error' : isPending ? undefined : 'ok',
    errorType: error === undefined ? undefined : textOf(error, 'type'),
    statusMessage: error === undefined ? undefined : textOf(error, 'message'),
    input: input === undefined ? undefined : resolveTexts(input, texts),
    output:
      result === undefined || isPending ? undefined : flattenResult(resolveTexts(result, texts)),
    roundId: callId === undefined ? undefined : reading.rounds.get(callId),
    derivedId: event.derived ? true : undefined,
    unfinished: isPending ? true : undefined,
    attributes: {
      ...pickFields(raw, ['truncated', 'agent', 'agent_span_id', 'working_time', 'type']),
      ...(merged === undefined ? {} : {merged_span_id: merged}),
    },
  });
  reading.facts.push({kind: 'span', span, at});
}

/** What a tool did in its sandbox: no step of the agent, but where its time went. */
export function readSandboxEvent(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const {raw} = event;
  const {texts} = reading.pools;
  const action = textOf(raw, 'action') ?? 'event';
  const code = getField(raw, 'result');
  const failed = typeof code === 'number' && code !== 0;
  const span = compact<SpanDraft>({
    ...timedSpan(reading, event),
    kind: 'other',
    name: `sandbox ${action}`,
    status: failed ? 'error' : undefined,
    errorType: failed ? `exit code ${String(code)}` : undefined,
    input: resolveTexts(pickFields(raw, ['cmd', 'file', 'input', 'options']), texts),
    output: resolveTexts(getField(raw, 'output') ?? null, texts) ?? undefined,
    attributes: pickFields(raw, ['result']),
  });
  reading.facts.push({kind: 'span', span, at});
}

/** A subtask of logs before spans: what ran in it is nested in it. */
export function readSubtaskEvent(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const {raw} = event;
  const {texts} = reading.pools;
  const span = compact<SpanDraft>({
    ...timedSpan(reading, event),
    kind: 'chain',
    name: textOf(raw, 'name') ?? 'subtask',
    input: resolveTexts(getField(raw, 'input') ?? null, texts) ?? undefined,
    output: resolveTexts(getField(raw, 'result') ?? null, texts) ?? undefined,
    attributes: pickFields(raw, ['type']),
  });
  reading.facts.push({kind: 'span', span, at});
}

function timedSpan(
  reading: SampleReading,
  event: FlatEvent,
): Pick<SpanDraft, 'traceId' | 'spanId'> & Partial<SpanDraft> {
  const {raw}: {raw: JsonObject} = event;
  return compact<Pick<SpanDraft, 'traceId' | 'spanId'> & Partial<SpanDraft>>({
    traceId: reading.traceId,
    spanId: event.id,
    parentId: findParent(reading, event),
    startUs: isoToUs(getField(raw, 'timestamp'))?.us,
    endUs: isoToUs(getField(raw, 'completed'))?.us,
    derivedId: event.derived ? true : undefined,
    unfinished: isTrue(raw, 'pending') ? true : undefined,
  });
}
