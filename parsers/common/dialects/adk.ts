/** Google ADK before it wrote GenAI operation names (google/adk-python telemetry.py). */
import {isObject} from '../../api.js';
import type {JsonValue, SpanKind} from '../../api.js';
import {messagesOfReply, messagesOfRequest} from '../messages/payload.js';
import type {Dialect, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
import {readProviderUsage} from '../provider-usage.js';
import {unfold} from '../unfold.js';

const PREFIX = 'gcp.vertex.agent';

export const adk: Dialect = {
  id: 'adk',
  isPresent: (span) => span.hasPrefix('gcp') || span.raw.scope?.name === PREFIX,
  kindOf: (span): SpanKind | undefined => {
    const name = span.raw.name;
    if (/\(merged tools?\)/.test(name)) return 'other';
    if (name === 'call_llm' || name.startsWith('call_llm ')) return 'llm';
    if (name.startsWith('agent_run [')) return 'agent';
    if (name.startsWith('execute_tool') || filled(span.get(`${PREFIX}.tool_call_args`)))
      return 'tool';
    if (filled(span.get(`${PREFIX}.llm_request`))) return 'llm';
    return undefined;
  },
  fill,
};

/** Tool spans carry an empty request and response too. */
function filled(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && value !== null && value !== '' && value !== '{}';
}

function fill(span: SpanReader, to: SpanMapping): void {
  to.sessionId ??= span.text(`${PREFIX}.session_id`);
  if (to.kind === 'agent') to.agentName ??= /^agent_run \[(.*)\]$/.exec(span.raw.name)?.[1];
  if (to.kind === 'tool') {
    to.toolName ??= /^execute_tool (.+)$/.exec(span.raw.name)?.[1];
    const input = span.take(`${PREFIX}.tool_call_args`);
    if (filled(input)) to.input ??= unfold(input);
    const output = span.take(`${PREFIX}.tool_response`);
    if (filled(output)) to.output ??= unfold(output);
    return;
  }
  const request = span.take(`${PREFIX}.llm_request`);
  if (filled(request) && to.messagesIn === undefined) readRequest(unfold(request), to);
  const reply = span.take(`${PREFIX}.llm_response`);
  if (filled(reply) && to.messagesOut === undefined) readReply(unfold(reply), to);
}

function readRequest(value: JsonValue, to: SpanMapping): void {
  if (isObject(value) && typeof value.model === 'string') to.model ??= value.model;
  const messages = messagesOfRequest(value);
  if (messages.length > 0) to.messagesIn = {kind: 'list', messages};
}

function readReply(value: JsonValue, to: SpanMapping): void {
  if (isObject(value)) to.usage ??= readProviderUsage(value.usage_metadata ?? value.usageMetadata);
  const content = isObject(value) ? value.content : undefined;
  if (content === undefined || content === null) return;
  const messages = messagesOfReply(
    isObject(content) && content.role === undefined ? [{...content, role: 'model'}] : [content],
  );
  if (messages.length > 0) to.messagesOut = {kind: 'list', messages};
}
