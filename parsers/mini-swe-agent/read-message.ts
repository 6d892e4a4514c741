import type {JsonObject, Locator, SpanDraft} from '../api.js';
import {compact, getField} from '../api.js';
import {objectOf, omitFields, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {secondsToUs} from '../common/time.js';
import {findActions} from './actions.js';
import {isObservation, readObservation} from './observation.js';
import {AGENT, TRACE} from './reading.js';
import type {OpenCall, Reading} from './reading.js';
import {readResponse, toReply} from './reply.js';

export interface HeldMessage {
  readonly value: JsonObject;
  readonly at: Locator;
  readonly isLast: boolean;
}

export function readMessage(reading: Reading, message: HeldMessage): void {
  const {value, at} = message;
  if (reading.firstAt === undefined) {
    reading.firstAt = at;
    reading.facts.push({
      kind: 'span',
      span: {traceId: TRACE, spanId: AGENT, kind: 'agent', name: 'mini-swe-agent'},
      at,
    });
  }
  reading.messages++;
  switch (textOf(value, 'role') ?? '') {
    case 'assistant':
      readReply(reading, value, at);
      return;
    case 'user':
      readUser(reading, message);
      return;
    case 'tool':
      readResult(reading, value, at);
      return;
    case 'exit':
      // v2 closes the list with a message of its own; what it says is in `info` too.
      reading.farewell = {text: textOf(value, 'content') ?? '', at};
      reading.info ??= objectOf(value, 'extra');
      return;
    default:
      reading.transcript.hear(toHeard(value), at, reading.facts);
  }
}

function toHeard(value: JsonObject): ReturnType<typeof normaliseMessage> {
  return normaliseMessage(omitFields(value, ['extra']));
}

function readReply(reading: Reading, value: JsonObject, at: Locator): void {
  reading.replies++;
  const spanId = `call-${String(reading.replies)}`;
  const told = readResponse(value);
  if (told.endUs !== undefined) reading.hasTimes = true;
  reading.facts.push({
    kind: 'span',
    span: {
      ...told,
      traceId: TRACE,
      spanId,
      parentId: AGENT,
      kind: 'llm',
      name: 'chat',
      roundId: spanId,
      derivedId: true,
    },
    at,
  });
  reading.transcript.ask(spanId, at, reading.facts);
  reading.transcript.answer(spanId, [toReply(value)], at, reading.facts);
  reading.open = findActions(value).map((action, index): OpenCall => {
    const {name, input, toolCallId} = action;
    const call = {spanId: `${spanId}/${toolCallId ?? `command-${String(index + 1)}`}`, at};
    const span = compact<SpanDraft>({
      traceId: TRACE,
      spanId: call.spanId,
      parentId: spanId,
      kind: 'tool',
      name,
      toolName: name,
      toolCallId,
      input,
      roundId: spanId,
      derivedId: true,
      unfinished: true,
    });
    reading.facts.push({kind: 'span', span, at});
    return toolCallId === undefined ? call : {...call, toolCallId};
  });
}

/** An observation, a complaint about the form of the reply, or a person's words. */
function readUser(reading: Reading, message: HeldMessage): void {
  const {value, at, isLast} = message;
  const extra = objectOf(value, 'extra');
  const interrupt = extra === undefined ? undefined : textOf(extra, 'interrupt_type');
  const text = textOf(value, 'content') ?? '';
  if (interrupt === undefined && reading.open.length > 0) {
    readResult(reading, value, at);
    return;
  }
  reading.transcript.hear(toHeard(value), at, reading.facts);
  // v1 writes the text of the exception that ended the run: nobody said that.
  if (isLast && reading.replies > 0) {
    reading.farewell = {text, at};
    return;
  }
  const isPerson = reading.replies === 0 || interrupt === 'UserInterruption';
  reading.facts.push({
    kind: 'event',
    event: compact({
      traceId: TRACE,
      spanId: AGENT,
      kind: 'user-turn',
      name: isPerson ? 'user' : (interrupt ?? 'format-error'),
      text,
      synthetic: isPerson ? undefined : true,
    }),
    at,
  });
}

function readResult(reading: Reading, value: JsonObject, at: Locator): void {
  reading.transcript.hear(toHeard(value), at, reading.facts);
  const call = takeCall(reading, textOf(value, 'tool_call_id'));
  if (call === undefined) {
    reading.oddities.note({
      code: 'tool-result-without-call',
      severity: 'notice',
      message: 'a tool result answers a call that is not in this source',
      at,
    });
    return;
  }
  const observed = readObservation(value);
  const extra = objectOf(value, 'extra');
  const endUs = extra === undefined ? undefined : secondsToUs(getField(extra, 'timestamp'));
  if (endUs !== undefined) reading.hasTimes = true;
  if (observed.status === undefined && !isObservation(textOf(value, 'content') ?? '')) {
    reading.uncoded = {spanId: call.spanId, at};
  } else {
    reading.uncoded = undefined;
  }
  reading.facts.push({
    kind: 'span-patch',
    traceId: TRACE,
    spanId: call.spanId,
    patch: compact<Partial<SpanDraft>>({...observed, endUs, unfinished: false}),
    at,
  });
}

function takeCall(reading: Reading, toolCallId: string | undefined): OpenCall | undefined {
  const index =
    toolCallId === undefined ? 0 : reading.open.findIndex((call) => call.toolCallId === toolCallId);
  return index === -1 ? undefined : reading.open.splice(index, 1)[0];
}
