import type {Fact, JsonObject, Locator, SpanDraft, TraceDraft} from '../../api.js';
import {compact} from '../../api.js';
import {Oddities} from '../oddities.js';
import {isoToUs} from '../time.js';
import {ListNumbers, Transcript} from '../transcript.js';
import {UniqueNames} from '../unique-names.js';

export const AGENT = 'agent';

/** One run of OpenHands as it is being read. */
export interface Run {
  readonly traceId: string;
  readonly transcript: Transcript;
  readonly firstAt: Locator;
  lastAt: Locator;
  startUs: number | undefined;
  endUs: number | undefined;
  /** Time of the event before: a request goes out when its input was there. */
  previousUs: number | undefined;
  hasZone: boolean;
  /** Model replies told so far, by response id, with the number of messages written of each. */
  readonly replies: Map<string, number>;
  /** Tool calls without an observation: key of the action to its span. */
  readonly open: Map<string, OpenAction>;
  calls: number;
  /** Agents at work, the innermost last: a delegate acts until its observation. */
  readonly agents: {readonly spanId: string; readonly actionKey: string}[];
  outcome: TraceDraft['outcome'];
  attributes: JsonObject;
}

export interface OpenAction {
  readonly spanId: string;
  readonly toolCallId?: string;
  readonly at: Locator;
}

export interface Reading {
  facts: Fact[];
  readonly oddities: Oddities;
  readonly numbers: ListNumbers;
  /** Trace ids handed out: an instance may be there twice. */
  readonly traceIds: UniqueNames;
}

export function createReading(): Reading {
  return {
    facts: [],
    oddities: new Oddities(),
    numbers: new ListNumbers(),
    traceIds: new UniqueNames(),
  };
}

/** Announces a run with its agent. */
export function startRun(reading: Reading, wanted: string, at: Locator): Run {
  const traceId = reading.traceIds.take(wanted);
  const name = 'OpenHands';
  reading.facts.push({
    kind: 'span',
    span: {traceId, spanId: AGENT, kind: 'agent', name, agentName: name},
    at,
  });
  return {
    traceId,
    transcript: new Transcript(traceId, AGENT, reading.numbers),
    firstAt: at,
    lastAt: at,
    startUs: undefined,
    endUs: undefined,
    previousUs: undefined,
    hasZone: false,
    replies: new Map(),
    open: new Map(),
    calls: 0,
    agents: [],
    outcome: undefined,
    attributes: {},
  };
}

/** Time of an event. OpenHands writes local time without a zone; it is read as UTC and said so. */
export function readTime(run: Run, event: JsonObject): number | undefined {
  const time = isoToUs(event.timestamp);
  if (time === undefined) return undefined;
  if (time.hasZone) run.hasZone = true;
  if (run.startUs === undefined || time.us < run.startUs) run.startUs = time.us;
  if (run.endUs === undefined || time.us > run.endUs) run.endUs = time.us;
  return time.us;
}

/** Span of the agent at work. */
export function agentOf(run: Run): string {
  return run.agents.at(-1)?.spanId ?? AGENT;
}

export function finishRun(reading: Reading, run: Run): void {
  const {facts} = reading;
  const {traceId, startUs, endUs, lastAt: at} = run;
  run.transcript.flush(at, facts);
  for (const {spanId, at: where} of run.open.values()) {
    facts.push({kind: 'span-patch', traceId, spanId, patch: {unfinished: true}, at: where});
  }
  run.open.clear();
  const hasAttributes = Object.keys(run.attributes).length > 0;
  const status = run.outcome === undefined ? undefined : toStatus(run.outcome.value);
  const patch = compact<Partial<SpanDraft>>({
    startUs,
    endUs,
    status,
    attributes: hasAttributes ? run.attributes : undefined,
  });
  if (Object.keys(patch).length > 0) {
    facts.push({kind: 'span-patch', traceId, spanId: AGENT, patch, at});
  }
  const timeBasis = startUs === undefined ? 'none' : run.hasZone ? 'utc' : 'naive-local';
  facts.push({
    kind: 'trace',
    trace: compact<TraceDraft>({traceId, timeBasis, outcome: run.outcome}),
  });
}

function toStatus(value: 'succeeded' | 'failed' | 'unknown'): SpanDraft['status'] {
  if (value === 'unknown') return undefined;
  return value === 'succeeded' ? 'ok' : 'error';
}
