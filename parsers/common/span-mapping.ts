import type {JsonValue, Message, SpanKind, Usage} from '../api.js';
import type {SpanReader} from './span-reader.js';

/** What dialects find out about a span. A dialect fills only what is still undefined. */
export interface SpanMapping {
  kind: SpanKind;
  agentName?: string | undefined;
  agentId?: string | undefined;
  model?: string | undefined;
  provider?: string | undefined;
  toolName?: string | undefined;
  toolCallId?: string | undefined;
  input?: JsonValue | undefined;
  output?: JsonValue | undefined;
  usage?: Usage | undefined;
  finishReason?: string | undefined;
  roundId?: string | undefined;
  sessionId?: string | undefined;
  errorType?: string | undefined;
  statusMessage?: string | undefined;
  /** The dialect says that the operation failed, whatever the span's status. */
  failed?: boolean | undefined;
  /** Messages given to the model. */
  messagesIn?: MessageSource | undefined;
  messagesOut?: MessageSource | undefined;
  /** The record announces another span that has not ended (Logfire's pending spans). */
  pending?: {readonly spanId: string; readonly parentId: string | undefined} | undefined;
}

export type MessageSource =
  /** JSON text of a whole array, which conversations repeat call by call. */
  | {readonly kind: 'text'; readonly text: string; readonly lead?: string | undefined}
  | {readonly kind: 'list'; readonly messages: readonly Message[]};

/** One attribute vocabulary. */
export interface Dialect {
  readonly id: string;
  /** Cheap: the span carries attributes of this dialect. */
  isPresent(span: SpanReader): boolean;
  /** The kind that this dialect gives the span; undefined leaves it to the next dialect. */
  kindOf(span: SpanReader): SpanKind | undefined;
  fill(span: SpanReader, mapping: SpanMapping): void;
}

/** Kinds whose input and output are the arguments and the result of a call: JSON text becomes JSON. */
export function hasCallPayload(kind: SpanKind): boolean {
  return (
    kind === 'tool' ||
    kind === 'retriever' ||
    kind === 'handoff' ||
    kind === 'guardrail' ||
    kind === 'evaluator'
  );
}
