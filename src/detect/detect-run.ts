import type {Finding, IdentifiedFinding} from '../model/finding.js';
import type {RunView} from '../tree/run-view.js';
import type {Detector, ThresholdSpec, Thresholds} from './detector.js';
import {identifyFinding} from './finding/identity.js';
import {rankFindings} from './rank.js';
import {detectors} from './registry.js';

/** Thresholds by rule id and name, where they differ from the defaults. */
export type ThresholdOverrides = ReadonlyMap<string, Readonly<Record<string, number>>>;

/**
 * Findings of one rule on one run that are kept, the longest ones. A run that repeats in thousands
 * of places is told by the first two hundred; the rest is counted in `metrics.notShown`.
 */
export const MAX_FINDINGS_PER_RULE = 200;

function toThresholds(
  detector: Detector,
  overrides: ThresholdOverrides | undefined,
): Thresholds<ThresholdSpec> {
  const own = overrides?.get(detector.id) ?? {};
  const values: [string, number][] = [];
  for (const [name, threshold] of Object.entries(detector.thresholds)) {
    values.push([name, (Object.hasOwn(own, name) ? own[name] : undefined) ?? threshold.default]);
  }
  return Object.fromEntries(values);
}

function keepLongest(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_FINDINGS_PER_RULE) return findings;
  const weight = (finding: Finding): number =>
    (finding.severity === 'info' ? 0 : 1e12) + finding.memberCount;
  const sorted = [...findings].sort((a, b) => weight(b) - weight(a) || a.firstStep - b.firstStep);
  const notShown = findings.length - MAX_FINDINGS_PER_RULE;
  return sorted
    .slice(0, MAX_FINDINGS_PER_RULE)
    .map((finding, i) => (i > 0 ? finding : {...finding, metrics: {...finding.metrics, notShown}}));
}

/** Version of the whole rule set: changes when any rule may find something else. */
export function toRuleSetVersion(): string {
  return detectors.map((detector) => `${detector.id}@${detector.version}`).join(' ');
}

/** All findings of one run: every rule, one finding per stretch, the worst first. Deterministic. */
export function detectRun(
  view: RunView,
  overrides?: ThresholdOverrides,
): readonly IdentifiedFinding[] {
  const found: Finding[] = [];
  for (const detector of detectors) {
    const own = [...detector.detect(view, toThresholds(detector, overrides))];
    found.push(...keepLongest(own));
  }
  return rankFindings(view, found).map((finding) => identifyFinding(view, finding));
}
