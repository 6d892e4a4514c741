import {detectRun} from '../../src/detect/detect-run.js';
import type {Finding} from '../../src/model/finding.js';
import type {Vector, Verdict} from './vector.js';
import {buildVectorRuns} from './vector-run.js';

/** A finding in the words of a vector. */
export interface Got {
  readonly type: string;
  readonly severity: Finding['severity'];
  readonly period: number | undefined;
  readonly first_step: number;
  readonly repeats: number | undefined;
}

export interface Scored {
  readonly vector: Vector;
  readonly got: readonly Got[];
  readonly right: boolean;
  readonly falseAlarm: boolean;
}

/** `loop/exact-repeat` -> `exact_repeat`: the type is the rule's name in snake case. */
export function toType(rule: string): string {
  return rule.replace(/^.*\//, '').replaceAll('-', '_');
}

export function judgeVector(vector: Vector): readonly Got[] {
  const got: Got[] = [];
  for (const {view, vectorIndex} of buildVectorRuns(vector.steps)) {
    for (const finding of detectRun(view)) {
      got.push({
        type: toType(finding.rule),
        severity: finding.severity,
        period: finding.period,
        first_step: vectorIndex[finding.firstStep] ?? -1,
        repeats: finding.laps,
      });
    }
  }
  return got;
}

/** True if a finding is what the verdict names: type, and the numbers that the verdict gives. */
export function matches(got: Got, verdict: Verdict): boolean {
  const types = [verdict.type, ...(verdict.accept ?? [])];
  const same = (wanted: number | undefined, found: number | undefined): boolean =>
    wanted === undefined || wanted === found;
  return (
    types.includes(got.type) &&
    same(verdict.period, got.period) &&
    same(verdict.first_step, got.first_step) &&
    same(verdict.repeats, got.repeats)
  );
}

/**
 * Right: the same loop verdict and, for a loop, a warning that matches it. False alarm: any warning
 * where there is no loop.
 */
export function scoreVector(vector: Vector): Scored {
  const got = judgeVector(vector);
  const warnings = got.filter(({severity}) => severity !== 'info');
  const {ours} = vector;
  const right =
    ours.loop === true
      ? warnings.some((warning) => matches(warning, ours))
      : warnings.length === 0 && (ours.loop === null || got.length === 0 || !isClaim(got));
  return {vector, got, right, falseAlarm: ours.loop !== true && warnings.length > 0};
}

/** An info is a note, never a claim of a loop: `loop: false` allows it as `loop: null` does. */
function isClaim(got: readonly Got[]): boolean {
  return got.some(({severity}) => severity !== 'info');
}
