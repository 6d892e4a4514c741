/** Which vocabulary a span is written in is decided span by span: one file mixes them. */
import type {SpanKind} from '../../api.js';
import type {Dialect, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
import {adk} from './adk.js';
import {adot, langfuse, mlflow, smolagents} from './declared-type.js';
import {genai} from './genai.js';
import {logfire} from './logfire.js';
import {openinference} from './openinference.js';
import {openllmetry} from './openllmetry.js';
import {vercel} from './vercel.js';

/** In the order in which they are asked: the first that knows the kind owns the span. */
const DIALECTS: readonly Dialect[] = [
  openinference,
  genai,
  vercel,
  openllmetry,
  logfire,
  adk,
  smolagents,
  mlflow,
  langfuse,
  adot,
];

const MODEL_ATTRIBUTES = [
  'gen_ai.request.model',
  'gen_ai.response.model',
  'llm.model_name',
  'model',
];
const HANDOFF_NAME = /^handoffs?\b|\.handoff$/i;

/**
 * Maps the attributes of a span: the owner's reading first, then what the other dialects present
 * on the same span add. Takes the attributes it understood in full out of the span.
 */
export function mapSpan(span: SpanReader): SpanMapping {
  const present = DIALECTS.filter((dialect) => dialect.isPresent(span));
  let owner: Dialect | undefined;
  let kind: SpanKind | undefined;
  for (const dialect of present) {
    kind = dialect.kindOf(span);
    if (kind !== undefined) {
      owner = dialect;
      break;
    }
  }
  const mapping: SpanMapping = {kind: handoff(span, kind ?? fallbackKind(span))};
  owner?.fill(span, mapping);
  for (const dialect of present) if (dialect !== owner) dialect.fill(span, mapping);
  // Not for spans of no dialect: there it is the session of a browser.
  if (present.length > 0) mapping.sessionId ??= span.text('session.id');
  return mapping;
}

function fallbackKind(span: SpanReader): SpanKind {
  if (span.has('gen_ai.tool.name') || span.has('gen_ai.tool.call.id')) return 'tool';
  return MODEL_ATTRIBUTES.some((key) => span.has(key)) ? 'llm' : 'other';
}

/** Instrumentations mark a hand-off as a tool or a chain and only name it. */
function handoff(span: SpanReader, kind: SpanKind): SpanKind {
  if (kind !== 'tool' && kind !== 'chain' && kind !== 'other') return kind;
  if (span.has('gen_ai.handoff.from_agent') || span.has('gen_ai.handoff.to_agent'))
    return 'handoff';
  return kind !== 'other' && HANDOFF_NAME.test(span.raw.name) ? 'handoff' : kind;
}
