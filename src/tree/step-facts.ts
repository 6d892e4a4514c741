import type {RunEvent} from './run-view.js';
import type {SpanTable} from './span-table.js';

/**
 * What the steps of a run are built from: its spans, and per span row the case-wide signature
 * numbers of its bodies; -1 = not recorded (or redacted), which is never equal to anything.
 */
export interface StepFacts {
  readonly spans: SpanTable;
  readonly argsSig: Int32Array;
  readonly argsTargetSig: Int32Array;
  readonly argsIntentSig: Int32Array;
  readonly outcomeSig: Int32Array;
  readonly replyTextSig: Int32Array;
  /** Bits of REPLY_SHAPE. */
  readonly replyShape: Uint8Array;
  readonly events: readonly RunEvent[];
  readonly eventTextSig: Int32Array;
}

export const REPLY_SHAPE = {hasText: 1, hasToolCalls: 2, recorded: 4} as const;
