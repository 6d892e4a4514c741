import {createHash} from 'node:crypto';
import type {Detector, ThresholdSpec, Thresholds} from '../detect/detector.js';
import {SIGNATURE_VERSION} from '../tree/signature/body-signature.js';

/** Raised when the same facts would give another tree, other steps, other ids or another overview. */
const PIPELINE_VERSION = 7;

/** Values that replace a rule's defaults, by rule id and threshold name. */
export type ThresholdOverrides = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The values a rule runs with. Names that the rule does not know are ignored. */
export function resolveThresholds(
  detector: Detector,
  overrides: ThresholdOverrides = {},
): Thresholds<ThresholdSpec> {
  const given = Object.hasOwn(overrides, detector.id) ? overrides[detector.id] : undefined;
  const values: Record<string, number> = {};
  for (const [name, threshold] of Object.entries(detector.thresholds)) {
    const own = given !== undefined && Object.hasOwn(given, name) ? given[name] : undefined;
    values[name] = own ?? threshold.default;
  }
  return values;
}

/**
 * Names everything besides the facts that a finding depends on: what is stored under another
 * version is stale. Independent of the order of the rules.
 */
export function buildAnalysisVersion(
  detectors: readonly Detector[],
  overrides: ThresholdOverrides = {},
): string {
  const rules = detectors.map((detector) => {
    const values = Object.entries(resolveThresholds(detector, overrides));
    const sorted = values.sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([detector.id, detector.version, sorted]);
  });
  const sha = createHash('sha256');
  for (const rule of rules.sort()) sha.update(rule).update('\0');
  const digest = sha.digest('hex').slice(0, 12);
  return `${String(PIPELINE_VERSION)}.${String(SIGNATURE_VERSION)}.${digest}`;
}
