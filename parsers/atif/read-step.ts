import type {JsonObject, JsonValue, Locator, Message, MessagePart} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import type {AgentSession} from '../common/agent-session.js';
import {toText} from '../common/agent-session.js';
import {isEmpty, isTrue, numberOf, objectOf, omitFields, textOf} from '../common/fields.js';
import {contentMessage} from '../common/messages/payload.js';
import {isoToUs} from '../common/time.js';
import {toUsage} from '../common/usage.js';
import {unfold} from '../common/unfold.js';

/** Taken into fields of spans and messages; what is left of a step stays in its attributes. */
const TAKEN = [
  'step_id',
  'timestamp',
  'source',
  'message',
  'reasoning_content',
  'tool_calls',
  'observation',
  'model_name',
  'metrics',
];
/** Long lists of numbers, one per token. */
const PER_TOKEN = ['prompt_token_ids', 'completion_token_ids', 'logprobs', 'cost_usd'];

/** False where the step has no source that this parser knows. */
export function readStep(
  session: AgentSession,
  step: JsonObject,
  about: JsonObject,
  at: Locator,
): boolean {
  const source = textOf(step, 'source');
  const timeUs = isoToUs(getField(step, 'timestamp'))?.us;
  const isCopy = isTrue(step, 'is_copied_context');
  if (source !== 'system' && source !== 'user' && source !== 'agent') return false;
  readCompaction(session, step, at, timeUs);
  if (source === 'agent' && !isCopy) {
    readAgentStep(session, step, about, {at, timeUs});
    return true;
  }
  const role = source === 'agent' ? 'assistant' : source;
  const message = contentMessage(role, getField(step, 'message') ?? '');
  // Copied context was said in an earlier file: the model is given it again, nothing happens again.
  if (source === 'user' && !isCopy) session.userTurn(message, at, {timeUs});
  else session.hear(message, at);
  readObservation(session, step, {at, isCopy, calls: []});
  return true;
}

interface When {
  readonly at: Locator;
  readonly timeUs: number | undefined;
}

function readAgentStep(
  session: AgentSession,
  step: JsonObject,
  about: JsonObject,
  {at, timeUs}: When,
): void {
  const calls = readCalls(step);
  const metrics = objectOf(step, 'metrics') ?? {};
  const said = contentMessage('assistant', getField(step, 'message') ?? '');
  const reasoning = textOf(step, 'reasoning_content');
  const parts: MessagePart[] =
    reasoning === undefined ? [] : [{kind: 'reasoning', text: reasoning}];
  for (const part of said.parts) if (part.kind !== 'text' || part.text !== '') parts.push(part);
  parts.push(...calls);
  const message: Message = {role: 'assistant', parts};
  // A step without a model call: the harness itself called the tool.
  if (numberOf(step, 'llm_call_count') === 0) {
    for (const {id, name, args: input} of calls) {
      session.call({id, name, input, startUs: timeUs, parentId: session.rootId}, at);
    }
    session.hear(message, at);
  } else {
    const stepId = numberOf(step, 'step_id');
    const left = omitFields(step, TAKEN);
    const kept = omitFields(metrics, PER_TOKEN);
    const fields = {
      spanId: stepId === undefined ? undefined : `step-${String(stepId)}`,
      startUs: timeUs,
      model: textOf(step, 'model_name') ?? textOf(objectOf(about, 'agent') ?? {}, 'model_name'),
      usage: readUsage(metrics),
      attributes: isEmpty(kept) ? left : {...left, metrics: kept},
    };
    session.reply({...fields, message}, at);
  }
  readObservation(session, step, {at, isCopy: false, calls});
  session.settleCalls(at);
}

/** `prompt_tokens` includes cached ones and `completion_tokens` reasoning, by the specification. */
function readUsage(metrics: JsonObject): ReturnType<typeof toUsage> {
  const extra = objectOf(metrics, 'extra') ?? {};
  const usage = toUsage({
    input: numberOf(metrics, 'prompt_tokens'),
    output: numberOf(metrics, 'completion_tokens'),
    cachedRead: numberOf(metrics, 'cached_tokens'),
    cachedWrite: numberOf(extra, 'cache_creation_input_tokens'),
    reasoning: numberOf(extra, 'reasoning_tokens'),
  });
  return usage;
}

type Call = MessagePart & {readonly kind: 'tool-call'};

function readCalls(step: JsonObject): readonly Call[] {
  const list = getField(step, 'tool_calls');
  const calls: Call[] = [];
  for (const raw of isArray(list) ? list : []) {
    if (!isObject(raw)) continue;
    const args = getField(raw, 'arguments');
    calls.push(
      compact<Call>({
        kind: 'tool-call',
        id: textOf(raw, 'tool_call_id'),
        name: textOf(raw, 'function_name') ?? 'unknown',
        args: args === undefined || args === null ? undefined : unfold(args),
      }),
    );
  }
  return calls;
}

/** Results join calls by id; a step of one call may leave the id out. What answers no call was told by the environment. */
function readObservation(
  session: AgentSession,
  step: JsonObject,
  {
    at,
    isCopy,
    calls,
  }: {readonly at: Locator; readonly isCopy: boolean; readonly calls: readonly Call[]},
): void {
  const results = getField(objectOf(step, 'observation') ?? {}, 'results');
  for (const raw of isArray(results) ? results : []) {
    if (!isObject(raw)) continue;
    const content = getField(raw, 'content');
    const only =
      calls.length === 1 && isArray(results) && results.length === 1 ? calls[0]?.id : undefined;
    const id = textOf(raw, 'source_call_id') ?? only;
    const output: JsonValue | undefined = content === null ? undefined : content;
    readReferences(session, raw, id, at);
    if (id === undefined) {
      if (output !== undefined)
        session.hear({...contentMessage('user', output), synthetic: true}, at);
      continue;
    }
    const part = compact<MessagePart & {kind: 'tool-result'}>({
      kind: 'tool-result',
      id,
      result: output,
    });
    const message: Message = {role: 'tool', parts: [part]};
    if (isCopy) session.hear(message, at);
    else session.result({id, output}, at, message);
  }
}

/** The sub-agent's own trajectory is another file: its name is kept on the call that started it. */
function readReferences(
  session: AgentSession,
  result: JsonObject,
  callId: string | undefined,
  at: Locator,
): void {
  const list = getField(result, 'subagent_trajectory_ref');
  for (const raw of isArray(list) ? list : isObject(list ?? null) ? [list] : []) {
    if (raw === undefined || !isObject(raw)) continue;
    const linkedTraceId = textOf(raw, 'session_id') ?? textOf(raw, 'trajectory_id');
    const name = textOf(raw, 'trajectory_path') ?? linkedTraceId;
    if (name === undefined) continue;
    const spanId = callId === undefined ? session.rootId : `call:${callId}`;
    session.event(
      {kind: 'agent-start', name: 'sub-agent trajectory', text: name, spanId, attributes: raw},
      at,
    );
    if (linkedTraceId === undefined) continue;
    const link = {traceId: session.traceId, spanId, linkedTraceId, name: 'sub-agent trajectory'};
    session.facts.push({kind: 'link', link, at});
  }
}

function readCompaction(
  session: AgentSession,
  step: JsonObject,
  at: Locator,
  timeUs: number | undefined,
): void {
  const management = objectOf(objectOf(step, 'extra') ?? {}, 'context_management');
  if (management === undefined || textOf(management, 'type') !== 'compaction') return;
  const text = toText(contentMessage('system', getField(step, 'message') ?? ''));
  session.event({kind: 'compaction', name: 'compaction', text, timeUs, attributes: management}, at);
  if (textOf(management, 'boundary') === 'replace') session.transcript.forget();
}
