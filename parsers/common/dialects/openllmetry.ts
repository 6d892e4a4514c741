/**
 * OpenLLMetry (Traceloop), github.com/traceloop/openllmetry, and the projects that renamed its
 * prefix: `ioa_observe.*` (AGNTCY), `agentops.*`, `honeyhive.*`.
 */
import type {SpanKind} from '../../api.js';
import {unwrapArguments} from '../call-payload.js';
import {hasCallPayload} from '../span-mapping.js';
import type {Dialect, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
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
  for (const prefix of PREFIXES) if (span.hasPrefix(prefix)) fillPrefix(prefix, span, to);
  const ran = span.get('execution.success');
  if (ran === false || ran === 'false') to.failed ??= true;
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
