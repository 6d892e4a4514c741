import type {JsonObject, JsonValue, Locator, SpanDraft} from '../../api.js';
import {compact, isObject} from '../../api.js';
import {textOf} from '../fields.js';
import {within} from '../places.js';
import {ListNumbers, Transcript} from '../transcript.js';
import {noteAsked, noteResults} from './asked-calls.js';
import {readCalls, toMessage} from './message.js';
import {SAMPLE} from './sample-reading.js';
import type {SampleReading} from './sample-reading.js';

/** A sample that kept its messages and no events: each assistant message is a reply, without times. */
export function readMessagesOnly(reading: SampleReading, messages: readonly JsonValue[]): void {
  const {traceId, facts} = reading;
  const transcript = new Transcript(traceId, SAMPLE, new ListNumbers());
  for (const [index, raw] of messages.entries()) {
    const at = within(reading.at, `/messages/${String(index)}`);
    const message = toMessage(raw, reading.pools.texts);
    if (message.role !== 'assistant' || !isObject(raw)) {
      if (isObject(raw) && message.role === 'tool') readResult(reading, raw, at);
      if (message.role === 'user') {
        facts.push({kind: 'event', event: userTurn(reading, raw), at});
      }
      transcript.hear(message, at, facts);
      continue;
    }
    const spanId = `message-${String(index + 1)}`;
    const model = textOf(raw, 'model');
    facts.push({
      kind: 'span',
      span: compact<SpanDraft>({
        traceId,
        spanId,
        parentId: SAMPLE,
        kind: 'llm',
        name: 'generate',
        model,
        roundId: spanId,
        derivedId: true,
      }),
      at,
    });
    transcript.ask(spanId, at, facts);
    transcript.answer(spanId, [message], at, facts);
    for (const call of readCalls(raw)) {
      noteAsked(reading, {call, roundId: spanId, startUs: undefined, at});
    }
  }
  transcript.flush(reading.at, facts);
}

function userTurn(
  reading: SampleReading,
  raw: JsonValue,
): {
  readonly traceId: string;
  readonly spanId: string;
  readonly kind: 'user-turn';
  readonly name: string;
  readonly text?: string;
} {
  const text = isObject(raw) ? textOf(raw, 'content') : undefined;
  const turn = {traceId: reading.traceId, spanId: SAMPLE, kind: 'user-turn', name: 'user'} as const;
  return text === undefined ? turn : {...turn, text};
}

/** A result whose call is not in the messages still shows that the call was made; its arguments are unknown. */
function readResult(reading: SampleReading, raw: JsonObject, at: Locator): void {
  const id = textOf(raw, 'tool_call_id');
  if (id === undefined) return;
  if (!reading.asked.has(id)) {
    const name = textOf(raw, 'function') ?? 'unknown';
    const spanId = `call:${id}`;
    reading.asked.set(id, {spanId, answered: false});
    reading.facts.push({
      kind: 'span',
      span: {
        traceId: reading.traceId,
        spanId,
        parentId: SAMPLE,
        kind: 'tool',
        name,
        toolName: name,
        toolCallId: id,
        derivedId: true,
      },
      at,
    });
  }
  noteResults(reading, [raw], at);
}
