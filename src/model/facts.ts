import type {Diagnostic} from './diagnostic.js';
import type {JsonObject, JsonValue} from './json.js';
import type {SpanKind, Status, TimeBasis} from './kinds.js';
import type {Locator} from './locator.js';
import type {MessageList} from './message.js';
import type {Usage} from './usage.js';

/** One whole execution. Sent once; later drafts of the same id add fields. */
export interface TraceDraft {
  readonly traceId: string;
  readonly name?: string;
  /** Session or conversation id: traces that share it are one run. */
  readonly sessionId?: string;
  readonly timeBasis?: TimeBasis;
  readonly outcome?: {readonly value: 'succeeded' | 'failed' | 'unknown'; readonly saidBy: string};
  readonly attributes?: JsonObject;
}

/** One span as the log tells it. No field is invented: what the log lacks stays absent. */
export interface SpanDraft {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  readonly kind: SpanKind;
  readonly name: string;
  /** Agent that acts in this span; inherited from the nearest agent ancestor where absent. */
  readonly agentName?: string;
  /** Instance of the agent, where the log tells several apart (sub-agent id). */
  readonly agentId?: string;
  /** Epoch microseconds; absent when the log has no time. */
  readonly startUs?: number;
  readonly endUs?: number;
  readonly status?: Status;
  /** Message of the error, as logged. */
  readonly statusMessage?: string;
  /** Class of the error: `RateLimitError`, `429`. */
  readonly errorType?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly toolName?: string;
  readonly toolCallId?: string;
  /** Tool arguments or the input of a non-LLM span; absent = not recorded (unknown, never "equal"). */
  readonly input?: JsonValue;
  /** Tool result or the output of a non-LLM span; absent = not recorded. */
  readonly output?: JsonValue;
  readonly usage?: Usage;
  /** Tokens the model's context window holds, where the log tells it. */
  readonly contextWindow?: number;
  readonly finishReason?: string;
  /** The model reply that asked for this call: parallel calls of one reply share it. */
  readonly roundId?: string;
  /** Lane within an agent instance, where the log forks (a retried or parallel branch). */
  readonly branch?: string;
  readonly sessionId?: string;
  /** Instrumentation that wrote the span (OTel scope name): two of them may see one call twice. */
  readonly scope?: string;
  /** The ids were derived from the position in the source, not read. */
  readonly derivedId?: boolean;
  /** The log shows a start and no end. */
  readonly unfinished?: boolean;
  /** What is left of the record after the fields above were taken, values as logged. */
  readonly attributes?: JsonObject;
}

export type StateEventKind =
  'user-turn' | 'compaction' | 'agent-start' | 'exception' | 'limit' | 'retry' | 'state' | 'log';

/** Something that happened at a point in time; those that change the state are steps. */
export interface SpanEventDraft {
  readonly traceId: string;
  /** Span it belongs to; absent for the trace as a whole. */
  readonly spanId?: string;
  readonly kind: StateEventKind;
  readonly name: string;
  readonly timeUs?: number;
  readonly text?: string;
  /** A user turn that the harness wrote. */
  readonly synthetic?: boolean;
  /** Context size before and after a compaction. */
  readonly tokensBefore?: number;
  readonly tokensAfter?: number;
  /** Fingerprint of a recorded state (page, working tree, todo list). */
  readonly fingerprint?: string;
  readonly agentId?: string;
  readonly agentName?: string;
  readonly attributes?: JsonObject;
}

export interface SpanLinkDraft {
  readonly traceId: string;
  readonly spanId: string;
  readonly linkedTraceId: string;
  readonly linkedSpanId?: string;
  readonly name?: string;
  readonly attributes?: JsonObject;
}

/** What the agent or its harness said of itself: `stuck`, `exit_cost`, a reward. Evidence, not our finding. */
export interface HarnessVerdict {
  readonly traceId: string;
  readonly spanId?: string;
  /** `stuck limit max-turns reward success failure other` */
  readonly kind: 'stuck' | 'limit' | 'reward' | 'success' | 'failure' | 'other';
  readonly said: string;
  readonly saidBy: string;
  readonly value?: number;
  readonly timeUs?: number;
}

/** A line of a side log: no trace, but a time or a place in the file. */
export interface ContextEventDraft {
  readonly timeUs?: number;
  readonly source: string;
  readonly severity: string;
  readonly text: string;
}

/** What a parser yields. See STYLE section 2 for the contract. */
export type Fact =
  | {readonly kind: 'trace'; readonly trace: TraceDraft}
  | {readonly kind: 'span'; readonly span: SpanDraft; readonly at: Locator}
  | {
      readonly kind: 'span-patch';
      readonly traceId: string;
      readonly spanId: string;
      readonly patch: Partial<SpanDraft>;
      readonly at: Locator;
    }
  | {
      readonly kind: 'messages';
      readonly traceId: string;
      readonly spanId: string;
      readonly direction: 'in' | 'out';
      readonly list: MessageList;
      readonly at: Locator;
    }
  | {readonly kind: 'event'; readonly event: SpanEventDraft; readonly at: Locator}
  | {readonly kind: 'link'; readonly link: SpanLinkDraft; readonly at: Locator}
  | {readonly kind: 'verdict'; readonly verdict: HarnessVerdict; readonly at: Locator}
  | {readonly kind: 'context-event'; readonly event: ContextEventDraft; readonly at: Locator}
  | {readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic}
  /** Last fact of a resumable parse: what it needs to go on from here when the file has grown. */
  | {readonly kind: 'checkpoint'; readonly state: JsonValue};
