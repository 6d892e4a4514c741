import type {Finding, FindingSeverity} from '../model/finding.js';
import type {Incident, LaneMoments, Turning} from '../model/incident.js';
import type {RunView} from '../tree/run-view.js';
import {NEWS, readLaneNews} from './new-information.js';
import {sumResourceUse} from './resource-use.js';

/** What an incident needs to know of a run. */
export type IncidentInput = Pick<RunView, 'steps' | 'lanes' | 'events' | 'outcome'>;

const SEVERITIES: readonly FindingSeverity[] = ['info', 'warning', 'critical'];

/** Rules about results: to them the same answer to other arguments is nothing new (by the last part of the id). */
const RESULT_RULES: ReadonlySet<string> = new Set([
  'stagnation',
  'error-repeat',
  'near-repeat',
  'polling-no-progress',
  'retry-storm',
  'unknown-tool',
]);

/**
 * Joins findings whose steps overlap into incidents, and dates each (reference/detection.md 3.6).
 * Worst first, then earliest. Each lane is read once; an incident costs its own steps and those after its last news.
 */
export function buildIncidents(
  input: IncidentInput,
  findings: readonly Finding[],
): readonly Incident[] {
  const readNews = cacheNews(input);
  const incidents = groupFindings(findings).map((group) =>
    dateIncident(input, findings, {group, readNews}),
  );
  return incidents.sort((a, b) => rankOf(b.severity) - rankOf(a.severity) || a.onset - b.onset);
}

/** Groups of findings whose windows [firstStep, lastStep] overlap, by a sweep in step order. */
function groupFindings(findings: readonly Finding[]): readonly (readonly number[])[] {
  const order = [...findings.keys()].sort(
    (a, b) => (findings[a]?.firstStep ?? 0) - (findings[b]?.firstStep ?? 0) || a - b,
  );
  const groups: number[][] = [];
  let reached = -1;
  for (const index of order) {
    const finding = findings[index];
    if (finding === undefined) continue;
    if (finding.firstStep > reached || groups.length === 0) groups.push([]);
    groups.at(-1)?.push(index);
    reached = Math.max(reached, finding.lastStep);
  }
  return groups;
}

function dateIncident(
  input: IncidentInput,
  findings: readonly Finding[],
  {group, readNews}: {readonly group: readonly number[]; readonly readNews: ReadNews},
): Incident {
  const members = group.flatMap((index) => findings[index] ?? []);
  const ranked = [...group].sort(
    (a, b) => rankOf(findings[b]?.severity) - rankOf(findings[a]?.severity) || a - b,
  );
  let onset = Infinity;
  let provable = Infinity;
  let end = -1;
  for (const finding of members) {
    onset = Math.min(onset, finding.firstStep);
    provable = Math.min(provable, finding.provableStep);
    end = Math.max(end, finding.lastStep);
  }
  const lanes = findLanes(input, members);
  const ignoreArguments = members.every(({rule}) => RESULT_RULES.has(rule.split('/').at(-1) ?? ''));
  const told = lanes.map((lane) => readMoments(lane, readNews(lane, ignoreArguments), end));
  const lastNewStep = latest(told.map((lane) => lane.lastNewStep));
  return {
    severity: findings[ranked[0] ?? 0]?.severity ?? 'info',
    findings: ranked,
    onset,
    provable,
    end,
    lastNewStep,
    lanes: told.map(({lane, lastNewStep: step, lastNewErrorStep}) => ({
      lane,
      lastNewStep: step,
      lastNewErrorStep,
    })),
    turning: findTurning(input, told, {onset, lastNewStep}),
    use: sumResourceUse(input.steps, range(onset, end + 1)),
  };
}

/** Lanes in which the findings' own steps lie, in order. */
function findLanes({steps}: IncidentInput, members: readonly Finding[]): readonly number[] {
  const lanes = new Set<number>();
  for (const finding of members) {
    for (const step of finding.members) lanes.add(steps.lane[step] ?? 0);
    if (finding.members.length === 0) lanes.add(steps.lane[finding.firstStep] ?? 0);
  }
  return [...lanes].sort((a, b) => a - b);
}

interface LaneStory extends LaneMoments {
  /** First new information after the incident's end. */
  readonly recoveredStep: number | undefined;
  /** Last steps of these kinds in the lane, whether inside the incident or later. */
  readonly lastUnknownStep: number | undefined;
  readonly lastInputStep: number | undefined;
}

/** Steps of a lane by news, in order: read once, asked by every incident. */
type LaneNews = readonly (readonly number[])[];

function readMoments(lane: number, byNews: LaneNews, end: number): LaneStory {
  const fresh = byNews[NEWS.fresh] ?? [];
  const freshErrors = byNews[NEWS.freshError] ?? [];
  const until = countUntil(fresh, end);
  return {
    lane,
    lastNewStep: fresh[until - 1],
    lastNewErrorStep: freshErrors[countUntil(freshErrors, end) - 1],
    recoveredStep: fresh[until],
    lastUnknownStep: byNews[NEWS.unknown]?.at(-1),
    lastInputStep: byNews[NEWS.input]?.at(-1),
  };
}

/** How many of the sorted steps are at or before `end`. */
function countUntil(sorted: readonly number[], end: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= end) low = middle + 1;
    else high = middle;
  }
  return low;
}

type ReadNews = (lane: number, ignoreArguments: boolean) => LaneNews;

function cacheNews({steps, lanes, events}: IncidentInput): ReadNews {
  const cache = new Map<number, LaneNews>();
  return (number, ignoreArguments) => {
    const key = number * 2 + (ignoreArguments ? 1 : 0);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const byNews: number[][] = [];
    const lane = lanes[number];
    if (lane !== undefined) {
      const news = readLaneNews(lane, steps, events, {ignoreArguments});
      for (const [place, step] of lane.steps.entries()) {
        (byNews[news[place] ?? NEWS.none] ??= []).push(step);
      }
    }
    cache.set(key, byNews);
    return byNews;
  };
}

function findTurning(
  {steps, lanes, outcome}: IncidentInput,
  told: readonly LaneStory[],
  {onset, lastNewStep}: {readonly onset: number; readonly lastNewStep: number | undefined},
): Turning {
  const recovered = told.flatMap((lane) => lane.recoveredStep ?? []);
  if (recovered.length > 0) {
    return {kind: 'recovered', step: recovered.reduce((a, b) => Math.min(a, b))};
  }
  if (outcome.value === 'succeeded') {
    return {kind: 'cannot-tell', because: 'run-succeeded', step: undefined};
  }
  // Without any news at all, nothing new came since the onset.
  const since = lastNewStep ?? onset - 1;
  const input = latest(told.map((lane) => lane.lastInputStep));
  if (input !== undefined && input > since && input >= onset) {
    return {kind: 'cannot-tell', because: 'input-came-later', step: input};
  }
  const unknown = latest(told.map((lane) => lane.lastUnknownStep));
  if (unknown !== undefined && unknown > since) {
    return {kind: 'cannot-tell', because: 'outcome-not-recorded', step: unknown};
  }
  const after = told.flatMap(({lane}) => [...(lanes[lane]?.steps ?? [])]);
  const later = after.filter((step) => step > since).sort((a, b) => a - b);
  return {kind: 'no-return', step: later[0] ?? onset, use: sumResourceUse(steps, later)};
}

function latest(steps: readonly (number | undefined)[]): number | undefined {
  let found: number | undefined;
  for (const step of steps) if (step !== undefined && step > (found ?? -1)) found = step;
  return found;
}

function rankOf(severity: FindingSeverity | undefined): number {
  return severity === undefined ? -1 : SEVERITIES.indexOf(severity);
}

function* range(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i++) yield i;
}
