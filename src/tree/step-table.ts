/** Kinds of steps: leaf calls and events that change the state (DESIGN section 2). */
export const STEP_KINDS = [
  'llm',
  'tool',
  'handoff',
  'user-turn',
  'compaction',
  'agent-start',
  'retry',
  'state',
  'other',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Outcome of a call as far as the log shows it. */
export const OUTCOMES = ['unresolved', 'ok', 'error'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * The steps of one run in run order, as parallel arrays; a step number is an index. Signature
 * arrays hold interned numbers: equal number = equal identity on that level; -1 = not recorded,
 * which is never equal to anything (reference/detection.md 3.2).
 */
export interface StepTable {
  readonly count: number;
  /** Index into STEP_KINDS. */
  readonly kind: Uint8Array;
  /** Row in SpanTable, or -1 for an event. */
  readonly spanRow: Int32Array;
  /** Index of the event in the run's event list, or -1. */
  readonly eventIndex: Int32Array;
  readonly lane: Int32Array;
  /** Segment within the run: raised at each real user turn of the lane. */
  readonly segment: Int32Array;
  /** Calls of one model reply share a round number; -1 = not known. */
  readonly round: Int32Array;
  /** Epoch microseconds; NaN if unknown. */
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  /** Index into OUTCOMES. An LLM reply with content is `ok`. */
  readonly outcome: Uint8Array;
  /** Bits of STEP_FLAG. */
  readonly flags: Uint8Array;
  /** String number (SpanTable.strings) of the tool, model call, agent or event name. */
  readonly name: Int32Array;
  /** String number of the acting agent's name; -1 if unknown. */
  readonly agent: Int32Array;
  /** L0 name, L1 intent, L2 target, L3 call, L4 call and outcome. */
  readonly l0: Int32Array;
  readonly l1: Int32Array;
  readonly l2: Int32Array;
  readonly l3: Int32Array;
  readonly l4: Int32Array;
  /** Masked outcome alone, and its exact body: equal outcome over moving arguments is stagnation. */
  readonly outcomeSig: Int32Array;
  /** Normalised text of an LLM reply or a user turn; -1 if empty or not recorded. */
  readonly textSig: Int32Array;
  /** Body ids, for a second look at candidates; -1 = not recorded. */
  readonly argsBody: Int32Array;
  readonly resultBody: Int32Array;
  /** Tokens of this step by counting spans only; NaN if not reported. */
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cachedReadTokens: Float64Array;
}

export const STEP_FLAG = {
  /** A user turn written by the harness. */
  synthetic: 1,
  /** Arguments or result were redacted or trimmed by the log: unknown. */
  redacted: 2,
  emptyReply: 4,
  /** Reply holds text but no tool call. */
  textOnly: 8,
} as const;
