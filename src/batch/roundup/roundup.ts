import type {FindingSeverity} from '../../model/finding.js';
import type {PromptUse, RuleBreach, Sighting, SightingKind} from '../survey/survey.js';

/** Sums over the calls of a period. */
export interface PeriodSums {
  readonly runs: number;
  readonly incidentRuns: number;
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Calls, of models and tools, that failed. */
  readonly errors: number;
}

export interface Latency {
  readonly calls: number;
  readonly errors: number;
  /** Microseconds, of the calls whose duration is known; absent where none is. */
  readonly p50Us?: number;
  readonly p95Us?: number;
  readonly p99Us?: number;
}

export interface ToolRow {
  readonly tool: string;
  readonly now: Latency;
  readonly before: Latency;
}

export interface AgentRow {
  readonly agent: string;
  readonly tokens: number;
  /** Per period, on average over the periods before. */
  readonly tokensBefore: number;
  readonly modelCalls: number;
  readonly modelCallsBefore: number;
}

/** Runs that failed the same way, as the fleet view groups them. */
export interface GroupRow {
  readonly id: string;
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly calls: readonly string[];
  /** That began in the period. */
  readonly runs: number;
  /** Per period, on average over the periods before. */
  readonly runsBefore: number;
  /** In the whole archive up to the end of the period. */
  readonly firstUs: number;
  readonly lastUs: number;
  /** Not seen before the period. */
  readonly isNew: boolean;
}

export interface Metrics {
  readonly now: PeriodSums;
  /** On average over the periods before; absent where the archive begins in this one. */
  readonly before?: PeriodSums;
  readonly periodsBefore: number;
  readonly tools: readonly ToolRow[];
  /** Largest change of tokens first: what drove it. */
  readonly agents: readonly AgentRow[];
  readonly callsWithoutTime: number;
  /** Seen in the period or in those before it; new ones first, then most runs first. */
  readonly groups: readonly GroupRow[];
}

export interface CallPlace {
  readonly run: string;
  readonly step: number;
  readonly agent: string;
}

/** One input, byte for byte, with several outputs. */
export interface SameInput {
  readonly calls: number;
  readonly outputs: number;
  readonly runs: number;
  /** The first call of each of the first outputs. */
  readonly places: readonly CallPlace[];
}

export interface PromptChange {
  readonly agent: string;
  readonly prompt: PromptUse;
  readonly run: string;
  /** What the agent was given before; absent where it was not seen before. */
  readonly before?: PromptUse;
  readonly addedLines: readonly string[];
  readonly removedLines: readonly string[];
}

export interface DefinitionChange {
  readonly tool: string;
  readonly run: string;
  readonly isNew: boolean;
  readonly addedParameters: readonly string[];
  readonly removedParameters: readonly string[];
}

export interface Breach extends RuleBreach {
  readonly run: string;
}

export interface Drift {
  readonly modelCalls: number;
  /** Calls whose input was met more than once in the period. */
  readonly repeatedInputs: number;
  readonly sameInputs: readonly SameInput[];
  readonly checkedReplies: number;
  readonly breaches: readonly Breach[];
  readonly prompts: readonly PromptChange[];
  readonly definitions: readonly DefinitionChange[];
  /** Replies to read, drawn by the seed. */
  readonly sample: readonly CallPlace[];
  readonly seed: number;
}

/** What makes a sighting worth a look. */
export type News = 'first-seen' | 'new-agent' | 'new-place' | 'seen';

export interface SecurityNote {
  readonly sighting: Sighting;
  readonly run: string;
  readonly news: News;
}

export interface Security {
  /** Whether there is an earlier time to call anything new against. */
  readonly hasHistory: boolean;
  readonly notes: Readonly<Record<SightingKind, readonly SecurityNote[]>>;
  /** What the bounds of the survey left out. */
  readonly dropped: number;
}

export interface Roundup {
  readonly fromUs: number;
  /** Exclusive. */
  readonly untilUs: number;
  readonly runs: number;
  readonly metrics: Metrics;
  readonly drift: Drift;
  readonly security: Security;
}
