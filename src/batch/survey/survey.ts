import type {FindingSeverity} from '../../model/finding.js';

/** Raised when the same run would give another survey: stored ones are then made anew. */
export const SURVEY_VERSION = 2;

/** One way in which a run failed, under the id that all runs share that failed so. */
export interface FailureMark {
  readonly group: string;
  /** Rule id, or `outcome/failed` for a run that failed without a finding. */
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** The finding; absent for `outcome/failed`. */
  readonly finding?: string;
  /** The calls that make the pattern, without ids, hosts, times and values. */
  readonly calls: readonly string[];
  /** Tools of the pattern. */
  readonly tools: readonly string[];
  /** First step of it, from 0. */
  readonly step: number;
  readonly startUs?: number;
}

/** Calls of one tool or model in the run. */
export interface CallCount {
  readonly name: string;
  readonly calls: number;
  readonly errors: number;
}

/** What the weekly review looks for in calls, settings and texts. */
export const SIGHTING_KINDS = [
  'tool',
  'host',
  'path',
  'write',
  'permission',
  'credential',
  'secret',
  'hook',
  'unapproved',
] as const;
export type SightingKind = (typeof SIGHTING_KINDS)[number];

/** Something named in the run, once for each agent, with where it was first seen. */
export interface Sighting {
  readonly kind: SightingKind;
  /** Of a secret its kind and fingerprint, never the secret. */
  readonly value: string;
  readonly agent: string;
  /** Tool or field it was seen in. */
  readonly place: string;
  readonly count: number;
  readonly step: number;
  readonly firstUs?: number;
  readonly lastUs?: number;
}

/** A system prompt that an agent was given. */
export interface PromptUse {
  readonly agent: string;
  /** Of its text, volatile values apart. */
  readonly id: string;
  readonly text: string;
  readonly chars: number;
  readonly step: number;
  readonly firstUs?: number;
}

export interface ToolDefinition {
  readonly tool: string;
  /** Of its whole definition. */
  readonly id: string;
  readonly parameters: readonly string[];
  readonly firstUs?: number;
}

/** A reply that leaves a rule of its system prompt that can be checked. */
export interface RuleBreach {
  readonly agent: string;
  /** As the prompt states it. */
  readonly rule: string;
  readonly kind: 'format' | 'language' | 'tools';
  readonly found: string;
  readonly step: number;
  readonly timeUs?: number;
}

/** What the fleet view and the roundup need to know of one run beyond its summary. Bounded in every list. */
export interface RunSurvey {
  readonly failures: readonly FailureMark[];
  readonly tools: readonly CallCount[];
  readonly models: readonly CallCount[];
  /** Versions of the agent or its service, as logged. */
  readonly versions: readonly string[];
  readonly sightings: readonly Sighting[];
  readonly prompts: readonly PromptUse[];
  readonly definitions: readonly ToolDefinition[];
  readonly breaches: readonly RuleBreach[];
  /** Model replies whose prompt has a rule that was checked. */
  readonly checkedReplies: number;
  /** What the bounds left out. */
  readonly dropped: number;
}
