import type {JsonObject, SpanDraft} from '../api.js';
import {compact, getField} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {textMessage} from '../common/messages/payload.js';
import {agentOf} from '../common/openhands/run.js';
import type {Reading, Run} from '../common/openhands/run.js';
import {isEndText, writeEnd} from '../common/openhands/said.js';
import {endDelegate} from './action.js';
import type {Told} from './told.js';

/** Observations of what is no call: context that was looked up, an action without effect. */
const SILENT = new Set([
  'recall',
  'null',
  'condense',
  'condensation',
  'system',
  'message',
  'finish',
]);

/** What an event tells of the action that it names as its cause. */
export function readObservation(reading: Reading, run: Run, told: Told): void {
  const {event, us, at} = told;
  const kind = textOf(event, 'observation') ?? '';
  const key = causeOf(run, event);
  const call = key === undefined ? undefined : run.open.get(key);
  if (key === undefined || call === undefined) {
    readLoose(reading, run, told, kind);
    return;
  }
  run.open.delete(key);
  const patch = compact<Partial<SpanDraft>>({endUs: us, ...readResult(event, kind)});
  const {spanId, toolCallId} = call;
  reading.facts.push({kind: 'span-patch', traceId: run.traceId, spanId, patch, at});
  if (kind === 'delegate') endDelegate(reading, run, told, key);
  const part = compact({
    kind: 'tool-result',
    id: toolCallId,
    result: patch.output,
    isError: patch.status === 'error' ? true : undefined,
  } as const);
  run.transcript.hear({role: 'tool', parts: [part]}, at, reading.facts);
}

/** Old histories have no ids: the observation of a pair answers the action before it. */
function causeOf(run: Run, event: JsonObject): string | undefined {
  const cause = numberOf(event, 'cause');
  if (cause !== undefined) return String(cause);
  return numberOf(event, 'id') === undefined ? [...run.open.keys()].at(-1) : undefined;
}

/** Failed when it is an error, says so, or has an exit code (-1 = still running). */
function readResult(event: JsonObject, kind: string): Partial<SpanDraft> {
  const extras = objectOf(event, 'extras') ?? {};
  const metadata = objectOf(extras, 'metadata') ?? {};
  const code = numberOf(metadata, 'exit_code') ?? numberOf(extras, 'exit_code');
  const badCode = code !== undefined && code !== 0 && code !== -1;
  const success = getField(event, 'success');
  const failed = kind === 'error' || success === false || badCode;
  const isKnown = code === 0 || success === true;
  const content = getField(event, 'content');
  return compact<Partial<SpanDraft>>({
    status: failed ? 'error' : isKnown ? 'ok' : undefined,
    errorType: failed ? (badCode ? `exit code ${String(code)}` : kind) : undefined,
    statusMessage: kind === 'error' ? textOf(event, 'content') : undefined,
    output: content ?? undefined,
    attributes: code === undefined ? undefined : {exit_code: code},
  });
}

/** What answers no action: an error of the controller or of a malformed call, a change of state. */
function readLoose(reading: Reading, run: Run, told: Told, kind: string): void {
  const {event, us, at} = told;
  const text = textOf(event, 'content') ?? textOf(event, 'message') ?? '';
  const extras = objectOf(event, 'extras') ?? {};
  if (kind === 'error') {
    reading.facts.push({
      kind: 'event',
      event: compact({
        traceId: run.traceId,
        spanId: agentOf(run),
        kind: 'exception',
        name: textOf(extras, 'error_id') ?? 'error',
        timeUs: us,
        text,
      }),
      at,
    });
    run.transcript.hear({...textMessage('user', text), synthetic: true}, at, reading.facts);
    if (isEndText(text)) endRun(reading, run, told, text);
    return;
  }
  if (kind !== 'agent_state_changed') {
    if (!SILENT.has(kind)) writeOrphan(reading, run, told, kind);
    return;
  }
  const state = textOf(extras, 'agent_state');
  const reason = textOf(extras, 'reason') ?? text;
  if (state === 'error' || isEndText(reason)) endRun(reading, run, told, reason || 'error');
}

/** The action is not in this source: the call happened, so it is a span. */
function writeOrphan(reading: Reading, run: Run, {event, us, at}: Told, kind: string): void {
  run.calls++;
  const cause = numberOf(event, 'cause');
  const span = compact<SpanDraft>({
    ...readResult(event, kind),
    traceId: run.traceId,
    spanId: cause === undefined ? `observation-${String(run.calls)}` : `action-${String(cause)}`,
    parentId: agentOf(run),
    kind: 'tool',
    name: kind,
    toolName: kind,
    endUs: us,
    derivedId: true,
  });
  reading.facts.push({kind: 'span', span, at});
  reading.oddities.note({
    code: 'tool-result-without-call',
    severity: 'notice',
    message: 'a tool result answers a call that is not in this source',
    at,
  });
}

function endRun(reading: Reading, run: Run, {us, at}: Told, text: string): void {
  const end = {text, saidBy: 'OpenHands controller', at};
  writeEnd(reading, run, us === undefined ? end : {...end, us});
}
