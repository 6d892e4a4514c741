import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import type {AttributeMap} from '../common/attributes.js';
import {readAttributes} from '../common/attributes.js';
import {textOf} from '../common/fields.js';
import type {RawEvent, RawSpan} from '../common/raw-span.js';
import {isoToUs} from '../common/time.js';

/** Kinds of the Ruby port in the words of OpenInference; `pipeline`, `job` and the like are chains. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['agent', 'AGENT'],
  ['llm', 'LLM'],
  ['tool', 'TOOL'],
  ['handoff', 'CHAIN'],
  ['guardrail', 'GUARDRAIL'],
  ['pipeline', 'CHAIN'],
]);

/** The span of a start or end event; undefined when it names no trace or no span. */
export function readEventSpan(event: JsonObject): RawSpan | undefined {
  const raw = event.span;
  if (raw === undefined || !isObject(raw)) return undefined;
  const traceId = textOf(raw, 'trace_id');
  const spanId = textOf(raw, 'span_id');
  if (traceId === undefined || spanId === undefined) return undefined;
  const attributes = readAttributes(raw.attributes);
  const kind = textOf(raw, 'kind') ?? '';
  if (!attributes.has('openinference.span.kind')) {
    attributes.set('openinference.span.kind', KINDS.get(kind) ?? 'UNKNOWN');
  }
  rename(attributes);
  attributes.set('raaf.kind', kind);
  const startUs = isoToUs(raw.start_time)?.us;
  const endUs = isoToUs(raw.end_time)?.us;
  return {
    traceId,
    spanId,
    parentId: textOf(raw, 'parent_id'),
    name: textOf(raw, 'name') ?? '',
    startUs,
    endUs,
    unfinished: endUs === undefined ? true : undefined,
    status: raw.status === 'error' ? 'error' : endUs === undefined ? 'unset' : 'ok',
    statusMessage: textIn(attributes, 'status.description'),
    attributes,
    events: readEvents(raw.events),
    links: [],
  };
}

/** Its own attribute names beside the conventions' names for the same. */
const NAMES: readonly (readonly [string, string])[] = [
  ['llm.request.model', 'llm.model_name'],
  ['llm.usage.prompt_tokens', 'llm.token_count.prompt'],
  ['llm.usage.input_tokens', 'llm.token_count.prompt'],
  ['llm.usage.completion_tokens', 'llm.token_count.completion'],
  ['llm.usage.output_tokens', 'llm.token_count.completion'],
  ['llm.request.messages', 'input.value'],
  ['llm.response.content', 'output.value'],
  ['tool.arguments', 'input.value'],
  ['function.input', 'input.value'],
  ['tool.result', 'output.value'],
  ['function.output', 'output.value'],
  ['function.name', 'tool.name'],
];

function rename(attributes: AttributeMap): void {
  for (const [from, to] of NAMES) {
    const value = attributes.get(from);
    if (value !== undefined && value !== null && !attributes.has(to)) attributes.set(to, value);
  }
}

function textIn(attributes: AttributeMap, key: string): string | undefined {
  const value = attributes.get(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readEvents(value: JsonValue | undefined): readonly RawEvent[] {
  if (value === undefined || !isArray(value)) return [];
  return value
    .filter((event) => isObject(event))
    .map((event) => ({
      name: textOf(event, 'name') ?? 'event',
      timeUs: isoToUs(getField(event, 'timestamp'))?.us,
      attributes: readAttributes(event.attributes),
    }));
}
