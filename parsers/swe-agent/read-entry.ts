import type {JsonObject, JsonValue, Message, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {isTrue, objectOf, pickFields, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {flattenResult} from '../common/messages/part.js';
import {unfold} from '../common/unfold.js';
import {callIdOf, toolIdOf} from './read-step.js';
import type {Told} from './read-step.js';
import {TRACE} from './reading.js';
import type {Part, Reading} from './reading.js';

/** Fields of an entry that belong to its message; the others are notes of the harness. */
const MESSAGE_FIELDS = ['role', 'content', 'tool_calls', 'name', 'thinking_blocks'];

/** One entry of the history: what the next call was given, or a reply. */
export function readEntry(reading: Reading, part: Part, told: Told): void {
  const {value, at} = told;
  const isDemo = isTrue(value, 'is_demo');
  const message = toMessage(value, isDemo);
  if (isDemo || textOf(value, 'role') !== 'assistant') {
    part.transcript.hear(message, at, reading.facts);
    if (!isDemo && part.survey.steps === 0) closeCall(reading, part, told);
    return;
  }
  const step = stepOf(reading, part, told);
  part.repliesRead++;
  if (step !== undefined && !part.hasQuery.has(step)) {
    part.transcript.ask(callIdOf(part, step), at, reading.facts);
  }
  if (step !== undefined) writeCall(reading, part, {...told, step});
  if (step !== undefined && part.survey.steps === 0) {
    part.transcript.reply(callIdOf(part, step), [message], at, reading.facts);
  }
  part.transcript.hear(message, at, reading.facts);
}

/** Entries name the agent in `agent` and the result's call in `tool_call_ids`. */
function toMessage(value: JsonObject, isDemo: boolean): Message {
  const plain = pickFields(value, MESSAGE_FIELDS);
  const ids = getField(value, 'tool_call_ids');
  const id = isArray(ids) ? ids[0] : undefined;
  const message = normaliseMessage(typeof id === 'string' ? {...plain, tool_call_id: id} : plain);
  return isDemo ? {...message, synthetic: true} : message;
}

/** The step of a reply; in a history without trajectory each reply is a step. */
function stepOf(reading: Reading, part: Part, {value, at}: Told): number | undefined {
  if (part.survey.steps > 0) return part.stepOfReply[part.repliesRead];
  part.steps++;
  const spanId = callIdOf(part, part.steps);
  const calls = {traceId: TRACE, roundId: spanId, derivedId: true} as const;
  reading.facts.push({
    kind: 'span',
    span: {...calls, spanId, parentId: part.agentId, kind: 'llm', name: 'chat'},
    at,
  });
  const action = textOf(value, 'action');
  const reply = part.survey.replies[part.repliesRead];
  if (action === undefined && reply?.toolName === undefined) return part.steps;
  const name = reply?.toolName ?? /\S+/.exec(action ?? '')?.[0] ?? 'action';
  part.open = toolIdOf(part, part.steps);
  const span = compact<SpanDraft>({
    ...calls,
    spanId: part.open,
    parentId: spanId,
    kind: 'tool',
    name,
    toolName: name,
    toolCallId: reply?.toolCallId,
    input: action === undefined ? undefined : {command: action},
    unfinished: true,
  });
  reading.facts.push({kind: 'span', span, at});
  return part.steps;
}

/** Arguments as the model gave them; the action is their text. */
function writeCall(
  reading: Reading,
  part: Part,
  {value, at, step}: Told & {readonly step: number},
): void {
  const calls = getField(value, 'tool_calls');
  const call = isArray(calls) ? calls.find(isObject) : undefined;
  const args =
    call === undefined ? undefined : getField(objectOf(call, 'function') ?? call, 'arguments');
  const action = textOf(value, 'action');
  if (args === undefined || args === null) return;
  reading.facts.push({
    kind: 'span-patch',
    traceId: TRACE,
    spanId: toolIdOf(part, step),
    patch: compact<Partial<SpanDraft>>({
      input: unfold(args),
      attributes: action === undefined ? undefined : {action},
    }),
    at,
  });
}

/** In a history without trajectory, the entry after an action is what came of it. */
function closeCall(reading: Reading, part: Part, {value, at}: Told): void {
  const spanId = part.open;
  if (spanId === undefined) return;
  part.open = undefined;
  const output: JsonValue = flattenResult(getField(value, 'content') ?? '');
  reading.facts.push({
    kind: 'span-patch',
    traceId: TRACE,
    spanId,
    patch: {output, unfinished: false},
    at,
  });
}
