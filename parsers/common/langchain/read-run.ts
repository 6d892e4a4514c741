import {getField, isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, SpanKind} from '../../api.js';
import {setField} from '../attributes.js';
import type {CallRecord, SpanBuilder} from '../call-facts.js';
import {unwrapArguments, unwrapResult} from '../call-payload.js';
import {isEmpty, objectOf, textOf} from '../fields.js';
import {errorTypeOfText} from '../python-error.js';
import {isoToUs, millisToUs} from '../time.js';
import {unfold} from '../unfold.js';
import {readFinishReason, readReply, readRequest} from './messages.js';
import type {Place} from './place.js';
import {readUsage} from './usage.js';

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['llm', 'llm'],
  ['chain', 'chain'],
  ['tool', 'tool'],
  ['retriever', 'retriever'],
  ['embedding', 'embedding'],
  ['prompt', 'chain'],
  ['parser', 'chain'],
]);

/** Taken into fields, or noise: streamed tokens, constructors, the way to the root in other words. */
const READ: ReadonlySet<string> = new Set([
  'id',
  'run_id',
  'name',
  'run_type',
  'start_time',
  'end_time',
  'inputs',
  'outputs',
  'error',
  'trace_id',
  'parent_run_id',
  'parent_run_ids',
  'child_run_ids',
  'direct_child_run_ids',
  'child_runs',
  'dotted_order',
  'serialized',
  'events',
  'status',
]);

/** LangGraph raises these to pause or to jump; nothing failed. */
const CONTROL_FLOW: ReadonlySet<string> = new Set([
  'GraphInterrupt',
  'NodeInterrupt',
  'ParentCommand',
  'GraphBubbleUp',
]);

export interface ReadRun extends CallRecord {
  readonly sessionId: string | undefined;
}

/** What an earlier record of a run said, and a patch need not repeat. */
export interface KnownRun {
  readonly type: string | undefined;
  readonly isGraph: boolean;
}

export function readRun(raw: JsonObject, place: Place, known: KnownRun | undefined): ReadRun {
  const extra = unfold(raw.extra ?? null);
  const metadata = isObject(extra) ? objectOf(extra, 'metadata') : undefined;
  const outputs = unfold(raw.outputs ?? null);
  // A patch that stands before its run names no type: its outputs tell a model call.
  const type =
    textOf(raw, 'run_type') ?? known?.type ?? (isReplyOfModel(outputs) ? 'llm' : undefined);
  const name = textOf(raw, 'name') ?? '';
  const isGraph = isGraphRun(raw) || known?.isGraph === true;
  const kind = isGraph && type === 'chain' ? 'agent' : kindOf(type, name, metadata);
  const span: SpanBuilder = {traceId: place.traceId, spanId: place.runId, kind, name};
  if (place.parentId !== undefined) span.parentId = place.parentId;
  const startUs = readTime(raw.start_time);
  if (startUs !== undefined) span.startUs = startUs;
  const endUs = readTime(raw.end_time);
  if (endUs !== undefined) span.endUs = endUs;
  else if (startUs !== undefined) span.unfinished = true;
  if (kind === 'agent') span.agentName = textOf(metadata ?? {}, 'lc_agent_name') ?? name;
  if (kind === 'tool') span.toolName = name;
  setStatus(raw, span);
  setAttributes(raw, extra, span);
  const inputs = unfold(raw.inputs ?? null);
  const sessionId = readSession(metadata);
  if (kind !== 'llm') {
    setPayload(span, inputs, outputs);
    return {span, sessionId};
  }
  setModel(raw, span, {extra, inputs, outputs});
  return {span, sessionId, messagesIn: readRequest(inputs), messagesOut: readReply(outputs)};
}

function isReplyOfModel(outputs: JsonValue): boolean {
  if (!isObject(outputs)) return false;
  return [outputs.generations, outputs.choices].some((list) => isArray(list) && list.length > 0);
}

/** LangGraph.js says which run is a whole graph, whatever its name; a graph is an agent with its loop. */
export function isGraphRun(raw: JsonObject): boolean {
  const path = getField(objectOf(raw, 'serialized') ?? {}, 'id');
  if (path === undefined || !isArray(path)) return false;
  return path[0] === 'langgraph' && path.at(-1) === 'CompiledStateGraph';
}

/** A node of a graph may be called `agent`, but it is one step of the agent and runs at each turn. */
function kindOf(
  type: string | undefined,
  name: string,
  metadata: JsonObject | undefined,
): SpanKind {
  const kind = type === undefined ? undefined : KINDS.get(type);
  if (kind !== 'chain' || type !== 'chain') return kind ?? 'other';
  if (metadata !== undefined) {
    if (textOf(metadata, 'lc_agent_name') === name && name !== '') return 'agent';
    if (textOf(metadata, 'langgraph_node') === name) return 'chain';
  }
  return /^(?:LangGraph|AgentExecutor)$|agent$/i.test(name) ? 'agent' : 'chain';
}

/** ISO text (without a zone it is UTC), or milliseconds (JS SDK). */
function readTime(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? millisToUs(value) : isoToUs(value)?.us;
}

function setStatus(raw: JsonObject, span: SpanBuilder): void {
  const error = textOf(raw, 'error');
  const status = textOf(raw, 'status');
  if (error === undefined) {
    span.status = status === 'error' ? 'error' : status === 'success' ? 'ok' : 'unset';
    return;
  }
  const errorType = errorTypeOfText(error);
  span.statusMessage = error;
  if (errorType !== undefined) span.errorType = errorType;
  span.status = errorType !== undefined && CONTROL_FLOW.has(errorType) ? 'unset' : 'error';
}

function setPayload(span: SpanBuilder, inputs: JsonValue, outputs: JsonValue): void {
  const isCall = span.kind === 'tool' || span.kind === 'retriever';
  if (inputs !== null && !(isObject(inputs) && isEmpty(inputs) && !isCall)) {
    span.input = isCall ? unwrapArguments(onlyField(inputs, 'input')) : inputs;
  }
  if (outputs === null || (isObject(outputs) && isEmpty(outputs))) return;
  if (!isCall) {
    span.output = outputs;
    return;
  }
  const result = unwrapResult(onlyField(outputs, 'output'));
  span.output = result.output;
  if (result.toolCallId !== undefined) span.toolCallId = result.toolCallId;
  if (result.failed === true) span.status = 'error';
  if (result.handsOverTo !== undefined) span.kind = 'handoff';
}

/** `{input: x}` is how the tracer wraps a value that is no object. */
function onlyField(value: JsonValue, key: string): JsonValue {
  if (!isObject(value) || Object.keys(value).length !== 1) return value;
  return getField(value, key) ?? value;
}

function setModel(
  raw: JsonObject,
  span: SpanBuilder,
  {extra, inputs, outputs}: Readonly<Record<'extra' | 'inputs' | 'outputs', JsonValue>>,
): void {
  const metadata = isObject(extra) ? objectOf(extra, 'metadata') : undefined;
  const answered = isObject(outputs) ? textOf(outputs, 'model') : undefined;
  const invocation = isObject(extra) ? objectOf(extra, 'invocation_params') : undefined;
  const asked = isObject(inputs) ? textOf(inputs, 'model') : undefined;
  const model =
    answered ??
    textOf(metadata ?? {}, 'ls_model_name') ??
    asked ??
    textOf(invocation ?? {}, 'model') ??
    textOf(invocation ?? {}, 'model_name');
  const provider = textOf(metadata ?? {}, 'ls_provider');
  const usage = readUsage(raw, outputs, metadata);
  const reason = readFinishReason(outputs);
  if (model !== undefined) span.model = model;
  if (provider !== undefined) span.provider = provider;
  if (usage !== undefined) span.usage = usage;
  if (reason !== undefined) span.finishReason = reason;
}

/** `session_id` of the run itself is its project. */
function readSession(metadata: JsonObject | undefined): string | undefined {
  if (metadata === undefined) return undefined;
  return (
    textOf(metadata, 'thread_id') ??
    textOf(metadata, 'session_id') ??
    textOf(metadata, 'conversation_id')
  );
}

function setAttributes(raw: JsonObject, extra: JsonValue, span: SpanBuilder): void {
  const kept: Record<string, JsonValue> = {};
  for (const key of Object.keys(raw)) {
    const value = key === 'extra' ? extra : getField(raw, key);
    if (READ.has(key) || value === undefined || value === null || value === '') continue;
    if (isArray(value) && value.length === 0) continue;
    if (isObject(value) && isEmpty(value)) continue;
    setField(kept, key, value);
  }
  if (!isEmpty(kept)) span.attributes = kept;
}
