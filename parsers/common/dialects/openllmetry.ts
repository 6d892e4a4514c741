/**
 * OpenLLMetry (Traceloop), github.com/traceloop/openllmetry, and the projects that renamed its
 * prefix: `ioa_observe.*` (AGNTCY), `agentops.*`, `honeyhive.*`.
 */
import type {SpanKind} from '../../api.js';
import {unwrapArguments} from '../call-payload.js';
import {takeIndexedMessages} from '../messages/indexed.js';
import {hasCallPayload} from '../span-mapping.js';
import type {Dialect, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
import {toUsage} from '../usage.js';
import {setResult} from './genai.js';

const PREFIXES = ['traceloop', 'ioa_observe', 'agentops', 'honeyhive'] as const;

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['workflow', 'chain'],
  ['task', 'chain'],
  ['operation', 'chain'],
  ['session', 'chain'],
  ['graph', 'chain'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['llm', 'llm'],
  ['guardrail', 'guardrail'],
]);

const REQUEST_KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['chat', 'llm'],
  ['completion', 'llm'],
  ['embedding', 'embedding'],
  ['rerank', 'retriever'],
]);

export const openllmetry: Dialect = {
  id: 'openllmetry',
  isPresent: (span) => span.hasPrefix('llm') || PREFIXES.some((prefix) => span.hasPrefix(prefix)),
  kindOf: (span) => {
    for (const prefix of PREFIXES) {
      const given = span.hasPrefix(prefix) ? span.text(`${prefix}.span.kind`) : undefined;
      const kind = given === undefined ? undefined : KINDS.get(given.toLowerCase());
      if (kind !== undefined) return kind;
    }
    return REQUEST_KINDS.get(span.text('llm.request.type') ?? '');
  },
  fill,
};

function fill(span: SpanReader, to: SpanMapping): void {
  if (span.has('llm.request.type')) fillFirstGeneration(span, to);
  for (const prefix of PREFIXES) if (span.hasPrefix(prefix)) fillPrefix(prefix, span, to);
  const ran = span.get('execution.success');
  if (ran === false || ran === 'false') to.failed ??= true;
}

/** Names of 2023 and early 2024, before `gen_ai`; the counts kept theirs for longer. */
function fillFirstGeneration(span: SpanReader, to: SpanMapping): void {
  to.model ??= span.text('llm.response.model', 'llm.request.model');
  to.provider ??= span.text('llm.vendor');
  to.usage ??= toUsage({
    input: span.count('llm.usage.prompt_tokens'),
    output: span.count('llm.usage.completion_tokens'),
    total: span.count('llm.usage.total_tokens'),
  });
  to.finishReason ??= span.text('llm.completions.0.finish_reason');
  const prompts = takeIndexedMessages(span.raw.attributes, 'llm.prompts.');
  if (prompts.length > 0) to.messagesIn ??= {kind: 'list', messages: prompts};
  const replies = takeIndexedMessages(span.raw.attributes, 'llm.completions.');
  if (replies.length > 0) {
    const messages = replies.map((reply) =>
      reply.role === 'unknown' ? {...reply, role: 'assistant'} : reply,
    );
    to.messagesOut ??= {kind: 'list', messages};
  }
}

function fillPrefix(prefix: string, span: SpanReader, to: SpanMapping): void {
  const name = span.text(`${prefix}.entity.name`);
  if (to.kind === 'agent') to.agentName ??= name ?? span.text(`${prefix}.agent.name`);
  if (to.kind === 'tool') to.toolName ??= name;
  const properties = `${prefix}.association.properties`;
  to.sessionId ??= span.text(`${properties}.session_id`, `${properties}.thread_id`);
  if (to.kind === 'llm') to.model ??= span.text(`${properties}.ls_model_name`);
  const input = span.get(`${prefix}.entity.input`);
  const output = span.get(`${prefix}.entity.output`);
  if (hasCallPayload(to.kind)) {
    if (input !== undefined && input !== null) to.input ??= unwrapArguments(input);
    if (output !== undefined && output !== null && to.output === undefined) setResult(to, output);
  } else if (to.kind !== 'llm') {
    to.input ??= input ?? undefined;
    to.output ??= output ?? undefined;
  }
  if (to.kind !== 'llm') span.drop(`${prefix}.entity.input`, `${prefix}.entity.output`);
}
