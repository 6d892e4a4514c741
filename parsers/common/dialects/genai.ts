/**
 * OpenTelemetry GenAI semantic conventions, all generations from 1.27 to the unreleased genai
 * repository (opentelemetry.io/docs/specs/semconv/gen-ai), and the non-standard names that
 * instrumentations use beside them (any-agent, Strands, Pydantic AI, OpenLLMetry).
 */
import {isArray, isObject} from '../../api.js';
import type {JsonValue, Message, SpanKind} from '../../api.js';
import {unwrapArguments, unwrapResult} from '../call-payload.js';
import {takeIndexedMessages} from '../messages/indexed.js';
import {contentMessage, messagesOfReply, messagesOfRequest} from '../messages/payload.js';
import {hasCallPayload} from '../span-mapping.js';
import type {Dialect, MessageSource, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
import {unfold} from '../unfold.js';
import {toUsage} from '../usage.js';

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['chat', 'llm'],
  ['generate_content', 'llm'],
  ['text_completion', 'llm'],
  ['completion', 'llm'],
  ['generate', 'llm'],
  ['call_llm', 'llm'],
  // Semantic Kernel.
  ['chat.completions', 'llm'],
  ['chat.streaming_completions', 'llm'],
  ['text.completions', 'llm'],
  ['text.streaming_completions', 'llm'],
  ['embeddings', 'embedding'],
  ['embedding', 'embedding'],
  ['invoke_agent', 'agent'],
  ['create_agent', 'agent'],
  // OpenLIT.
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['vectordb', 'retriever'],
  ['retrieve', 'retriever'],
  ['rerank', 'retriever'],
  ['framework', 'chain'],
  ['workflow', 'chain'],
  ['task', 'chain'],
  // Azure AI Agents: the run of a thread.
  ['process_thread_run', 'agent'],
  ['invoke_workflow', 'chain'],
  ['plan', 'chain'],
  ['execute_task', 'chain'],
  ['execute_event_loop_cycle', 'chain'],
  ['execute_tool', 'tool'],
  ['retrieval', 'retriever'],
  ['handoff', 'handoff'],
  ['evaluate', 'evaluator'],
]);

/** ADK's record of several tool results in one message; each tool has its own span. */
const MERGED_TOOLS = /\(merged tools?\)/;

export const genai: Dialect = {
  id: 'genai',
  isPresent: (span) => span.hasPrefix('gen_ai'),
  kindOf: (span) => {
    const operation = span.text('gen_ai.operation.name');
    if (operation === undefined) return undefined;
    const kind = KINDS.get(operation.toLowerCase());
    // Spring AI calls all of its own spans `framework`.
    if (kind === 'chain' && span.text('spring.ai.kind') === 'tool_call') return 'tool';
    if (kind === 'tool' && MERGED_TOOLS.test(span.raw.name)) return 'other';
    return kind;
  },
  fill,
};

function fill(span: SpanReader, to: SpanMapping): void {
  to.agentName ??= span.text('gen_ai.agent.name');
  to.agentId ??= span.text('gen_ai.agent.id', 'gen_ai.agent.call.id');
  to.sessionId ??= span.text('gen_ai.conversation.id', 'session.id');
  to.model ??=
    known(span.text('gen_ai.response.model')) ?? known(span.text('gen_ai.request.model'));
  to.provider ??= span.text('gen_ai.provider.name', 'gen_ai.system');
  to.errorType ??= span.text('error.type');
  to.finishReason ??= firstReason(span.json('gen_ai.response.finish_reasons'));
  to.roundId ??= span.text('event_loop.cycle_id');
  if (to.kind !== 'tool' && to.kind !== 'handoff') to.usage ??= readUsage(span);
  if (
    /^(?:error|failed|failure)$/i.test(span.text('gen_ai.tool.status', 'gen_ai.task.status') ?? '')
  ) {
    to.failed = true;
  }
  if (to.kind === 'tool' || to.kind === 'handoff') fillTool(span, to);
  else fillMessages(span, to);
  if (hasCallPayload(to.kind) || to.kind === 'chain' || to.kind === 'agent') fillTask(span, to);
}

/** LangChain instrumentations write the model `unknown` where they cannot see it. */
function known(model: string | undefined): string | undefined {
  return model === 'unknown' ? undefined : model;
}

function firstReason(value: JsonValue | undefined): string | undefined {
  const first = value !== undefined && isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

function readUsage(span: SpanReader): SpanMapping['usage'] {
  return toUsage({
    input: span.count('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    output: span.count('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
    cachedRead: span.count(
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.cached_input_tokens',
      'gen_ai.usage.input_tokens.cached',
    ),
    cachedWrite: span.count(
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_write_input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.details.cache_write_tokens',
    ),
    reasoning: span.count(
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.usage.reasoning_tokens',
      'gen_ai.usage.details.reasoning_tokens',
    ),
    total: span.count(
      'gen_ai.usage.total_tokens',
      'llm.usage.total_tokens',
      'aws.genai.token_count_total',
    ),
  });
}

function fillTool(span: SpanReader, to: SpanMapping): void {
  to.toolName ??= span.text('gen_ai.tool.name', 'spring.ai.tool.definition.name');
  to.toolCallId ??= span.text('gen_ai.tool.call.id');
  if (to.input === undefined) {
    const raw = span.take(
      'gen_ai.tool.call.arguments',
      'gen_ai.tool.args',
      'gen_ai.tool.arguments',
      'spring.ai.tool.call.arguments',
    );
    if (raw !== undefined) to.input = unwrapArguments(raw);
  }
  if (to.output === undefined) {
    const raw = span.take(
      'gen_ai.tool.call.result',
      'gen_ai.tool.result',
      'gen_ai.output',
      'spring.ai.tool.call.result',
    );
    if (raw !== undefined) setResult(to, raw);
  }
}

/** A task (LangGraph node) has an input and an output of its own names. */
function fillTask(span: SpanReader, to: SpanMapping): void {
  if (to.input === undefined) to.input = span.take('gen_ai.task.input');
  if (to.output === undefined && to.messagesOut === undefined) {
    to.output = span.take('gen_ai.task.output', 'gen_ai.output');
  }
}

export function setResult(to: SpanMapping, raw: JsonValue): void {
  const result = unwrapResult(raw);
  to.output = result.output;
  to.toolCallId ??= result.toolCallId;
  to.failed ??= result.failed;
  if (result.handsOverTo !== undefined) to.kind = 'handoff';
  if (to.kind === 'tool' && (to.toolName === undefined || TOOL_CLASS.test(to.toolName))) {
    to.toolName = result.toolName ?? to.toolName;
  }
}

/** Classes of LangChain.js: no names of tools. */
const TOOL_CLASS = /^(?:Dynamic)?(?:Structured)?Tool$/;

function fillMessages(span: SpanReader, to: SpanMapping): void {
  to.messagesIn ??= inputMessages(span);
  if (to.messagesOut !== undefined) return;
  const reply = span.take('gen_ai.output.messages');
  const list = reply === undefined ? undefined : unfold(reply);
  to.messagesOut = replySource(list);
  const last = list !== undefined && isArray(list) ? list.at(-1) : undefined;
  if (last !== undefined && isObject(last)) to.finishReason ??= firstReason(last.finish_reason);
  if (to.messagesOut !== undefined) return;
  to.finishReason ??= span.text('gen_ai.completion.0.finish_reason');
  const indexed = takeIndexedMessages(span.raw.attributes, 'gen_ai.completion.');
  if (indexed.length > 0) {
    to.messagesOut = {kind: 'list', messages: indexed.map(asAssistant)};
  } else if (to.kind === 'llm') {
    to.messagesOut = replySource(span.take('gen_ai.completion', 'gen_ai.output'));
  }
}

function inputMessages(span: SpanReader): MessageSource | undefined {
  const raw = span.take('gen_ai.input.messages');
  const lead = span.take('gen_ai.system_instructions');
  if (typeof raw === 'string') {
    const leadText = lead === undefined || typeof lead === 'string' ? lead : JSON.stringify(lead);
    return {kind: 'text', text: raw, lead: leadText};
  }
  const system = lead === undefined ? [] : [contentMessage('system', lead)];
  if (raw !== undefined) return {kind: 'list', messages: [...system, ...messagesOfRequest(raw)]};
  const indexed = takeIndexedMessages(span.raw.attributes, 'gen_ai.prompt.');
  if (indexed.length > 0) return {kind: 'list', messages: [...system, ...indexed]};
  const prompt = span.take('gen_ai.prompt');
  if (prompt !== undefined)
    return {kind: 'list', messages: [...system, ...messagesOfRequest(prompt)]};
  return system.length > 0 ? {kind: 'list', messages: system} : undefined;
}

function replySource(raw: JsonValue | undefined): MessageSource | undefined {
  if (raw === undefined) return undefined;
  const messages = messagesOfReply(unfold(raw));
  return messages.length === 0 ? undefined : {kind: 'list', messages};
}

function asAssistant(message: Message): Message {
  return message.role === 'unknown' ? {...message, role: 'assistant'} : message;
}
