import type {JsonObject, JsonValue, SpanDraft} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {isTrue, objectOf, omitFields, textOf} from '../common/fields.js';
import {isPlaceholder} from '../common/placeholder.js';
import {agentOf} from '../common/openhands/run.js';
import type {Reading, Run} from '../common/openhands/run.js';
import {unfold} from '../common/unfold.js';
import {openReply} from './reply.js';
import {keyOf} from './told.js';
import type {Told} from './told.js';

/** What an action says beside its arguments. */
const NOTES = ['thought', 'confirmation_state', 'security_risk', 'translated_ipython_code'];

/** An action of the agent: a tool call, started when it was put into the stream. */
export function readAction(reading: Reading, run: Run, told: Told, action: string): void {
  const {event, us, at} = told;
  const isAgent = textOf(event, 'source') !== 'user';
  run.calls++;
  const roundId = isAgent ? openReply(reading, run, told) : undefined;
  const metadata = objectOf(event, 'tool_call_metadata');
  const toolCallId = metadata === undefined ? undefined : textOf(metadata, 'tool_call_id');
  const name = (metadata && textOf(metadata, 'function_name')) ?? action;
  const key = keyOf(run, event);
  const spanId = `action-${key}`;
  const args = objectOf(event, 'args') ?? {};
  const input = findArguments(metadata, toolCallId) ?? omitFields(args, NOTES);
  const span = compact<SpanDraft>({
    traceId: run.traceId,
    spanId,
    parentId: roundId ?? agentOf(run),
    kind: 'tool',
    name,
    toolName: name,
    toolCallId,
    startUs: us,
    input: isPlaceholder(input) ? undefined : input,
    roundId,
    attributes: {action},
  });
  reading.facts.push({kind: 'span', span, at});
  run.open.set(key, {spanId, at, ...(toolCallId === undefined ? {} : {toolCallId})});
  if (action === 'delegate') startDelegate(reading, run, {...told, key, spanId, args});
}

/** Arguments as the model gave them; `args` holds what the controller made of them. */
function findArguments(
  metadata: JsonObject | undefined,
  toolCallId: string | undefined,
): JsonValue | undefined {
  const response = metadata === undefined ? undefined : objectOf(metadata, 'model_response');
  const choices = response === undefined ? undefined : getField(response, 'choices');
  const choice = isArray(choices) ? choices[0] : undefined;
  const message = isObject(choice) ? objectOf(choice, 'message') : undefined;
  const calls = message === undefined ? undefined : getField(message, 'tool_calls');
  if (!isArray(calls)) return undefined;
  for (const call of calls) {
    if (!isObject(call) || (textOf(call, 'id') !== toolCallId && calls.length > 1)) continue;
    const args = getField(objectOf(call, 'function') ?? call, 'arguments');
    if (args !== undefined && args !== null) return unfold(args);
  }
  return undefined;
}

/** What follows, up to the observation of the delegate, is told by the agent that was started. */
function startDelegate(
  reading: Reading,
  run: Run,
  from: Told & {readonly key: string; readonly spanId: string; readonly args: JsonObject},
): void {
  const {us, at, key, spanId: parentId, args} = from;
  const name = textOf(args, 'agent') ?? 'delegate';
  const spanId = `agent-${key}`;
  const span = compact<SpanDraft>({
    traceId: run.traceId,
    spanId,
    parentId,
    kind: 'agent',
    name,
    agentName: name,
    agentId: spanId,
    startUs: us,
    input: getField(args, 'inputs') ?? undefined,
  });
  reading.facts.push({kind: 'span', span, at});
  run.agents.push({spanId, actionKey: key});
}

/** The delegate has answered: its caller goes on. */
export function endDelegate(reading: Reading, run: Run, told: Told, key: string): void {
  const index = run.agents.findLastIndex(({actionKey}) => actionKey === key);
  const agent = run.agents[index];
  if (agent === undefined) return;
  run.agents.splice(index);
  const failed = isTrue(told.event, 'error');
  reading.facts.push({
    kind: 'span-patch',
    traceId: run.traceId,
    spanId: agent.spanId,
    patch: compact<Partial<SpanDraft>>({endUs: told.us, status: failed ? 'error' : undefined}),
    at: told.at,
  });
}
