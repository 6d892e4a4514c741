import type {Detector, ThresholdSpec} from '../../src/detect/detector.js';
import {detectors} from '../../src/detect/registry.js';
import type {JudgedRun} from './score-runs.js';
import type {Scored} from './score-vectors.js';
import {matches, toType} from './score-vectors.js';
import {buildVectorRuns} from './vector-run.js';

/** What is known of one rule. */
export interface RuleScore {
  readonly rule: string;
  /** Vectors whose verdict names the rule's type first. */
  readonly positives: number;
  readonly found: number;
  /** Warnings of the rule on vectors with a verdict that allows its type, and on others. */
  readonly rightWarnings: number;
  readonly wrongWarnings: number;
  /** Vectors without a loop that the rule comes near to: it fires once its thresholds are halved. */
  readonly nearMisses: number;
  /** Real or recorded runs in which it fires, notes included. */
  readonly realRuns: number;
  readonly realSources: readonly string[];
  readonly isProven: boolean;
}

/** Fewest examples of a rule; below, the evaluation fails. */
export const MIN_POSITIVES = 2;
export const MIN_NEAR_MISSES = 3;

export function scoreRules(
  scored: readonly Scored[],
  runs: readonly JudgedRun[],
): readonly RuleScore[] {
  return detectors.map((detector) => scoreRule(detector, scored, runs));
}

function scoreRule(
  detector: Detector,
  scored: readonly Scored[],
  runs: readonly JudgedRun[],
): RuleScore {
  const type = toType(detector.id);
  let [positives, found, rightWarnings, wrongWarnings, nearMisses] = [0, 0, 0, 0, 0];
  for (const {vector, got} of scored) {
    const {ours} = vector;
    const own = got.filter((one) => one.type === type && one.severity !== 'info');
    const allowed = ours.loop === true && [ours.type, ...(ours.accept ?? [])].includes(type);
    const isPositive = ours.loop === true && ours.type === type;
    if (isPositive) {
      positives++;
      if (got.some((one) => one.severity !== 'info' && matches(one, ours))) found++;
    }
    if (own.length > 0) {
      if (allowed || ours.loop === true) rightWarnings++;
      else wrongWarnings++;
    } else if (ours.loop !== true && (vector.near?.includes(type) ?? comesNear(detector, vector))) {
      nearMisses++;
    }
  }
  const firing = runs.filter(({findings}) =>
    findings.some(
      ({rule, alsoSeenAs}) => rule === detector.id || alsoSeenAs?.includes(detector.id),
    ),
  );
  return {
    rule: detector.id,
    positives,
    found,
    rightWarnings,
    wrongWarnings,
    nearMisses,
    realRuns: firing.length,
    realSources: [...new Set(firing.map(({source}) => source))].sort(),
    isProven: firing.length > 0,
  };
}

/** True if the rule speaks once every count among its thresholds is halved. */
function comesNear(detector: Detector, vector: Scored['vector']): boolean {
  const loose = Object.fromEntries(
    Object.entries(detector.thresholds).map(([name, {default: value}]) => [name, loosen(value)]),
  ) satisfies Record<keyof ThresholdSpec, number>;
  for (const {view} of buildVectorRuns(vector.steps)) {
    for (const finding of detector.detect(view, loose)) {
      if (finding.memberCount > 0) return true;
    }
  }
  return false;
}

function loosen(value: number): number {
  return value >= 2 ? Math.max(2, Math.ceil(value / 2)) : value;
}
