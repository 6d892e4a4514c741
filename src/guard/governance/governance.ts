/**
 * How sure a gap is. `observed`: the log itself shows it. `suspected`: what happened makes it likely, the log does not
 * show the control. `cannot-be-shown`: this log does not record what would tell.
 */
export type GapStatus = 'observed' | 'suspected' | 'cannot-be-shown';

/** Steps that show something: the first ones, at most MAX_EVIDENCE, and how many there are. */
export interface EvidenceSteps {
  readonly steps: readonly number[];
  readonly count: number;
}

export const MAX_EVIDENCE = 20;

export interface GapStatement {
  readonly status: GapStatus;
  /** One sentence of ours; names from the log are safe to show and in backticks. */
  readonly text: string;
  readonly evidence: EvidenceSteps;
}

export const HEADINGS = [
  'orchestration-breach',
  'context-window-overload',
  'verification-failure',
] as const;
export type HeadingId = (typeof HEADINGS)[number];

export interface GovernanceHeading {
  readonly id: HeadingId;
  readonly title: string;
  readonly question: string;
  /** Never empty: what cannot be shown, or was not found, is said. */
  readonly gaps: readonly GapStatement[];
}

/** How a call was recognised: the name of a tool is a weak sign, what it was given is a strong one. */
export type Recognition = 'arguments' | 'tool-definition' | 'tool-name' | 'finding';

export interface AuditRow {
  readonly component: string;
  readonly failurePoint: string;
  readonly governanceGap: string;
  readonly status: GapStatus;
  /** Why this status, in one sentence. */
  readonly reason: string;
  readonly recognizedBy: Recognition;
  readonly evidence: EvidenceSteps;
  /** Pack and rule that made the row; `core` for what needs no pack. */
  readonly pack: string;
  readonly rule: string;
}

/** A call that would change something outside. */
export interface WriteRecord {
  readonly step: number;
  /** Safe to show, shortened. */
  readonly tool: string;
  readonly target: string | undefined;
  readonly recognizedBy: Recognition;
  readonly failed: boolean;
  /** Who approved it, as recorded; undefined = no approval recorded. */
  readonly approver: string | undefined;
}

export interface Writes {
  /** The first ones, at most MAX_WRITES. */
  readonly list: readonly WriteRecord[];
  readonly count: number;
  readonly withoutApproval: number;
}

export const MAX_WRITES = 200;

export type PlatformAnswer = 'shown' | 'partly' | 'not-shown';

export interface PlatformQuestion {
  readonly id: string;
  readonly question: string;
  readonly answer: PlatformAnswer;
  /** What in this log says so. */
  readonly because: string;
  readonly evidence: EvidenceSteps;
}

export interface PlatformAssessment {
  readonly questions: readonly PlatformQuestion[];
  /** Shown counts two, partly counts one. */
  readonly points: number;
  readonly outOf: number;
}

/** Which guard was absent or bypassed, as far as one recording shows. */
export interface Governance {
  readonly headings: readonly GovernanceHeading[];
  readonly audit: readonly AuditRow[];
  readonly writes: Writes;
  readonly platform: PlatformAssessment;
}
