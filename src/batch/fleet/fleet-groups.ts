import type {FindingSeverity} from '../../model/finding.js';
import {agentOfRun} from './fleet-baselines.js';
import type {FleetGroup, FleetRun, Trend} from './fleet.js';

export const WEEK_US = 7 * 86_400 * 1e6;
const RANK: Readonly<Record<FindingSeverity, number>> = {critical: 2, warning: 1, info: 0};
/** A change of at least this factor is a trend, not chance. */
const TREND_FACTOR = 1.5;

interface Draft {
  readonly rule: string;
  readonly calls: readonly string[];
  severity: FindingSeverity;
  readonly runs: Map<string, FleetRun>;
}

/**
 * Runs that failed the same way, most runs first. The id of a group comes from its pattern alone, so that
 * healthy runs, however many, change none.
 *
 * @param lastUs last record of the archive: weeks are counted back from it, not from today
 */
export function buildGroups(
  runs: readonly FleetRun[],
  lastUs: number | undefined,
): readonly FleetGroup[] {
  const drafts = new Map<string, Draft>();
  for (const run of runs) {
    for (const {group, rule, calls, severity} of run.survey.failures) {
      const known = drafts.get(group);
      const draft = known ?? {rule, calls, severity, runs: new Map<string, FleetRun>()};
      if (known === undefined) drafts.set(group, draft);
      if (RANK[severity] > RANK[draft.severity]) draft.severity = severity;
      draft.runs.set(run.summary.id, run);
    }
  }
  return [...drafts]
    .map(([id, draft]) => toGroup(id, draft, lastUs))
    .sort(
      (a, b) =>
        b.runs.length - a.runs.length ||
        RANK[b.severity] - RANK[a.severity] ||
        (a.id < b.id ? -1 : 1),
    );
}

function toGroup(id: string, draft: Draft, lastUs: number | undefined): FleetGroup {
  const members = [...draft.runs.values()].sort(compareRuns);
  const times = members.flatMap(({summary}) => summary.startUs ?? []);
  const inWeek = (weeksBack: number): number =>
    times.filter((time) => isInWeek(time, lastUs, weeksBack)).length;
  const [lastWeek, weekBefore] = [inWeek(0), inWeek(1)];
  return {
    id,
    rule: draft.rule,
    severity: draft.severity,
    calls: draft.calls,
    runs: members.map(({summary}) => summary.id),
    agents: distinct(members.map(({summary}) => agentOfRun(summary))),
    formats: distinct(members.flatMap(({summary}) => summary.formats)),
    firstUs: times[0],
    lastUs: times.at(-1),
    trend: tellTrend({firstUs: times[0], lastUs, lastWeek, weekBefore}),
    lastWeek,
    weekBefore,
    isKnown: false,
  };
}

/** Whether a time is in the last seven days of the archive (0), or in those before (1). */
export function isInWeek(
  timeUs: number | undefined,
  lastUs: number | undefined,
  weeksBack: number,
): boolean {
  if (timeUs === undefined || lastUs === undefined) return false;
  const endUs = lastUs - weeksBack * WEEK_US;
  return timeUs > endUs - WEEK_US && timeUs <= endUs;
}

function tellTrend({
  firstUs,
  lastUs,
  lastWeek,
  weekBefore,
}: {
  readonly firstUs: number | undefined;
  readonly lastUs: number | undefined;
  readonly lastWeek: number;
  readonly weekBefore: number;
}): Trend {
  if (firstUs === undefined || lastUs === undefined) return 'unknown';
  if (firstUs > lastUs - WEEK_US) return 'new';
  if (lastWeek === 0) return 'gone';
  if (lastWeek >= weekBefore * TREND_FACTOR) return 'rising';
  return lastWeek * TREND_FACTOR <= weekBefore ? 'falling' : 'steady';
}

/** Time, then id; runs without times last. */
export function compareRuns({summary: a}: FleetRun, {summary: b}: FleetRun): number {
  const [one, other] = [a.startUs ?? Infinity, b.startUs ?? Infinity];
  if (one !== other) return one < other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
