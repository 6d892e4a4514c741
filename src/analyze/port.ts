import type {IdentifiedFinding} from '../model/finding.js';
import type {HarnessVerdict} from '../model/facts.js';
import type {TimeBasis} from '../model/kinds.js';
import type {CallTree} from '../tree/call-tree.js';
import type {BuiltOverview} from './overview/build-overview.js';
import type {BodyLookup, Lane, RunEvent, RunLink, RunOutcome} from '../tree/run-view.js';
import type {SpanTable} from '../tree/span-table.js';
import type {StepTable} from '../tree/step-table.js';

/** One trace of the case, before runs are formed. */
export interface TraceHead {
  readonly traceKey: number;
  readonly traceId: string;
  /** Scope key and trace id: tells traces apart whose ids are not global; absent = the trace id does. */
  readonly identity?: string;
  readonly sessionId: string | undefined;
  readonly firstUs: number | undefined;
  /** Source rank, then position: order where no time is known. */
  readonly order: number;
  readonly linkedTraceKeys: readonly number[];
  /** Changes when any fact of the trace changes: (max fact id, fact count, source versions). */
  readonly factsDigest: string;
}

/** The facts of one run, merged by identity and put in run order. */
export interface RunFacts {
  readonly spans: SpanTable;
  /** Per span row: case-wide signature numbers of bodies; -1 = not recorded. */
  readonly argsSig: Int32Array;
  readonly argsTargetSig: Int32Array;
  readonly argsIntentSig: Int32Array;
  readonly outcomeSig: Int32Array;
  readonly replyTextSig: Int32Array;
  /** Bits: 1 reply has text, 2 reply has tool calls, 4 reply is recorded. */
  readonly replyShape: Uint8Array;
  readonly events: readonly RunEvent[];
  /** Signature number of each event's text; -1 = none. */
  readonly eventTextSig: Int32Array;
  readonly verdicts: readonly HarnessVerdict[];
  readonly outcome: RunOutcome;
  readonly timeBasis: TimeBasis;
  readonly bodies: BodyLookup;
  /** Links between traces of the run: a root without a parent hangs below the span it links to. */
  readonly links?: readonly RunLink[];
}

/** What the analysis leaves in the case for one run. */
export interface AnalyzedRun {
  readonly runId: string;
  readonly name: string | undefined;
  readonly traceKeys: readonly number[];
  readonly facts: RunFacts;
  readonly tree: CallTree;
  readonly steps: StepTable;
  readonly lanes: readonly Lane[];
  /** Per tree row: number of equal siblings in a row this row stands for (1 = itself, 0 = folded away). */
  readonly foldRepeats: Int32Array;
  /** Per tree row: length in sibling subtrees of the repeated block it belongs to (A B A B = 2); 1 = none. */
  readonly foldPeriod?: Int32Array;
  readonly findings: readonly IdentifiedFinding[];
  /** Shape and history for the replay; absent = not built (the replay then shows no curves). */
  readonly overview?: BuiltOverview;
  readonly factsDigest: string;
}

/** The store as the analysis sees it. Synchronous: it runs in a worker or in-thread. */
export interface AnalysisStore {
  traceHeads(): readonly TraceHead[];
  loadRun(runId: string, traceKeys: readonly number[]): RunFacts;
  /** Run id -> facts digest of what is stored under this analysis version. */
  analyzedRuns(analysisVersion: string): ReadonlyMap<string, string>;
  /** Replaces the derived rows of one run in one transaction. */
  writeRun(run: AnalyzedRun, analysisVersion: string): void;
  /** Drops derived rows of runs that no longer exist. */
  dropRunsExcept(runIds: ReadonlySet<string>): void;
}
