import type {Condition} from './condition/condition.js';
import type {RunOverview} from './overview.js';
import type {JsonValue} from '../model/json.js';
import type {IdentifiedFinding} from '../model/finding.js';
import type {SpanKind, Status, TimeBasis} from '../model/kinds.js';
import type {Locator} from '../model/locator.js';
import type {Message} from '../model/message.js';
import type {RunNotes} from './notes.js';
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
  /** Place of its row in the call tree; undefined for an event. */
  readonly pre: number | undefined;
  /** Equal number = the very same call (L3); undefined = not comparable. */
  readonly sameCall: number | undefined;
  /** Equal numbers = the same content, byte for byte. */
  readonly argsBody: number | undefined;
  readonly resultBody: number | undefined;
  /** Equal number = the same call with the same outcome, ids and times apart (L4); for a reply, its text. */
  readonly sameOutcome: number | undefined;
  /** How often this very call had been made by then, itself included. */
  readonly repeat: number | undefined;
  /** Tokens that the lane's last model call was given. */
  readonly contextTokens: number | undefined;
  /** It changed something outside, as far as its name and arguments tell. */
  readonly writes: boolean;
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
    readonly errors: number;
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
  /** Of a tool call: its tool, which the name of the span need not tell (`ai.toolCall`). */
  readonly tool: string | undefined;
  readonly status: Status;
  readonly durationUs: number | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly defects: readonly string[];
  /** xN: this row stands for N equal siblings in a row; 1 = itself only. */
  readonly repeats: number;
  readonly step: number | undefined;
  /** Place of the parent; -1 for a root. */
  readonly parent: number;
  /** First step of the subtree, itself included. */
  readonly firstStep: number | undefined;
}

/** A stored finding with its steps as they are numbered now. */
export interface StoredFinding extends IdentifiedFinding {
  readonly runId: string;
}

/** A search for steps. It looks at a bounded number of steps a call and says how far it came. */
export interface StepSearch {
  readonly condition: Condition;
  /** First step to look at, itself included. */
  readonly from: number;
  readonly forward: boolean;
  /** Steps wanted. */
  readonly limit: number;
}

export interface FoundSteps {
  /** In the order of the search. */
  readonly steps: readonly number[];
  /** Where to go on; undefined when the run has been searched to its end. */
  readonly next: number | undefined;
}

/** What a person sees of the tree: everything but what is folded (xN) or collapsed. */
export interface TreeView {
  readonly fold: boolean;
  /** Places whose rows below are hidden. */
  readonly collapsed: ReadonlySet<number>;
  /** Folded blocks that were opened, as places [from, to). */
  readonly opened: readonly PlaceRange[];
}

export interface PlaceRange {
  readonly from: number;
  readonly to: number;
}

/** Rows around a place, in the order of the tree. */
export interface TreeWindow {
  readonly rows: readonly TreeRow[];
  /** Nothing visible comes before the first row, or after the last. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** What changed in a prompt against the lane's call before. Lists are cut, counts are not. */
export interface PromptChange {
  readonly step: number;
  /** The call compared with; undefined: it is the first of its lane. */
  readonly previousStep: number | undefined;
  /** Messages that both begin with. */
  readonly kept: number;
  readonly added: readonly Message[];
  readonly addedTotal: number;
  readonly dropped: readonly Message[];
  readonly droppedTotal: number;
  /** The conversation is longer than what was compared. */
  readonly isCut: boolean;
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
  /** Bounded shape of the run; undefined where the analysis left none. */
  overview(runId: string): Promise<RunOverview | undefined>;
  /** Steps for which a condition holds, from a step on; a piece of the run a call, bounded in time. */
  find(runId: string, search: StepSearch): Promise<FoundSteps>;
  /** The step that a span (by its id in the log) or the nearest step below it became. */
  stepOfSpan(runId: string, spanId: string): Promise<number | undefined>;
  /** First step that begins at or after a time; the last step where none does. */
  stepAtTime(runId: string, timeUs: number): Promise<number | undefined>;
  /** Visible rows: up to `before` above the row at `pre` (or the row that hides it), it, and up to `after` below. */
  treeAround(
    runId: string,
    window: {
      readonly pre: number;
      readonly before: number;
      readonly after: number;
      readonly view: TreeView;
    },
  ): Promise<TreeWindow>;
  /** The places that are folded behind a row with xN; undefined where nothing is. */
  foldedBehind(runId: string, pre: number): Promise<PlaceRange | undefined>;
  promptChange(runId: string, step: number): Promise<PromptChange | undefined>;
  /** Notes, bookmarks and triage of a run, with the steps where they lie now. */
  notes(runId: string): Promise<RunNotes>;
  close(): Promise<void>;
}
