import type {JsonObject, Locator, SpanDraft} from '../api.js';
import {compact, getField, isArray} from '../api.js';
import {isEmpty, numberOf, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {textMessage} from '../common/messages/payload.js';
import {unfold} from '../common/unfold.js';
import {TRACE} from './reading.js';
import type {Part, Reading, ReplySurvey} from './reading.js';

export interface Told {
  readonly value: JsonObject;
  readonly at: Locator;
}

export function callIdOf(part: Part, step: number): string {
  return `${part.prefix}step-${String(step)}`;
}

export function toolIdOf(part: Part, step: number): string {
  return `${callIdOf(part, step)}/action`;
}

/** One turn: a reply of the model, and the action in it with what came of it. */
export function readStep(reading: Reading, part: Part, told: Told): void {
  const {value, at} = told;
  part.steps++;
  const response = textOf(value, 'response');
  const action = textOf(value, 'action');
  if (response === undefined && isExit(value, action)) {
    writeExit(reading, part, told);
    return;
  }
  const spanId = callIdOf(part, part.steps);
  const reply = matchReply(part, action);
  reading.facts.push({
    kind: 'span',
    span: {
      traceId: TRACE,
      spanId,
      parentId: part.agentId,
      kind: 'llm',
      name: 'chat',
      roundId: spanId,
      derivedId: true,
    },
    at,
  });
  writeQuery(reading, part, told);
  const text = response ?? textOf(value, 'thought') ?? '';
  part.transcript.reply(spanId, [textMessage('assistant', text)], at, reading.facts);
  if (action !== undefined) writeAction(reading, part, {...told, action, reply});
}

/** A step that the harness added when it ended the run: it has no reply. */
function isExit(value: JsonObject, action: string | undefined): boolean {
  return action === undefined || action.startsWith('exit_') || action === 'skip';
}

function writeExit(reading: Reading, part: Part, {value, at}: Told): void {
  const name = textOf(value, 'action') ?? 'exit';
  const text = textOf(value, 'thought') ?? textOf(value, 'observation');
  reading.facts.push({
    kind: 'event',
    event: compact({traceId: TRACE, spanId: part.agentId, kind: 'limit', name, text}),
    at,
  });
}

/**
 * The history lacks steps whose format was wrong, and may end before the last one: replies are
 * matched in order, by their action.
 */
function matchReply(part: Part, action: string | undefined): ReplySurvey | undefined {
  const next = part.stepOfReply.length;
  const reply = part.survey.replies[next];
  if (reply === undefined || reply.action !== action) return undefined;
  part.stepOfReply.push(part.steps);
  return reply;
}

/** The exact prompt of the step (1.1), repeated whole at each step. */
function writeQuery(reading: Reading, part: Part, {value, at}: Told): void {
  const query = getField(value, 'query');
  if (!isArray(query)) return;
  part.hasQuery.add(part.steps);
  const list = reading.tracker.fromMessages(part.agentId, query.map(normaliseMessage));
  const spanId = callIdOf(part, part.steps);
  reading.facts.push({kind: 'messages', traceId: TRACE, spanId, direction: 'in', list, at});
}

function writeAction(
  reading: Reading,
  part: Part,
  told: Told & {readonly action: string; readonly reply: ReplySurvey | undefined},
): void {
  const {value, at, action, reply} = told;
  const name = reply?.toolName ?? /\S+/.exec(action)?.[0] ?? 'action';
  const state = getField(value, 'state');
  const attributes = compact({
    execution_time: numberOf(value, 'execution_time'),
    state: state === undefined ? undefined : unfold(state),
  });
  const span = compact<SpanDraft>({
    traceId: TRACE,
    spanId: toolIdOf(part, part.steps),
    parentId: callIdOf(part, part.steps),
    kind: 'tool',
    name,
    toolName: name,
    toolCallId: reply?.toolCallId,
    input: {command: action},
    output: getField(value, 'observation') ?? undefined,
    roundId: callIdOf(part, part.steps),
    derivedId: true,
    attributes: isEmpty(attributes) ? undefined : attributes,
  });
  reading.facts.push({kind: 'span', span, at});
}
