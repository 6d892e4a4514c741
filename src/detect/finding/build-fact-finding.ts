import type {Confidence, Evidence, Finding, FindingSeverity} from '../../model/finding.js';
import {measureUse} from '../view/lane-order.js';
import type {RunIndex} from '../view/run-index.js';
import {measureRunUse} from '../view/run-order.js';
import {ALL_LANES, boundMembers, measureScattered} from './build-finding.js';
import {findEnding} from './ending.js';

/** What a rule knows of something that is no repetition: it has steps and no laps. */
export interface FactDraft {
  readonly rule: Finding['rule'];
  /** Lane of the members, or ALL_LANES. */
  readonly lane: number;
  readonly steps: readonly number[];
  /** Step at which it could have been told. */
  readonly provableStep: number;
  /** Steps between the members belong to it; else only the members do. */
  readonly isRow: boolean;
  readonly severity: FindingSeverity;
  readonly confidence: Confidence;
  readonly confidenceReason: string;
  readonly title: string;
  readonly unchanged: string;
  readonly benign: string;
  readonly identity: string;
  readonly evidence: readonly Evidence[];
  readonly metrics?: Readonly<Record<string, number>>;
}

/** O(members). */
export function buildFactFinding(index: RunIndex, draft: FactDraft): Finding {
  const members = [...draft.steps].sort((a, b) => a - b);
  const firstStep = members[0] ?? 0;
  const lastStep = members.at(-1) ?? firstStep;
  const use = !draft.isRow
    ? measureScattered(index, members)
    : draft.lane === ALL_LANES
      ? measureRunUse(index.view, firstStep, lastStep)
      : measureUse(index.view, index.order, firstStep, lastStep);
  return {
    rule: draft.rule,
    severity: draft.severity,
    confidence: draft.confidence,
    confidenceReason: draft.confidenceReason,
    title: draft.title,
    unchanged: draft.unchanged,
    benign: draft.benign,
    firstStep,
    lastStep,
    members: boundMembers(members),
    memberCount: members.length,
    provableStep: draft.provableStep,
    identity: draft.identity,
    use,
    evidence: draft.evidence,
    ending: findEnding(index, draft.lane, lastStep),
    ...(draft.metrics === undefined ? {} : {metrics: draft.metrics}),
  };
}
