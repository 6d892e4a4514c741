import type {Finding} from '../model/finding.js';
import type {RunView} from '../tree/run-view.js';
import type {Detector, ThresholdSpec, Thresholds} from './detector.js';
import {rankFindings} from './rank.js';
import {detectors} from './registry.js';

/** Thresholds by rule id and name, where they differ from the defaults. */
export type ThresholdOverrides = ReadonlyMap<string, Readonly<Record<string, number>>>;

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

/** All findings of one run: every rule, one finding per stretch, the worst first. Deterministic. */
export function detectRun(view: RunView, overrides?: ThresholdOverrides): readonly Finding[] {
  const found: Finding[] = [];
  for (const detector of detectors) {
    for (const finding of detector.detect(view, toThresholds(detector, overrides))) {
      found.push(finding);
    }
  }
  return rankFindings(view, found);
}
