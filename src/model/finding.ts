import type {FindingId, RuleId} from './ids.js';

export type FindingSeverity = 'info' | 'warning' | 'critical';
export type Confidence = 'low' | 'medium' | 'high';

/** A lead from a finding into the log: a step of the run, and what it shows. */
export interface Evidence {
  /** Row in the run's StepTable; stored by span and locator, since step numbers move. */
  readonly step: number;
  /** Observed fact in plain words, without log text: "same arguments, same result". */
  readonly shows: string;
}

/** What was used between two steps, both included. Absent = the log does not tell. */
export interface ResourceUse {
  readonly steps: number;
  readonly llmCalls: number;
  readonly toolCalls: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly durationUs?: number;
}

/** A fact about the *run*. A rule without evidence reports nothing. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: FindingSeverity;
  readonly confidence: Confidence;
  /** Why this confidence: "results are recorded and equal". */
  readonly confidenceReason: string;
  /** One line, templates with names through `visible()`: "`search` was called 41 times with the same arguments". */
  readonly title: string;
  /** What did NOT change between laps, in plain words (DESIGN principle 4). */
  readonly unchanged: string;
  /** Which productive look-alike was considered, and why it does not apply. */
  readonly benign: string;
  /** First and last step covered. */
  readonly firstStep: number;
  readonly lastStep: number;
  /** All member steps in order; at most MAX_MEMBERS are kept (first ones and the last), `memberCount` counts all. */
  readonly members: readonly number[];
  readonly memberCount: number;
  /** Steps (of the looping kind) in one lap, and full laps of the maximal run, where the rule has laps. */
  readonly period?: number;
  readonly laps?: number;
  /** Earliest step at which the rule could have fired knowing only the past. */
  readonly provableStep: number;
  /** Last step with new information inside or before the finding, where it can be told. */
  readonly lastNewStep?: number;
  /** Identity of the loop, rotation-invariant, without ids or times: goes into the finding id. */
  readonly identity: string;
  /** All laps after the first. */
  readonly waste?: ResourceUse;
  readonly use: ResourceUse;
  readonly evidence: readonly Evidence[];
  /** How it ended, if the run tells. */
  readonly ending?: 'ran-to-end' | 'stopped-by-guard' | 'recovered' | 'cut-by-user' | 'unknown';
  /** Other rules that see the same steps. Filled by subsumption. */
  readonly alsoSeenAs?: readonly RuleId[];
  /** Numbers a person may want, by name with unit: {answersPerCall: 0.02}. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A finding with its stable id, ready to store. */
export interface IdentifiedFinding extends Finding {
  readonly id: FindingId;
}

/** Bound on `Finding.members` (STYLE H5): enough for every list a person reads. */
export const MAX_MEMBERS = 2000;
