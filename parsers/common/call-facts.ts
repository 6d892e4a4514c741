import type {Fact, Locator, Message, SpanDraft} from '../api.js';
import type {ConversationTracker} from './conversation.js';
import {isLimitError} from './limit-errors.js';

type Writable<T> = {-readonly [K in keyof T]: T[K]};
/** A span under construction, field by field. */
export type SpanBuilder = Writable<SpanDraft>;

/** One call as a platform records it: the span and what was said in it. */
export interface CallRecord {
  readonly span: SpanDraft;
  readonly messagesIn?: readonly Message[] | undefined;
  readonly messagesOut?: readonly Message[] | undefined;
  /** What tells conversations apart; the trace by default. */
  readonly conversation?: string | undefined;
  /** Only the fields that are there change a span that was sent before. */
  readonly isPatch?: boolean | undefined;
}

export function pushCallFacts(
  record: CallRecord,
  at: Locator,
  tracker: ConversationTracker,
  out: Fact[],
): void {
  const {span, messagesIn = [], messagesOut = []} = record;
  const {traceId, spanId, errorType} = span;
  out.push(record.isPatch === true ? toPatch(span, at) : {kind: 'span', span, at});
  if (messagesIn.length > 0) {
    const list = tracker.fromMessages(record.conversation ?? traceId, messagesIn);
    out.push({kind: 'messages', traceId, spanId, direction: 'in', list, at});
  }
  if (messagesOut.length > 0) {
    const list = tracker.single(messagesOut);
    out.push({kind: 'messages', traceId, spanId, direction: 'out', list, at});
  }
  if (errorType !== undefined && isLimitError(errorType)) {
    out.push({
      kind: 'verdict',
      verdict: {traceId, spanId, kind: 'limit', said: errorType, saidBy: 'exception'},
      at,
    });
  }
}

/** The caller deletes what the record did not say; an end makes the span finished. */
function toPatch(span: SpanDraft, at: Locator): Fact {
  const {traceId, spanId, ...fields} = span;
  const patch: Writable<Partial<SpanDraft>> = fields;
  if (patch.kind === 'other') delete patch.kind;
  if (patch.name === '') delete patch.name;
  if (patch.status === 'unset') delete patch.status;
  delete patch.unfinished;
  if (patch.endUs !== undefined) patch.unfinished = false;
  return {kind: 'span-patch', traceId, spanId, patch, at};
}
