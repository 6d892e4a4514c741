import type {FindingSeverity} from '../../model/finding.js';
import {agentOfRun, buildBaselines, compareRun, isHealthy, measureRun} from './fleet-baselines.js';
import {buildGroups, compareRuns, distinct, isInWeek} from './fleet-groups.js';
import type {Fleet, FleetIncident, FleetRow, FleetRun} from './fleet.js';

const DAY_MS = 86_400_000;

/** The whole fleet from its runs. Pure, deterministic, O(n log n). */
export function buildFleet(given: readonly FleetRun[]): Fleet {
  const runs = [...given].sort(compareRuns);
  const summaries = runs.map(({summary}) => summary);
  let [firstUs, lastUs] = [Infinity, -Infinity];
  for (const {startUs, endUs} of summaries) {
    if (startUs !== undefined) firstUs = Math.min(firstUs, startUs);
    lastUs = Math.max(lastUs, endUs ?? startUs ?? -Infinity);
  }
  const end = Number.isFinite(lastUs) ? lastUs : undefined;
  const incidents = buildIncidents(runs);
  const failedOnly = incidents.filter(({rules}) =>
    rules.every((rule) => rule === 'outcome/failed'),
  );
  return {
    runs: runs.length,
    incidentRuns: incidents.length,
    failedOnly: failedOnly.length,
    healthyRuns: summaries.filter(isHealthy).length,
    firstUs: Number.isFinite(firstUs) ? firstUs : undefined,
    lastUs: end,
    groups: buildGroups(runs, end),
    byRule: countBy(runs, end, ({survey}) => survey.failures.map(({rule}) => rule)),
    byAgent: countBy(runs, end, ({summary}) => [agentOfRun(summary)]),
    byModel: countBy(runs, end, ({survey}) => survey.models.map(({name}) => name)),
    byTool: countTools(runs, end),
    byVersion: countBy(runs, end, ({survey}) => survey.versions),
    byWeek: countBy(runs, end, ({summary}) => weekOf(summary.startUs)).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    ),
    baselines: buildBaselines(summaries),
    incidents,
  };
}

function buildIncidents(runs: readonly FleetRun[]): readonly FleetIncident[] {
  const baselines = new Map(
    buildBaselines(runs.map(({summary}) => summary)).map((each) => [each.agent, each]),
  );
  return runs.flatMap((run): FleetIncident[] => {
    const {summary, survey} = run;
    if (survey.failures.length === 0) return [];
    const agent = agentOfRun(summary);
    const values = measureRun(summary);
    return [
      {
        run: summary.id,
        agent,
        severity: worst(survey.failures.map(({severity}) => severity)),
        groups: distinct(survey.failures.map(({group}) => group)),
        rules: distinct(survey.failures.map(({rule}) => rule)),
        startUs: summary.startUs,
        values,
        ratios: compareRun(values, baselines.get(agent)),
      },
    ];
  });
}

function worst(severities: readonly FindingSeverity[]): FindingSeverity {
  if (severities.includes('critical')) return 'critical';
  return severities.includes('warning') ? 'warning' : 'info';
}

function countBy(
  runs: readonly FleetRun[],
  lastUs: number | undefined,
  namesOf: (run: FleetRun) => readonly string[],
): readonly FleetRow[] {
  return count(runs, lastUs, (run) => {
    const isIncident = run.survey.failures.length > 0;
    return distinct(namesOf(run)).map((name) => ({name, isIncident}));
  });
}

/** A tool is in an incident where it is part of the pattern, not where its run merely used it. */
function countTools(runs: readonly FleetRun[], lastUs: number | undefined): readonly FleetRow[] {
  return count(runs, lastUs, ({survey}) => {
    const involved = new Set(survey.failures.flatMap(({tools}) => tools));
    return survey.tools.map(({name}) => ({name, isIncident: involved.has(name)}));
  });
}

type Counts = Omit<{-readonly [Key in keyof FleetRow]: FleetRow[Key]}, 'name'>;

function count(
  runs: readonly FleetRun[],
  lastUs: number | undefined,
  marksOf: (run: FleetRun) => readonly {readonly name: string; readonly isIncident: boolean}[],
): readonly FleetRow[] {
  const rows = new Map<string, Counts>();
  for (const run of runs) {
    const isCritical = run.survey.failures.some(({severity}) => severity === 'critical');
    const isLast = isInWeek(run.summary.startUs, lastUs, 0);
    const isBefore = isInWeek(run.summary.startUs, lastUs, 1);
    for (const {name, isIncident} of marksOf(run)) {
      const row = rows.get(name) ?? noCounts();
      rows.set(name, row);
      row.runs++;
      if (isLast) row.lastWeekRuns++;
      if (isBefore) row.weekBeforeRuns++;
      if (!isIncident) continue;
      row.incidents++;
      if (isCritical) row.critical++;
      if (isLast) row.lastWeekIncidents++;
      if (isBefore) row.weekBeforeIncidents++;
    }
  }
  return [...rows]
    .map(([name, row]) => ({name, ...row}))
    .sort((a, b) => b.incidents - a.incidents || b.runs - a.runs || (a.name < b.name ? -1 : 1));
}

function noCounts(): Counts {
  return {
    runs: 0,
    incidents: 0,
    critical: 0,
    lastWeekRuns: 0,
    lastWeekIncidents: 0,
    weekBeforeRuns: 0,
    weekBeforeIncidents: 0,
  };
}

/** The Monday of a time's week, UTC. */
export function weekOf(timeUs: number | undefined): readonly string[] {
  if (timeUs === undefined) return ['(no time)'];
  const days = Math.floor(timeUs / 1000 / DAY_MS);
  // Day 0, 1970-01-01, was a Thursday.
  const monday = days - ((days + 3) % 7);
  const date = new Date(monday * DAY_MS);
  return [Number.isNaN(date.getTime()) ? '(no time)' : date.toISOString().slice(0, 10)];
}
