import type {Finding} from '../../model/finding.js';
import type {Confidence} from '../../model/finding.js';
import type {Clue, Hypothesis} from '../../model/hypothesis.js';
import {MAX_CLUE_STEPS} from '../../model/hypothesis.js';
import type {Incident} from '../../model/incident.js';
import type {RunIndex} from '../../detect/view/run-index.js';

export type {Clue, ClueKind, Hypothesis} from '../../model/hypothesis.js';

/** What a cause may look at: the run, one incident of it, and the findings that make it up. */
export interface Scene {
  readonly index: RunIndex;
  readonly incident: Incident;
  /** The incident's findings, the worst first. */
  readonly findings: readonly Finding[];
  /** Step of the lane of the worst finding at which it begins. */
  readonly onset: number;
  /** Lane of the worst finding. */
  readonly lane: number;
}

/** One possible cause. `examine` is pure; undefined = nothing of the incident speaks for it. */
export interface Cause {
  readonly id: string;
  /** The most that a log alone can tell of this cause. */
  readonly atMost: Confidence;
  readonly confirmBy: string;
  examine(scene: Scene): Examination | undefined;
}

export type Examination = Pick<
  Hypothesis,
  'statement' | 'evidenceFor' | 'evidenceAgainst' | 'unknown'
>;

export function observed(says: string, steps: readonly number[] = []): Clue {
  return {kind: 'observed', says, steps: steps.slice(0, MAX_CLUE_STEPS)};
}

export function suspected(says: string, steps: readonly number[] = []): Clue {
  return {kind: 'suspected', says, steps: steps.slice(0, MAX_CLUE_STEPS)};
}

export function unknown(says: string, steps: readonly number[] = []): Clue {
  return {kind: 'unknown', says, steps: steps.slice(0, MAX_CLUE_STEPS)};
}

/** Findings of the scene whose rule has one of these names (the part after the family). */
export function findingsOf(scene: Scene, names: ReadonlySet<string>): readonly Finding[] {
  return scene.findings.filter(({rule}) => names.has(rule.split('/').at(-1) ?? ''));
}
