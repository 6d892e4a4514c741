import type {StateEventKind} from '../model/facts.js';
import type {HarnessVerdict} from '../model/facts.js';
import type {Message} from '../model/message.js';
import type {TimeBasis} from '../model/kinds.js';
import type {CallTree} from './call-tree.js';
import type {SpanTable} from './span-table.js';
import type {StepTable} from './step-table.js';

/** An event of the run, in run order. */
export interface RunEvent {
  readonly kind: StateEventKind;
  readonly name: string;
  readonly timeUs: number | undefined;
  readonly text: string | undefined;
  readonly synthetic: boolean;
  readonly tokensBefore: number | undefined;
  readonly tokensAfter: number | undefined;
  readonly fingerprint: string | undefined;
  readonly spanRow: number;
  /**
   * How many span rows come before the event in run order. Give it where times are missing or
   * equal (the source position decides); absent = the time, then the span, tells the place.
   */
  readonly rowsBefore?: number;
}

/** A link from a span row to a span of another trace of the run, by string numbers. */
export interface RunLink {
  readonly fromRow: number;
  readonly traceId: number;
  readonly spanId: number;
}

/** A sequence of steps that one actor took one after the other: run x agent instance x branch. */
export interface Lane {
  readonly agentName: string | undefined;
  /** Row of the agent span that owns the lane; -1 for the run itself. */
  readonly agentRow: number;
  readonly branch: string | undefined;
  /** Step numbers in order. */
  readonly steps: Int32Array;
}

/** What is known of how a run ended, and who says so. */
export interface RunOutcome {
  readonly value: 'succeeded' | 'failed' | 'unknown';
  readonly saidBy: string;
}

/** Bodies by id, for a second look at candidates. Synchronous; the store caches. */
export interface BodyLookup {
  /** Canonical text of a body; undefined when the id is -1 or the body is not kept. */
  text(bodyId: number): string | undefined;
  /** Messages of a conversation node, oldest first, at most `limit` last ones. */
  messages(nodeId: number, limit: number): readonly Message[];
  /** The node before, and how many messages the conversation holds with this one; absent = not known. */
  node?(nodeId: number): {readonly prev_id: number; readonly depth: number} | undefined;
}

/** All that a rule may see of one run. Read-only; rules are pure functions over it. */
export interface RunView {
  readonly runId: string;
  readonly spans: SpanTable;
  readonly tree: CallTree;
  readonly steps: StepTable;
  readonly lanes: readonly Lane[];
  readonly events: readonly RunEvent[];
  readonly verdicts: readonly HarnessVerdict[];
  readonly outcome: RunOutcome;
  readonly timeBasis: TimeBasis;
  readonly bodies: BodyLookup;
}
