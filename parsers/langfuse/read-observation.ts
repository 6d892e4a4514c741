import {getField, isObject} from '../api.js';
import type {JsonObject, JsonValue, Locator} from '../api.js';
import type {AttributeMap} from '../common/attributes.js';
import {derivedSpanId} from '../common/derived-id.js';
import {textOf} from '../common/fields.js';
import {firstText, firstValue} from '../common/messages/part.js';
import type {RawScope, RawSpan} from '../common/raw-span.js';
import {isoToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';
import {readUsage} from './usage.js';

/** Taken into fields, or repeated elsewhere. */
const READ: ReadonlySet<string> = new Set([
  'id',
  'traceId',
  'trace_id',
  'type',
  'name',
  'startTime',
  'start_time',
  'endTime',
  'end_time',
  'parentObservationId',
  'parent_observation_id',
  'input',
  'output',
  'metadata',
  'sessionId',
  'session_id',
]);

export interface ReadOptions {
  /** Trace of the document around it, for observations that do not repeat it. */
  readonly traceId?: string | undefined;
  /** Type that an earlier record gave this observation. */
  readonly type?: string | undefined;
}

/** An observation as a span of its own dialect; undefined when it names no trace. */
export function readObservation(
  raw: JsonObject,
  at: Locator,
  options: ReadOptions = {},
): RawSpan | undefined {
  const traceId = firstText(raw, ['traceId', 'trace_id']) ?? options.traceId;
  if (traceId === undefined || traceId === '') return undefined;
  const id = textOf(raw, 'id');
  const metadata = unfold(raw.metadata ?? null);
  const attributes: AttributeMap = new Map();
  const scope = isObject(metadata) ? readMetadata(metadata, attributes) : undefined;
  const type = (textOf(raw, 'type') ?? options.type)?.toUpperCase();
  const name = textOf(raw, 'name') ?? '';
  setObservation(raw, refineType(type, name, metadata), attributes);
  keepUnknown(raw, attributes);
  const startUs = isoToUs(firstValue(raw, ['startTime', 'start_time']))?.us;
  const endUs = isoToUs(firstValue(raw, ['endTime', 'end_time']))?.us;
  const isPoint = type === 'EVENT';
  return {
    traceId,
    spanId: id ?? derivedSpanId(at),
    parentId: firstText(raw, ['parentObservationId', 'parent_observation_id']) || undefined,
    derivedId: id === undefined ? true : undefined,
    name,
    startUs,
    endUs,
    unfinished: startUs !== undefined && endUs === undefined && !isPoint ? true : undefined,
    status: textOf(raw, 'level')?.toUpperCase() === 'ERROR' ? 'error' : 'unset',
    attributes,
    events: [],
    links: [],
    scope,
  };
}

/**
 * OpenTelemetry attributes of the span survive under metadata.attributes, all of them as texts; the
 * rest of the metadata is the user's own.
 */
function readMetadata(metadata: JsonObject, to: AttributeMap): RawScope | undefined {
  let scope: RawScope | undefined;
  for (const key of Object.keys(metadata)) {
    const value = getField(metadata, key);
    if (value === undefined || value === null) continue;
    const inner = key === 'attributes' ? unfold(value) : undefined;
    if (inner !== undefined && isObject(inner)) {
      for (const name of Object.keys(inner)) {
        const attribute = getField(inner, name);
        if (attribute !== undefined && attribute !== null) to.set(name, attribute);
      }
    } else {
      if (key === 'scope') scope = readScope(value);
      to.set(`langfuse.observation.metadata.${key}`, value);
    }
  }
  return scope;
}

function readScope(value: JsonValue): RawScope | undefined {
  const scope = unfold(value);
  const name = isObject(scope) ? textOf(scope, 'name') : undefined;
  return name === undefined ? undefined : {name};
}

/** LangGraph runs tools in a node of this name, which calls each as an unmarked child. */
const TOOL_NODE = 'tools';

/** Names that instrumentations give; ADK's record of several results in one message is no call. */
const TOOL_NAME = /^(?:execute_tool (?!\(merged)\S|running tool(?::|$)|ai\.toolCall(?: |$))/;
const AGENT_NAME = /^(?:invoke_agent \S|agent run(?: |$))/;

/** SDKs before observation types were told apart write tools and agents as plain spans. */
function refineType(
  type: string | undefined,
  name: string,
  metadata: JsonValue,
): string | undefined {
  if (type !== 'SPAN') return type;
  if (TOOL_NAME.test(name)) return 'TOOL';
  if (AGENT_NAME.test(name)) return 'AGENT';
  if (!isObject(metadata)) return type;
  if (textOf(metadata, 'langgraph_node') === TOOL_NODE && name !== TOOL_NODE) {
    return isObject(metadata.inputs ?? null) ? 'TOOL' : type;
  }
  return type;
}

function setObservation(raw: JsonObject, type: string | undefined, to: AttributeMap): void {
  const set = (key: string, value: JsonValue | undefined): void => {
    if (value !== undefined && value !== null && value !== '') {
      to.set(`langfuse.observation.${key}`, value);
    }
  };
  set('type', type);
  set('level', raw.level);
  set('status_message', firstValue(raw, ['statusMessage', 'status_message']));
  set('model.name', firstValue(raw, ['model', 'providedModelName', 'provided_model_name']));
  set('input', raw.input);
  set('output', raw.output);
  set('usage_details', readUsage(raw));
  const session = firstText(raw, ['sessionId', 'session_id']);
  if (session !== undefined && session !== '') to.set('langfuse.session.id', session);
}

function keepUnknown(raw: JsonObject, to: AttributeMap): void {
  for (const key of Object.keys(raw)) {
    const value = getField(raw, key);
    if (READ.has(key) || value === undefined || value === null || value === '') continue;
    if (typeof value === 'object' && Object.keys(value).length === 0) continue;
    const name = `langfuse.${key}`;
    if (!to.has(name)) to.set(name, value);
  }
}
