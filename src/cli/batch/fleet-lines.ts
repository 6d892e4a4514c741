import type {
  Fleet,
  FleetBaseline,
  FleetGroup,
  FleetIncident,
  FleetRow,
  Metric,
} from '../../batch/fleet/fleet.js';
import {formatCompact, formatCount, formatCountOf, formatRatio} from '../../text/numbers.js';
import {severitySign, severityToken} from '../../text/signs.js';
import {cutLine, line, span, type Line} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';
import {fit, padStartTo, padTo} from '../../text/width.js';

/** Rows of each table; `--rows 0` prints all. */
export const DEFAULT_ROWS = 10;
const NAME_COLUMNS = 27;

export interface FleetLayout {
  readonly width: number;
  readonly rows: number;
  readonly caseOption: string;
}

/** The fleet as tables that fit the width. */
export function layoutFleet(fleet: Fleet, layout: FleetLayout): readonly Line[] {
  const lines: Line[] = [
    ...layoutHead(fleet),
    ...layoutGroups(fleet, layout),
    ...layoutTable(
      'Runs by rule (last seven days and those before: incidents/runs)',
      fleet.byRule,
      layout,
    ),
    ...layoutTable('Runs by agent', fleet.byAgent, layout),
    ...layoutTable('Runs by model', fleet.byModel, layout),
    ...layoutTable('Runs by tool', fleet.byTool, layout),
    ...layoutTable('Runs by version', fleet.byVersion, layout),
    ...layoutTable('Runs by week (its Monday)', fleet.byWeek.slice(-layout.rows), {
      ...layout,
      hasWeeks: false,
    }),
    ...layoutBaselines(fleet.baselines, layout),
    ...layoutIncidents(fleet, layout),
  ];
  return lines.map((each) => cutLine(each, layout.width));
}

function layoutHead({
  runs,
  incidentRuns,
  failedOnly,
  healthyRuns,
  firstUs,
  lastUs,
}: Fleet): readonly Line[] {
  const period = firstUs === undefined ? literal('') : show`, ${day(firstUs)} to ${day(lastUs)}`;
  const failed =
    failedOnly === 0 ? literal('') : show` (${formatCount(failedOnly)} failed without a finding)`;
  const other = runs - incidentRuns - healthyRuns;
  const rest = other === 0 ? literal('') : show`, ${formatCount(other)} without a step`;
  return [
    line('strong', show`${formatCountOf(runs, 'run')}${period}`),
    line(
      'plain',
      show`${formatCountOf(incidentRuns, 'incident run')}${failed}, ${formatCount(healthyRuns)} healthy${rest}`,
    ),
  ];
}

function layoutGroups({groups}: Fleet, {rows, width}: FleetLayout): readonly Line[] {
  const head = 'Groups: runs that failed the same way';
  if (groups.length === 0) return [...title(head), line('muted', literal('  none'))];
  const known = groups.filter(({isKnown}) => isKnown).length;
  const told =
    known === 0
      ? literal(head)
      : show`${literal(head)} (${formatCount(known)} known, ${formatCount(groups.length - known)} not)`;
  const columns = '  group          runs  first seen  last seen   trend    rule';
  const lines: Line[] = [line('plain', literal('')), line('title', told)];
  lines.push(line('muted', literal(columns)));
  for (const group of groups.slice(0, rows)) lines.push(...layoutGroup(group, width));
  return [...lines, ...moreLine(groups.length - rows, 'group')];
}

/** Two or more lines: the numbers, then the calls that the runs share. */
export function layoutGroup(group: FleetGroup, width: number): readonly Line[] {
  const {id, severity, runs, firstUs, lastUs, trend, rule, calls, agents, isKnown, why} = group;
  const numbers = show`${padStartTo(formatCount(runs.length), 5)}  ${padTo(day(firstUs), 10)}  ${padTo(day(lastUs), 10)}  ${padTo(literal(trend), 8)} `;
  const lines: Line[] = [
    [
      span(severityToken(severity), show`${severitySign(severity)} ${visible(id)} `),
      span('plain', numbers),
      span('strong', visible(rule)),
    ],
  ];
  const pattern = calls.map((call) => visible(call));
  lines.push(line('plain', show`    ${fit(joinDisplay(pattern, ', '), width - 4)}`));
  const who = agents.map((agent) => visible(agent));
  lines.push(line('muted', show`    ${fit(show`agents: ${joinDisplay(who, ', ')}`, width - 4)}`));
  if (isKnown) {
    const words = why === undefined ? literal('known') : show`known: ${visible(why)}`;
    lines.push(line('muted', show`    ${fit(words, width - 4)}`));
  }
  return lines;
}

function layoutTable(
  name: string,
  rows: readonly FleetRow[],
  {rows: limit, hasWeeks = true}: FleetLayout & {readonly hasWeeks?: boolean},
): readonly Line[] {
  if (rows.length === 0) return [];
  const build = (first: DisplayText, cells: readonly DisplayText[]): DisplayText => {
    const shown = cells.slice(0, hasWeeks ? cells.length : 3);
    return show`  ${padTo(first, NAME_COLUMNS)}${joinDisplay(
      shown.map((cell) => padStartTo(cell, 10)),
      '',
    )}`;
  };
  const heads = ['runs', 'incidents', 'critical', 'last 7d', 'before'] as const;
  const head = build(
    literal(''),
    heads.map((each) => literal(each)),
  );
  const lines: Line[] = [...title(name), line('muted', head)];
  for (const row of rows.slice(0, limit)) {
    const text = build(visible(row.name), [
      formatCount(row.runs),
      formatCount(row.incidents),
      formatCount(row.critical),
      share(row.lastWeekIncidents, row.lastWeekRuns),
      share(row.weekBeforeIncidents, row.weekBeforeRuns),
    ]);
    lines.push(line(row.incidents > 0 ? 'plain' : 'muted', text));
  }
  return [...lines, ...moreLine(rows.length - limit, 'row')];
}

/** Incidents of runs, `3/40`; a dash where there was no run. */
function share(incidents: number, runs: number): DisplayText {
  return runs === 0 ? literal('-') : show`${formatCount(incidents)}/${formatCount(runs)}`;
}

const METRIC_COLUMNS: readonly {readonly metric: Metric; readonly head: string}[] = [
  {metric: 'steps', head: 'steps'},
  {metric: 'calls', head: 'calls'},
  {metric: 'tokens', head: 'tokens'},
  {metric: 'depth', head: 'depth'},
  {metric: 'durationUs', head: 'duration'},
];

function layoutBaselines(
  baselines: readonly FleetBaseline[],
  {rows}: FleetLayout,
): readonly Line[] {
  if (baselines.length === 0) return [];
  const names = METRIC_COLUMNS.map(({head}) => padStartTo(literal(head), 10));
  const head = show`  ${padTo(literal('agent'), 16)}${padStartTo(literal('runs'), 7)} ${joinDisplay(names, ' ')}`;
  const lines: Line[] = [
    ...title('Healthy runs by agent: median, and below it the 95th percentile'),
    line('muted', head),
  ];
  const told = baselines.filter(({metrics}) => Object.keys(metrics).length > 0);
  for (const {agent, healthyRuns, metrics} of told.slice(0, rows)) {
    const cells = (pick: 'median' | 'p95'): readonly DisplayText[] =>
      METRIC_COLUMNS.map(({metric}) =>
        padStartTo(formatMetric(metric, metrics[metric]?.[pick]), 10),
      );
    const first = show`  ${padTo(visible(agent), 16)}${padStartTo(formatCount(healthyRuns), 7)} ${joinDisplay(cells('median'), ' ')}`;
    lines.push(line('plain', first));
    lines.push(line('muted', show`  ${padTo(literal(''), 23)} ${joinDisplay(cells('p95'), ' ')}`));
  }
  lines.push(...moreLine(told.length - rows, 'agent'));
  const few = baselines.length - told.length;
  if (few > 0) {
    const words = show`  ${formatCountOf(few, 'agent')} with fewer than five healthy runs: nothing to compare with`;
    lines.push(line('muted', words));
  }
  return lines;
}

/** The worst ones, with how many times a healthy run they took. */
function layoutIncidents({incidents}: Fleet, {rows, caseOption}: FleetLayout): readonly Line[] {
  if (incidents.length === 0) return [];
  const columns = METRIC_COLUMNS.map(({head}) => padStartTo(literal(head), 9));
  const head = show`  ${padTo(literal('run'), 17)}${padTo(literal('agent'), 11)}${joinDisplay(columns, '')}`;
  const lines: Line[] = [
    ...title('Incident runs farthest from a healthy one (times its median)'),
    line('muted', head),
  ];
  const sorted = [...incidents].sort(
    (a, b) => farthest(b) - farthest(a) || (a.run < b.run ? -1 : 1),
  );
  for (const {run, agent, severity, ratios} of sorted.slice(0, rows)) {
    const cells = METRIC_COLUMNS.map(({metric}) => padStartTo(formatTimes(ratios[metric]), 9));
    lines.push([
      span(severityToken(severity), show`${severitySign(severity)} ${padTo(visible(run), 16)} `),
      span('plain', show`${padTo(visible(agent), 10)} ${joinDisplay(cells, '')}`),
    ]);
  }
  const option = caseOption === '' ? literal('') : show` ${visible(caseOption)}`;
  const next = show`  $ whatbroke replay --run ${visible(sorted[0]?.run ?? '')}${option}`;
  return [
    ...lines,
    ...moreLine(incidents.length - rows, 'run'),
    line('plain', literal('')),
    line('muted', next),
  ];
}

function farthest({ratios}: FleetIncident): number {
  return Math.max(0, ...Object.values(ratios));
}

export function formatMetric(metric: Metric, value: number | undefined): DisplayText {
  if (value === undefined) return literal('-');
  if (metric === 'durationUs') return formatDurationUs(value);
  return metric === 'tokens' ? formatCompact(value) : formatCount(value);
}

function formatTimes(ratio: number | undefined): DisplayText {
  if (ratio === undefined) return literal('-');
  return ratio > 0 && ratio < 0.005 ? literal('<0.01x') : show`${formatRatio(ratio)}x`;
}

/** A day, UTC. */
export function day(timeUs: number | undefined): DisplayText {
  if (timeUs === undefined) return literal('-');
  const date = new Date(timeUs / 1000);
  return visible(Number.isNaN(date.getTime()) ? '?' : date.toISOString().slice(0, 10));
}

function title(text: string): readonly Line[] {
  return [line('plain', literal('')), line('title', literal(text))];
}

function moreLine(rest: number, noun: string): readonly Line[] {
  return rest > 0
    ? [line('muted', show`  and ${formatCountOf(rest, `more ${noun}`)}; --rows 0 prints all`)]
    : [];
}
