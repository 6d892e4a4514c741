import {MAX_MEMBERS} from '../../model/finding.js';
import type {
  Confidence,
  Evidence,
  Finding,
  FindingSeverity,
  ResourceUse,
} from '../../model/finding.js';
import type {RuleId} from '../../model/ids.js';
import {measureUse} from '../view/lane-order.js';
import type {RunIndex} from '../view/run-index.js';
import {measureRunUse} from '../view/run-order.js';
import {findEnding} from './ending.js';

/** What a rule knows of a repetition; the rest of a Finding follows from the run. */
export interface LoopDraft {
  readonly rule: RuleId;
  /** Lane of the members, or ALL_LANES for a finding about several actors. */
  readonly lane: number;
  /** Every step of the maximal run, lap after lap. */
  readonly steps: readonly number[];
  /** Steps in one lap. */
  readonly period: number;
  readonly laps: number;
  /** Laps after which the rule could have fired. */
  readonly provableLaps: number;
  /** Steps between the members belong to the loop (a row); else only the members do. */
  readonly isRow: boolean;
  readonly severity: Exclude<FindingSeverity, 'critical'>;
  readonly confidence: Confidence;
  readonly confidenceReason: string;
  readonly title: string;
  readonly unchanged: string;
  readonly benign: string;
  readonly identity: string;
  readonly shows: {readonly first: string; readonly again: string; readonly last: string};
  readonly metrics?: Readonly<Record<string, number>>;
}

/** Laps from which a loop that fills half of the run is an incident by itself. */
const CRITICAL_LAPS = 10;
const CRITICAL_SHARE = 0.5;

/** As `LoopDraft.lane`: the members are in several lanes. */
export const ALL_LANES = -1;

/** O(members). */
export function buildLoopFinding(index: RunIndex, draft: LoopDraft): Finding {
  const {novelty} = index;
  const members = [...draft.steps].sort((a, b) => a - b);
  const firstStep = members[0] ?? 0;
  const lastStep = members.at(-1) ?? firstStep;
  const secondLap = draft.steps[draft.period] ?? lastStep;
  const provable = draft.steps[draft.provableLaps * draft.period - 1] ?? lastStep;
  const ending = findEnding(index, draft.lane, lastStep);
  const lastNewStep = draft.lane === ALL_LANES ? -1 : (novelty.lastNew[lastStep] ?? -1);
  const use = measure(index, draft.lane, firstStep, lastStep);
  const waste = draft.isRow
    ? measure(index, draft.lane, secondLap, lastStep)
    : measureScattered(index, members.slice(draft.period));
  return {
    rule: draft.rule,
    severity: toSeverity(index, draft, waste, ending),
    confidence: draft.confidence,
    confidenceReason: draft.confidenceReason,
    title: draft.title,
    unchanged: draft.unchanged,
    benign: draft.benign,
    firstStep,
    lastStep,
    members: boundMembers(members),
    memberCount: members.length,
    period: draft.period,
    laps: draft.laps,
    provableStep: provable,
    ...(lastNewStep >= 0 ? {lastNewStep} : {}),
    identity: draft.identity,
    ...(draft.laps > 1 ? {waste} : {}),
    use,
    evidence: toEvidence(draft, firstStep, secondLap, provable, lastStep),
    ending,
    ...(draft.metrics === undefined ? {} : {metrics: draft.metrics}),
  };
}

function measure(index: RunIndex, lane: number, first: number, last: number): ResourceUse {
  return lane === ALL_LANES
    ? measureRunUse(index.view, first, last)
    : measureUse(index.view, index.order, first, last);
}

/** First ones and the last: enough for every list a person reads. */
export function boundMembers(members: readonly number[]): readonly number[] {
  if (members.length <= MAX_MEMBERS) return members;
  return [...members.slice(0, MAX_MEMBERS - 1), members.at(-1) ?? 0];
}

/** Members far apart: what lies between them is other work, so only the members count. */
export function measureScattered({view, order}: RunIndex, members: readonly number[]): ResourceUse {
  let [toolCalls, llmCalls, inputTokens, outputTokens] = [0, 0, 0, 0];
  for (const step of members) {
    const use = measureUse(view, order, step, step);
    toolCalls += use.toolCalls;
    llmCalls += use.llmCalls;
    inputTokens += use.inputTokens ?? 0;
    outputTokens += use.outputTokens ?? 0;
  }
  const tokens = inputTokens + outputTokens > 0 ? {inputTokens, outputTokens} : {};
  return {steps: members.length, llmCalls, toolCalls, ...tokens};
}

function toSeverity(
  {view}: RunIndex,
  draft: LoopDraft,
  waste: ResourceUse,
  ending: Finding['ending'],
): FindingSeverity {
  if (draft.severity === 'info') return 'info';
  const share = findShare(view, waste);
  const fatal = ending !== 'recovered' && view.outcome.value === 'failed';
  if (share >= CRITICAL_SHARE && (draft.laps >= CRITICAL_LAPS || fatal)) return 'critical';
  return 'warning';
}

/**
 * Share of the run that the laps after the first took: of its tokens where the log tells them, since a lap sends
 * all before it again, or else of its steps; the larger of both (reference/detection.md 3.4).
 */
function findShare(view: RunIndex['view'], waste: ResourceUse): number {
  const count = view.steps.count;
  const bySteps = waste.steps / Math.max(1, count);
  const run = measureRunUse(view, 0, count - 1);
  const tokens = (run.inputTokens ?? 0) + (run.outputTokens ?? 0);
  const wasted = (waste.inputTokens ?? 0) + (waste.outputTokens ?? 0);
  return tokens > 0 ? Math.max(bySteps, wasted / tokens) : bySteps;
}

function toEvidence(
  {shows}: LoopDraft,
  first: number,
  second: number,
  provable: number,
  last: number,
): readonly Evidence[] {
  const evidence: Evidence[] = [{step: first, shows: shows.first}];
  if (second > first) evidence.push({step: second, shows: shows.again});
  if (provable > second && provable < last) {
    evidence.push({step: provable, shows: 'from here on the repetition was provable'});
  }
  if (last > second) evidence.push({step: last, shows: shows.last});
  return evidence;
}
