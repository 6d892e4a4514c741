/** What a guard counts. A limit of a framework is simulated in its own unit or not at all. */
export const GUARD_UNITS = [
  'llm-call',
  'tool-call',
  'round',
  'super-step',
  'lap',
  'failure',
  'level',
  'agent',
  'compaction',
  'token',
  'token-per-minute',
  'percent',
  'second',
  'breach',
] as const;
export type GuardUnit = (typeof GUARD_UNITS)[number];

/** What has a counter of its own. Steps of a sub-agent count for its ancestors only in `subtree` (and in `run`). */
export const GUARD_SCOPES = ['run', 'agent-instance', 'agent-name', 'tool', 'subtree'] as const;
export type GuardScope = (typeof GUARD_SCOPES)[number];

/** When a counter starts again. */
export const GUARD_RESETS = ['never', 'user-turn', 'success'] as const;
export type GuardReset = (typeof GUARD_RESETS)[number];

/**
 * What a trip does. `stop-run` ends everything; `stop-scope` ends what the counter counts, and all that it
 * started; `refuse-call` keeps one call from running; `nudge` asks the model to stop (as `stop-scope`, an upper bound).
 */
export const GUARD_EFFECTS = ['stop-run', 'stop-scope', 'refuse-call', 'nudge'] as const;
export type GuardEffect = (typeof GUARD_EFFECTS)[number];

export type ParameterValue = number | boolean | string | readonly string[];

/** A limit that an orchestrator could enforce: one kind of guard with its numbers filled in. */
export interface Guard {
  /** Unique in a set: `max-turns`, `max-tool-calls:search`. */
  readonly id: string;
  /** Folder name of its kind under src/guard/kinds. */
  readonly kind: string;
  readonly title: string;
  readonly limit: number;
  readonly unit: GuardUnit;
  readonly scope: GuardScope;
  readonly reset: GuardReset;
  readonly effect: GuardEffect;
  /** Holds for steps of this agent, or of this tool, only. Names as logged. */
  readonly agent?: string;
  readonly tool?: string;
  /** Agents and tools that have a guard of this kind of their own, which beats this one. */
  readonly exceptAgents?: readonly string[];
  readonly exceptTools?: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** The first step that the guard would not have let begin. */
export interface Trip {
  readonly step: number;
  readonly where: TripPlace;
  /** What the count would have been with the step. */
  readonly count: number;
  readonly limit: number;
}

/** Names as logged: escape before showing. */
export interface TripPlace {
  readonly lane: number;
  readonly agent: string | undefined;
  readonly tool: string | undefined;
}

/** What would not have run. Steps in flight at the trip are not saved. */
export interface Saved {
  readonly steps: number;
  readonly llmCalls: number;
  readonly toolCalls: number;
  /** Input and output of the model calls that report them; absent = none does. */
  readonly tokens?: number;
  /** Model calls among the saved ones that report no tokens. */
  readonly llmCallsWithoutTokens: number;
  readonly durationUs?: number;
  /** Some of the tokens were estimated, not reported. */
  readonly estimated?: boolean;
}

/** Good work that the guard would have cut as well. */
export interface Collateral {
  /** Steps among the cut ones that brought something new to their lane. */
  readonly newInformation: number;
  readonly firstNewStep?: number;
  readonly lastNewStep?: number;
  /** The run ended in success, and the trip comes before its end. */
  readonly cutSuccess: boolean;
}

/**
 * `exact`: the recording up to the trip is what would have happened, and nothing after it.
 * `upper-bound`: the model would have gone on in another way after the trip.
 */
export type Exactness = 'exact' | 'upper-bound';

export interface Simulation {
  readonly guard: Guard;
  readonly trip?: Trip;
  /** All trips: more than one where the counter starts again or single calls are refused. */
  readonly trips: number;
  readonly saved: Saved;
  readonly collateral: Collateral;
  /** Tripped, and cut neither new information nor a success. */
  readonly clean: boolean;
  readonly exactness: Exactness;
  /** Why this log cannot tell; then there is no trip, which says nothing. */
  readonly notComparable?: string;
}
