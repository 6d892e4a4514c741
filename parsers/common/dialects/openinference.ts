/**
 * OpenInference. Spec: github.com/Arize-ai/openinference spec/semantic_conventions.md (1fe497f).
 * Covers its LangChain, OpenAI, smolagents, Claude Agent SDK and LlamaIndex instrumentations.
 */
import type {SpanKind} from '../../api.js';
import {unwrapArguments, unwrapResult} from '../call-payload.js';
import {takeIndexedMessages} from '../messages/indexed.js';
import {messagesOfReply, messagesOfRequest} from '../messages/payload.js';
import {hasCallPayload} from '../span-mapping.js';
import type {Dialect, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
import {toUsage} from '../usage.js';

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['LLM', 'llm'],
  ['AGENT', 'agent'],
  ['TOOL', 'tool'],
  ['CHAIN', 'chain'],
  ['PROMPT', 'chain'],
  ['RETRIEVER', 'retriever'],
  ['RERANKER', 'retriever'],
  ['EMBEDDING', 'embedding'],
  ['GUARDRAIL', 'guardrail'],
  ['EVALUATOR', 'evaluator'],
]);

/** LangChain plumbing and the workflow around a run, which some instrumentations mark AGENT or TOOL. */
const PLUMBING = /^(?:Runnable\w*|\w*OutputParser|Agent workflow)$/i;

export const openinference: Dialect = {
  id: 'openinference',
  isPresent: (span) =>
    span.hasPrefix('openinference') ||
    span.hasPrefix('llm') ||
    span.hasPrefix('input') ||
    span.hasPrefix('output') ||
    span.hasPrefix('tool'),
  kindOf: (span) => {
    const given = span.text('openinference.span.kind');
    if (given === undefined) return undefined;
    const kind = KINDS.get(given.toUpperCase()) ?? 'other';
    if ((kind === 'agent' || kind === 'tool') && PLUMBING.test(span.raw.name)) return 'chain';
    return kind;
  },
  fill,
};

function fill(span: SpanReader, to: SpanMapping): void {
  to.agentName ??= span.text('agent.name');
  to.sessionId ??= span.text('session.id');
  to.model ??= span.text(
    'llm.response.model_name',
    'llm.model_name',
    'llm.request.model_name',
    'embedding.model_name',
    'reranker.model_name',
  );
  to.provider ??= span.text('llm.provider', 'llm.system');
  to.finishReason ??= span.text('llm.finish_reason');
  to.usage ??= toUsage({
    input: span.count('llm.token_count.prompt'),
    output: span.count('llm.token_count.completion'),
    cachedRead: span.count(
      'llm.token_count.prompt_details.cache_read',
      'llm.token_count.prompt_details.cache_input',
    ),
    cachedWrite: span.count('llm.token_count.prompt_details.cache_write'),
    reasoning: span.count('llm.token_count.completion_details.reasoning'),
    total: span.count('llm.token_count.total'),
  });
  fillMessages(span, to);
  if (hasCallPayload(to.kind)) fillCall(span, to);
  else if (to.kind !== 'llm') {
    to.input ??= span.take('input.value');
    to.output ??= span.take('output.value');
  }
}

function fillMessages(span: SpanReader, to: SpanMapping): void {
  // Events that some tracers write as spans carry pieces of a reply: they are no calls, and say nothing twice.
  if (to.kind === 'other') return;
  const attributes = span.raw.attributes;
  const input = takeIndexedMessages(attributes, 'llm.input_messages.');
  if (input.length > 0) to.messagesIn ??= {kind: 'list', messages: input};
  const output = takeIndexedMessages(attributes, 'llm.output_messages.');
  if (output.length > 0) to.messagesOut ??= {kind: 'list', messages: output};
  if (to.kind !== 'llm') return;
  // The provider's own request and reply repeat the messages; they are read where those are absent.
  const request = span.take('input.value');
  if (to.messagesIn === undefined && request !== undefined) {
    const messages = messagesOfRequest(request);
    if (messages.length > 0) to.messagesIn = {kind: 'list', messages};
    else to.input ??= request;
  }
  const reply = span.take('output.value');
  if (to.messagesOut === undefined && reply !== undefined) {
    const messages = messagesOfReply(reply);
    if (messages.length > 0) to.messagesOut = {kind: 'list', messages};
    else to.output ??= reply;
  }
}

function fillCall(span: SpanReader, to: SpanMapping): void {
  if (to.kind === 'tool') {
    to.toolName ??= span.text('tool.name') ?? span.raw.name;
    to.toolCallId ??= span.text('tool.id', 'tool_call.id', 'tool_call_id');
  }
  if (to.input === undefined) {
    // `tool.parameters` is the schema in some instrumentations and the arguments in others.
    const input = span.take('input.value') ?? span.take('tool_call.function.arguments');
    const given = input ?? span.get('tool.parameters');
    if (given !== undefined && given !== null) to.input = unwrapArguments(given);
  }
  if (to.output === undefined) {
    const output = span.take('output.value');
    if (output !== undefined) {
      const result = unwrapResult(output);
      to.output = result.output;
      to.toolCallId ??= result.toolCallId;
      to.failed ??= result.failed;
      if (result.handsOverTo !== undefined) to.kind = 'handoff';
    }
  }
}
