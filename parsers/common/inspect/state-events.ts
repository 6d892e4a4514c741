import type {JsonObject, JsonValue, Locator, SpanEventDraft, StateEventKind} from '../../api.js';
import {compact, getField, isArray, isObject} from '../../api.js';
import {numberOf, objectOf, textOf} from '../fields.js';
import {isoToUs} from '../time.js';
import type {FlatEvent} from './flatten.js';
import {resolveTexts} from './refs.js';
import type {SampleReading} from './sample-reading.js';
import {findParent} from './span-events.js';
import {scoreVerdict} from './outcome.js';

/** Events that change what the agent knows or that judge it. Returns false for a type not known here. */
export function readStateEvent(reading: SampleReading, event: FlatEvent, at: Locator): boolean {
  const {raw} = event;
  switch (textOf(raw, 'event') ?? '') {
    case 'sample_init': {
      const sample = objectOf(raw, 'sample') ?? {};
      write(reading, event, at, {
        kind: 'user-turn',
        name: 'input',
        text: inputText(reading, sample),
      });
      return true;
    }
    case 'input':
      write(reading, event, at, {kind: 'user-turn', name: 'user', text: textOf(raw, 'input')});
      return true;
    case 'sample_limit':
      readLimit(reading, event, at);
      return true;
    case 'interrupt':
      write(reading, event, at, {kind: 'limit', name: 'interrupt', text: textOf(raw, 'source')});
      return true;
    case 'error':
      readError(reading, event, at);
      return true;
    case 'score':
      readScore(reading, event, at);
      return true;
    case 'compaction':
      write(reading, event, at, {
        kind: 'compaction',
        name: textOf(raw, 'type') ?? 'compaction',
        tokensBefore: numberOf(raw, 'tokens_before'),
        tokensAfter: numberOf(raw, 'tokens_after'),
      });
      return true;
    case 'info':
    case 'logger':
    case 'approval':
      write(reading, event, at, {
        kind: 'log',
        name: textOf(raw, 'event') ?? 'log',
        text: logText(raw),
      });
      return true;
    // Patches to the state and store repeat what messages and results say; marks of the writer's own.
    case 'state':
    case 'store':
    case 'checkpoint':
    case 'branch':
    case 'anchor':
      return true;
    default:
      return false;
  }
}

interface Said {
  readonly kind: StateEventKind;
  readonly name: string;
  readonly text?: string | undefined;
  readonly tokensBefore?: number | undefined;
  readonly tokensAfter?: number | undefined;
}

function write(reading: SampleReading, event: FlatEvent, at: Locator, said: Said): void {
  reading.facts.push({
    kind: 'event',
    event: compact<SpanEventDraft>({
      ...said,
      traceId: reading.traceId,
      spanId: findParent(reading, event),
      timeUs: isoToUs(getField(event.raw, 'timestamp'))?.us,
    }),
    at,
  });
}

function readLimit(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const {raw} = event;
  const type = textOf(raw, 'type') ?? 'unknown';
  const text = textOf(raw, 'message') ?? `${type} limit`;
  reading.hasLimit = true;
  write(reading, event, at, {kind: 'limit', name: type, text});
  reading.facts.push({
    kind: 'verdict',
    verdict: compact({
      traceId: reading.traceId,
      spanId: findParent(reading, event),
      kind: 'limit',
      said: text,
      saidBy: `inspect sample_limit ${type}`,
      value: numberOf(raw, 'limit'),
      timeUs: isoToUs(getField(raw, 'timestamp'))?.us,
    }),
    at,
  });
}

function readError(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const error = objectOf(event.raw, 'error') ?? {};
  const text = textOf(error, 'message') ?? 'error';
  reading.error ??= text;
  write(reading, event, at, {kind: 'exception', name: 'error', text});
}

function readScore(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const {raw} = event;
  const score = objectOf(raw, 'score');
  if (score === undefined) return;
  const verdict = scoreVerdict(reading.traceId, 'score', score);
  reading.facts.push({
    kind: 'verdict',
    verdict: compact({
      ...verdict,
      spanId: findParent(reading, event),
      timeUs: isoToUs(getField(raw, 'timestamp'))?.us,
    }),
    at,
  });
}

/** The task as given: a text, or messages. */
function inputText(reading: SampleReading, sample: JsonObject): string | undefined {
  const input = resolveTexts(getField(sample, 'input') ?? null, reading.pools.texts);
  if (typeof input === 'string') return input === '' ? undefined : input;
  if (!isArray(input)) return undefined;
  const texts = input.map((message) =>
    isObject(message) ? textOf(message, 'content') : undefined,
  );
  return texts.filter((text) => text !== undefined).join('\n') || undefined;
}

function logText(raw: JsonObject): string | undefined {
  const data: JsonValue =
    getField(raw, 'data') ?? getField(raw, 'message') ?? getField(raw, 'explanation') ?? null;
  if (data === null) return textOf(raw, 'decision');
  if (typeof data === 'string') return data;
  const message = isObject(data) ? textOf(data, 'message') : undefined;
  return message ?? JSON.stringify(data);
}
