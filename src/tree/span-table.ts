import {SPAN_KINDS, STATUSES} from '../model/kinds.js';
import type {SpanKind, Status} from '../model/kinds.js';

/**
 * The merged spans of one run as parallel arrays, in the order of DESIGN "Order and time"
 * (known start, then parent before child, then source position). A row number is an index into
 * every array. -1 and NaN mean "the log does not tell".
 */
export interface SpanTable {
  readonly count: number;
  /** Strings by number; index 0 is the empty string. */
  readonly strings: readonly string[];
  /** Row id of the span in the case. */
  readonly spanKey: Float64Array;
  /** String number of the trace and span id. */
  readonly traceId: Int32Array;
  readonly spanId: Int32Array;
  /** String number of the parent's span id; -1 for none. Resolved rows are in the CallTree. */
  readonly parentId: Int32Array;
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  readonly flags: Uint8Array;
  /** Epoch microseconds; NaN if unknown. */
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  /** String numbers; -1 for none. */
  readonly name: Int32Array;
  readonly agentName: Int32Array;
  readonly agentId: Int32Array;
  readonly toolName: Int32Array;
  readonly toolCallId: Int32Array;
  readonly model: Int32Array;
  readonly errorType: Int32Array;
  readonly finishReason: Int32Array;
  readonly roundId: Int32Array;
  readonly branch: Int32Array;
  /** Instrumentation that wrote the span; absent = not kept, no two scopes are told apart. */
  readonly scope?: Int32Array;
  /** Body ids of input and output; -1 = not recorded. */
  readonly inputBody: Int32Array;
  readonly outputBody: Int32Array;
  /** Body id of the error message; -1 for none. */
  readonly errorBody: Int32Array;
  /** Conversation node ids of an LLM call's messages; -1 = not recorded. */
  readonly inNode: Int32Array;
  readonly outNode: Int32Array;
  /** Tokens as in Usage; NaN if not reported. */
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cachedReadTokens: Float64Array;
  readonly cachedWriteTokens: Float64Array;
  readonly reasoningTokens: Float64Array;
  /** Tokens the model's window holds, where the log tells it; absent = no row tells. */
  readonly contextWindow?: Float64Array;
}

/** Bits of `SpanTable.flags`. */
export const SPAN_FLAG = {
  derivedId: 1,
  unfinished: 2,
  usageEstimated: 4,
  /** Made by us for a parent id that no record carries. */
  placeholder: 8,
} as const;

export function toSpanKind(code: number): SpanKind {
  return SPAN_KINDS[code] ?? 'other';
}
export function fromSpanKind(kind: SpanKind): number {
  return SPAN_KINDS.indexOf(kind);
}
export function toStatus(code: number): Status {
  return STATUSES[code] ?? 'unset';
}
