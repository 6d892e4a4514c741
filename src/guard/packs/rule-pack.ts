/** What a rule of a pack looks at in one tool call. */
export const CALL_FACETS = [
  'path',
  'command',
  'url',
  'host',
  'sql',
  'content',
  'text',
  'tool',
] as const;
export type CallFacet = (typeof CALL_FACETS)[number];

/** How a gap is judged; each is one file of src/guard/governance/checks. */
export const GAP_CHECKS = [
  'path-validation',
  'argument-validation',
  'content-security-policy',
  'step-limit',
  'approval',
  'idempotency',
] as const;
export type GapCheckId = (typeof GAP_CHECKS)[number];

/** All conditions must hold for one call. Patterns are matched in linear time, without regard to case. */
export interface PackCondition {
  readonly patterns: readonly {readonly facet: CallFacet; readonly pattern: string}[];
  /** The call would change something. */
  readonly writes?: boolean;
  /** A path of the call climbs out of where it starts, or is not where it seems to be. */
  readonly climbs?: boolean;
  /** The call is a member of a finding of one of these families (`loop`, `recursion`, `retry`). */
  readonly inFinding?: readonly string[];
  /** The call was made with equal arguments before. */
  readonly repeated?: boolean;
  /** The call did not fail. */
  readonly succeeded?: boolean;
}

/** Maps calls to a component and a failure point, and names the gap to look for. */
export interface PackRule {
  readonly id: string;
  readonly component: string;
  readonly failurePoint: string;
  readonly gap: string;
  readonly check: GapCheckId;
  readonly when: readonly PackCondition[];
}

/** Rules for the components of one kind of system, from a YAML file. */
export interface RulePack {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** ISO date on which the facts in it were last checked. */
  readonly checked: string;
  /** Calls that match are writes to outside, whatever the tool is called. */
  readonly writes: readonly PackCondition[];
  readonly rules: readonly PackRule[];
}
