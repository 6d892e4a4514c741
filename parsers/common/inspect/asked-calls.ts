import type {JsonValue, Locator, SpanDraft} from '../../api.js';
import {compact, getField, isObject} from '../../api.js';
import {objectOf, textOf} from '../fields.js';
import {flattenResult} from '../messages/part.js';
import type {AskedCall} from './message.js';
import {resolveTexts} from './refs.js';
import type {SampleReading} from './sample-reading.js';

interface Asked {
  readonly call: AskedCall;
  readonly roundId: string;
  readonly startUs: number | undefined;
  readonly at: Locator;
}

/**
 * Agents inside a sandbox (bridged ones) leave model events and no tool events: their calls are known
 * from the replies, the results from the input of a later call.
 */
export function noteAsked(reading: SampleReading, {call, roundId, startUs, at}: Asked): void {
  const {id, name} = call;
  if (id === undefined || reading.evented.has(id) || reading.asked.has(id)) return;
  const spanId = `call:${id}`;
  reading.asked.set(id, {spanId, answered: false});
  reading.facts.push({
    kind: 'span',
    span: compact<SpanDraft>({
      traceId: reading.traceId,
      spanId,
      parentId: roundId,
      kind: 'tool',
      name,
      toolName: name,
      toolCallId: id,
      input: resolveTexts(call.arguments, reading.pools.texts),
      startUs,
      roundId,
      derivedId: true,
      unfinished: true,
    }),
    at,
  });
}

/** Results among the messages that a call was given. */
export function noteResults(
  reading: SampleReading,
  input: readonly JsonValue[],
  at: Locator,
): void {
  if (reading.asked.size === 0) return;
  for (const message of input) {
    if (!isObject(message)) continue;
    const id = textOf(message, 'tool_call_id');
    const asked = id === undefined ? undefined : reading.asked.get(id);
    if (asked === undefined || asked.answered) continue;
    asked.answered = true;
    const error = objectOf(message, 'error');
    const content = getField(message, 'content');
    reading.facts.push({
      kind: 'span-patch',
      traceId: reading.traceId,
      spanId: asked.spanId,
      patch: compact<Partial<SpanDraft>>({
        output:
          content === undefined
            ? undefined
            : flattenResult(resolveTexts(content, reading.pools.texts)),
        status: error === undefined ? 'ok' : 'error',
        errorType: error === undefined ? undefined : textOf(error, 'type'),
        statusMessage: error === undefined ? undefined : textOf(error, 'message'),
        unfinished: false,
      }),
      at,
    });
  }
}
