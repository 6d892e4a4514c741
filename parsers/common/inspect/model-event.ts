import type {JsonObject, JsonValue, Locator, Message, SpanDraft, Usage} from '../../api.js';
import {compact, getField, isArray, isObject} from '../../api.js';
import {isEmpty, isTrue, numberOf, objectOf, pickFields, textOf} from '../fields.js';
import {isoToUs} from '../time.js';
import {toUsage} from '../usage.js';
import type {FlatEvent} from './flatten.js';
import {readCalls, readReplies, toMessage} from './message.js';
import {readInput} from './refs.js';
import type {SampleReading} from './sample-reading.js';
import {findParent} from './span-events.js';
import {noteAsked, noteResults} from './asked-calls.js';

/** One call of a model, with its whole input and its replies. */
export function readModelEvent(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const {raw, id} = event;
  const output = objectOf(raw, 'output') ?? {};
  const error = textOf(raw, 'error') ?? textOf(output, 'error');
  const usage = objectOf(output, 'usage');
  const startUs = isoToUs(getField(raw, 'timestamp'))?.us;
  const left = pickFields(raw, ['role', 'retries', 'cache', 'tool_choice', 'working_time']);
  const config = objectOf(raw, 'config');
  const choice = firstChoice(output);
  const span = compact<SpanDraft>({
    traceId: reading.traceId,
    spanId: id,
    parentId: findParent(reading, event),
    kind: 'llm',
    name: 'generate',
    startUs,
    endUs: isoToUs(getField(raw, 'completed'))?.us,
    status: error === undefined ? undefined : 'error',
    statusMessage: error,
    model: textOf(output, 'model') ?? textOf(raw, 'model'),
    provider: providerOf(textOf(raw, 'model')),
    usage: usage === undefined ? undefined : toInspectUsage(usage),
    finishReason: choice === undefined ? undefined : textOf(choice, 'stop_reason'),
    roundId: id,
    derivedId: event.derived ? true : undefined,
    unfinished: isTrue(raw, 'pending') ? true : undefined,
    attributes: {
      ...left,
      ...(config === undefined || isEmpty(config) ? {} : {config}),
      ...(usage === undefined ? {} : {usage}),
    },
  });
  reading.facts.push({kind: 'span', span, at});
  writeInput(reading, event, at);
  const replies = readReplies(output);
  if (replies.length === 0) return;
  const messages = replies.map((reply) => toMessage(reply, reading.pools.texts));
  const list = reading.tracker.single(messages);
  reading.facts.push({
    kind: 'messages',
    traceId: reading.traceId,
    spanId: id,
    direction: 'out',
    list,
    at,
  });
  for (const reply of replies) {
    for (const call of readCalls(reply)) {
      if (call.id !== undefined) reading.rounds.set(call.id, id);
      noteAsked(reading, {call, roundId: id, startUs: span.endUs, at});
    }
  }
}

function writeInput(reading: SampleReading, event: FlatEvent, at: Locator): void {
  const input = readInput(event.raw, reading.pools);
  if (input === undefined) {
    reading.oddities.note({
      code: 'missing-pooled-message',
      severity: 'data-loss',
      message:
        'the input of a model call points at messages that are not in the pool of its sample',
      at,
    });
    return;
  }
  if (input.length === 0) return;
  noteResults(reading, input, at);
  const messages = input.map((message) => readOnce(reading, message));
  const {traceId} = reading;
  const list = reading.tracker.fromMessages(traceId, messages);
  reading.facts.push({kind: 'messages', traceId, spanId: event.id, direction: 'in', list, at});
}

/** A pooled message is normalised once, however many calls point at it. */
function readOnce(reading: SampleReading, raw: JsonValue): Message {
  if (!isObject(raw)) return toMessage(raw, reading.pools.texts);
  const known = reading.seen.get(raw);
  if (known !== undefined) return known;
  const message = toMessage(raw, reading.pools.texts);
  reading.seen.set(raw, message);
  return message;
}

/**
 * Inspect leaves cached tokens out of `input_tokens` (older logs of OpenAI models do not): the total
 * tells. Reasoning is part of the output.
 */
export function toInspectUsage(raw: JsonObject): Usage | undefined {
  const total = numberOf(raw, 'total_tokens');
  return toUsage({
    input: numberOf(raw, 'input_tokens'),
    output: numberOf(raw, 'output_tokens'),
    cachedRead: numberOf(raw, 'input_tokens_cache_read'),
    cachedWrite: numberOf(raw, 'input_tokens_cache_write'),
    reasoning: numberOf(raw, 'reasoning_tokens'),
    total,
    inputExcludesCached: total === undefined,
  });
}

/** `openai/gpt-4o-mini` names provider and model. */
function providerOf(model: string | undefined): string | undefined {
  const slash = model?.indexOf('/') ?? -1;
  return slash > 0 ? model?.slice(0, slash) : undefined;
}

function firstChoice(output: JsonObject): JsonObject | undefined {
  const choices = getField(output, 'choices');
  const first = isArray(choices) ? choices[0] : undefined;
  return isObject(first) ? first : undefined;
}
