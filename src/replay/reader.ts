import type {JsonValue} from '../model/json.js';
import type {IdentifiedFinding} from '../model/finding.js';
import type {SpanKind, Status, TimeBasis} from '../model/kinds.js';
import type {Locator} from '../model/locator.js';
import type {Message} from '../model/message.js';
import type {Usage} from '../model/usage.js';
import type {RunOutcome} from '../tree/run-view.js';
import type {Outcome, StepKind} from '../tree/step-table.js';

/** One run, for lists and the header. Counts are of counting spans only. */
export interface RunSummary {
  readonly id: string;
  readonly name: string | undefined;
  readonly agents: readonly string[];
  readonly sources: readonly string[];
  readonly formats: readonly string[];
  readonly timeBasis: TimeBasis;
  readonly startUs: number | undefined;
  readonly endUs: number | undefined;
  readonly spans: number;
  readonly steps: number;
  readonly llmCalls: number;
  readonly toolCalls: number;
  readonly errors: number;
  readonly maxDepth: number;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cachedReadTokens: number | undefined;
  readonly outcome: RunOutcome;
  readonly findings: {readonly info: number; readonly warning: number; readonly critical: number};
}

/** One line of the step list. All text is raw log text: make it DisplayText before showing. */
export interface StepRow {
  readonly step: number;
  readonly kind: StepKind;
  readonly spanKey: number | undefined;
  readonly spanId: string | undefined;
  readonly depth: number;
  readonly lane: number;
  readonly agent: string | undefined;
  readonly name: string;
  readonly startUs: number | undefined;
  readonly durationUs: number | undefined;
  readonly outcome: Outcome;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** First bytes of arguments and result (or of the reply), for one-line display. */
  readonly argsPreview: string | undefined;
  readonly resultPreview: string | undefined;
  /** Findings that cover the step, worst first. */
  readonly findings: readonly string[];
}

/** Everything about one step; long texts are cut at `textLimit` characters and say so. */
export interface StepDetail extends StepRow {
  readonly parentPath: readonly string[];
  readonly status: Status;
  readonly statusMessage: string | undefined;
  readonly spanKind: SpanKind | undefined;
  readonly model: string | undefined;
  readonly usage: Usage | undefined;
  readonly args: CutText | undefined;
  readonly result: CutText | undefined;
  readonly messagesIn: readonly Message[];
  readonly messagesInTotal: number;
  readonly messagesOut: readonly Message[];
  readonly attributes: JsonValue | undefined;
  readonly locations: readonly {readonly source: string; readonly at: Locator}[];
  /** Run totals up to and including this step. */
  readonly soFar: {
    readonly llmCalls: number;
    readonly toolCalls: number;
    readonly tokens: number | undefined;
  };
}

export interface CutText {
  readonly text: string;
  readonly totalChars: number;
}

export interface TreeRow {
  /** Place in pre-order. */
  readonly pre: number;
  readonly spanKey: number | undefined;
  readonly depth: number;
  readonly size: number;
  readonly kind: SpanKind;
  readonly name: string;
  readonly agent: string | undefined;
  readonly status: Status;
  readonly durationUs: number | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly defects: readonly string[];
  /** xN: this row stands for N equal siblings in a row; 1 = itself only. */
  readonly repeats: number;
  readonly step: number | undefined;
}

/** A stored finding with its steps as they are numbered now. */
export interface StoredFinding extends IdentifiedFinding {
  readonly runId: string;
}

/** What the TUI and the commands see of a case. Every call reads a range; none is O(run). */
export interface TraceReader {
  runs(): Promise<readonly RunSummary[]>;
  run(runId: string): Promise<RunSummary | undefined>;
  /** Steps [from, to), at most 1,000 a call. */
  steps(runId: string, from: number, to: number): Promise<readonly StepRow[]>;
  step(runId: string, step: number, textLimit: number): Promise<StepDetail | undefined>;
  /** Tree rows in pre-order from `fromPre`, at most `limit`, repeats folded when asked. */
  tree(
    runId: string,
    options: {
      readonly fromPre: number;
      readonly limit: number;
      readonly fold: boolean;
      readonly maxDepth?: number;
    },
  ): Promise<readonly TreeRow[]>;
  findings(runId: string): Promise<readonly StoredFinding[]>;
  /** Nearest step at or after (`forward`) / at or before the given one that failed. */
  nextError(runId: string, from: number, forward: boolean): Promise<number | undefined>;
  close(): Promise<void>;
}
