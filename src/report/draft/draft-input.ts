import type {Detector} from '../../detect/detector.js';
import type {ExplainedIncident, RunProfile} from '../../replay/overview.js';
import type {RunNotes} from '../../replay/notes.js';
import type {RunSummary, StoredFinding} from '../../replay/reader.js';
import type {RunView} from '../../tree/run-view.js';
import type {DiagnosticGroup, RecordCount} from '../verdict/verdict-input.js';

/** Steps that show a gap: the first ones, and how many there are. */
interface GapEvidence {
  readonly steps: readonly number[];
  readonly count: number;
}

type GapStatus = 'observed' | 'suspected' | 'cannot-be-shown';

/** Which guard was absent or bypassed: what the draft needs of src/guard's analysis. */
export interface GovernanceGaps {
  readonly headings: readonly {
    readonly title: string;
    readonly question: string;
    readonly gaps: readonly {
      readonly status: GapStatus;
      readonly text: string;
      readonly evidence: GapEvidence;
    }[];
  }[];
  readonly audit: readonly {
    readonly component: string;
    readonly failurePoint: string;
    readonly governanceGap: string;
    readonly status: GapStatus;
    readonly reason: string;
    readonly evidence: GapEvidence;
  }[];
}

/** Other runs of the same agent that nothing was found in: what a run usually takes. */
export interface Baseline {
  readonly runIds: readonly string[];
  /** Upper medians over those runs; absent where no run tells. */
  readonly calls: number;
  readonly steps: number;
  readonly tokens: number | undefined;
  readonly durationUs: number | undefined;
}

/** A guard that was tried on the recording, ready to be put into words. */
export interface TriedGuard {
  readonly title: string;
  readonly watches: 'amount' | 'behaviour';
  /** The limit was chosen on this recording; else it is the default of the guard. */
  readonly isFitted: boolean;
  /** `20 rounds an agent instance`: limit, unit, scope. */
  readonly setting: string;
  /** First step that it would not have let begin; absent: it would not have tripped. */
  readonly tripStep: number | undefined;
  readonly savedSteps: number;
  readonly savedCalls: number;
  readonly savedTokens: number | undefined;
  /** Steps among those cut that brought something new. */
  readonly cutNews: number;
  readonly cutsSuccess: boolean;
  readonly isExact: boolean;
  /** Command that gives these numbers again. */
  readonly command: string;
  /** What to write where, one framework a line. */
  readonly settings: readonly {readonly where: string; readonly text: string}[];
}

/** A limit that a framework has when nothing is set, tried on the recording. */
export interface TriedDefault {
  readonly framework: string;
  /** `recursion_limit = 25`. */
  readonly setting: string;
  /** What it counts, over what: `super-step, per run`. */
  readonly counts: string;
  /** First step that it would not have let begin; absent: it would not have tripped. */
  readonly tripStep: number | undefined;
  /** Steps from there on that brought something new. */
  readonly cutNews: number;
}

export interface GuardTrial {
  readonly tried: readonly TriedGuard[];
  readonly defaults: readonly TriedDefault[];
  /** Why others could not be tried on this log. */
  readonly notComparable: readonly string[];
}

/** All that a draft is made of. The caller reads and computes it; the draft itself is pure. */
export interface DraftInput {
  readonly summary: RunSummary;
  readonly view: RunView;
  /** Worst first, as stored: incidents point into it. */
  readonly findings: readonly StoredFinding[];
  readonly incidents: readonly ExplainedIncident[];
  readonly profile: RunProfile | undefined;
  /** 1 for each step that changes something outside. */
  readonly writes: Uint8Array;
  readonly notes: RunNotes;
  readonly baseline: Baseline | undefined;
  readonly governance: GovernanceGaps | undefined;
  readonly guards: GuardTrial | undefined;
  readonly records: RecordCount;
  readonly diagnostics: readonly DiagnosticGroup[];
  readonly rules: readonly Pick<Detector, 'id' | 'version' | 'thresholds'>[];
  readonly toolVersion: string;
  /** What must follow a command so that it sees this case. */
  readonly caseOption: string;
}
