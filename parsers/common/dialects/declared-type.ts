/**
 * Tracers that declare the kind in one attribute of their own: MLflow (mlflow/entities/span.py),
 * Langfuse (langfuse.observation.*), AWS ADOT (aws.genai.span_kind), smolagents' own attributes.
 */
import {getField, isObject} from '../../api.js';
import type {JsonObject, JsonValue, SpanKind} from '../../api.js';
import {unwrapArguments, unwrapResult} from '../call-payload.js';
import {messagesOfReply, messagesOfRequest} from '../messages/payload.js';
import {hasCallPayload} from '../span-mapping.js';
import type {Dialect, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
import {unfold} from '../unfold.js';
import {toUsage} from '../usage.js';

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['LLM', 'llm'],
  ['CHAT_MODEL', 'llm'],
  ['GENERATION', 'llm'],
  ['COMPLETION', 'llm'],
  ['AGENT', 'agent'],
  ['CHAIN', 'chain'],
  ['TOOL', 'tool'],
  ['RETRIEVER', 'retriever'],
  ['RERANKER', 'retriever'],
  ['EMBEDDING', 'embedding'],
  ['EVALUATOR', 'evaluator'],
  ['GUARDRAIL', 'guardrail'],
]);

export const smolagents: Dialect = {
  id: 'smolagents',
  isPresent: (span) => span.hasPrefix('smolagents'),
  kindOf: (span) => (span.raw.name.endsWith('.run') ? 'agent' : undefined),
  fill: (span, to) => {
    if (to.kind === 'agent') to.agentName ??= span.raw.name.replace(/\.run$/, '');
  },
};

export const mlflow: Dialect = {
  id: 'mlflow',
  isPresent: (span) => span.hasPrefix('mlflow'),
  kindOf: (span) => declared(span.json('mlflow.spanType')),
  fill: (span, to) => {
    const model = span.json('mlflow.llm.model');
    if (typeof model === 'string') to.model ??= model;
    const usage = span.json('mlflow.chat.tokenUsage');
    if (usage !== undefined && isObject(usage)) {
      to.usage ??= toUsage({
        input: number(usage, 'input_tokens'),
        output: number(usage, 'output_tokens'),
        cachedRead: number(usage, 'cache_read_input_tokens'),
        cachedWrite: number(usage, 'cache_creation_input_tokens'),
        total: number(usage, 'total_tokens'),
      });
    }
    fillPayload(span, to, 'mlflow.spanInputs', 'mlflow.spanOutputs');
  },
};

export const langfuse: Dialect = {
  id: 'langfuse',
  isPresent: (span) => span.hasPrefix('langfuse'),
  kindOf: (span) => declared(span.text('langfuse.observation.type')),
  fill: (span, to) => {
    to.sessionId ??= span.text('langfuse.session.id');
    if (to.kind === 'tool') to.toolName ??= /^execute_tool (.+)$/.exec(span.raw.name)?.[1];
    to.model ??= span.text('langfuse.observation.model.name');
    if (span.text('langfuse.observation.level')?.toUpperCase() === 'ERROR') to.failed ??= true;
    to.statusMessage ??= span.text('langfuse.observation.status_message');
    const usage = span.json('langfuse.observation.usage_details');
    if (usage !== undefined && isObject(usage)) {
      to.usage ??= toUsage({
        input: number(usage, 'input') ?? number(usage, 'prompt_tokens'),
        output: number(usage, 'output') ?? number(usage, 'completion_tokens'),
        cachedRead: number(usage, 'input_cache_read') ?? number(usage, 'input_cached_tokens'),
        cachedWrite: number(usage, 'input_cache_creation'),
        reasoning: number(usage, 'output_reasoning') ?? number(usage, 'output_reasoning_tokens'),
        total: number(usage, 'total'),
      });
    }
    fillPayload(span, to, 'langfuse.observation.input', 'langfuse.observation.output');
  },
};

export const adot: Dialect = {
  id: 'adot',
  isPresent: (span) => span.hasPrefix('aws'),
  kindOf: (span) => declared(span.text('aws.genai.span_kind')),
  fill: () => undefined,
};

function declared(value: JsonValue | undefined): SpanKind | undefined {
  return typeof value === 'string' ? KINDS.get(value.toUpperCase()) : undefined;
}

function fillPayload(span: SpanReader, to: SpanMapping, inputKey: string, outputKey: string): void {
  const input = span.take(inputKey);
  const output = span.take(outputKey);
  if (to.kind === 'llm') {
    if (input !== undefined) {
      const messages = messagesOfRequest(input);
      if (messages.length > 0) to.messagesIn ??= {kind: 'list', messages};
      else to.input ??= input;
    }
    if (output !== undefined) {
      const messages = messagesOfReply(output);
      if (messages.length > 0) to.messagesOut ??= {kind: 'list', messages};
      else to.output ??= output;
    }
  } else if (hasCallPayload(to.kind)) {
    if (input !== undefined) to.input ??= unwrapArguments(input);
    if (output !== undefined && to.output === undefined) {
      const result = unwrapResult(output);
      to.output = result.output;
      to.toolCallId ??= result.toolCallId;
      to.failed ??= result.failed;
    }
  } else {
    if (input !== undefined) to.input ??= unfold(input);
    if (output !== undefined) to.output ??= unfold(output);
  }
}

function number(object: JsonObject, key: string): number | undefined {
  const value = getField(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
