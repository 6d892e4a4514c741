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
const NAME_COLUMNS = 30;

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
    ...layoutTable('Runs by rule', fleet.byRule, layout),
    ...layoutTable('Runs by agent', fleet.byAgent, layout),
    ...layoutTable('Runs by model', fleet.byModel, layout),
    ...layoutTable('Runs by tool', fleet.byTool, layout),
    ...layoutTable('Runs by version', fleet.byVersion, layout),
    ...layoutTable('Runs by week (its Monday)', fleet.byWeek.slice(-layout.rows), layout),
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
  const columns = '  group          runs  first seen  last seen   trend    rule';
  const lines: Line[] = [...title(head), line('muted', literal(columns))];
  for (const group of groups.slice(0, rows)) lines.push(...layoutGroup(group, width));
  return [...lines, ...moreLine(groups.length - rows, 'group')];
}

/** Two or more lines: the numbers, then the calls that the runs share. */
export function layoutGroup(group: FleetGroup, width: number): readonly Line[] {
  const {id, severity, runs, firstUs, lastUs, trend, rule, calls, agents} = group;
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
  return lines;
}

function layoutTable(
  name: string,
  rows: readonly FleetRow[],
  {rows: limit}: FleetLayout,
): readonly Line[] {
  if (rows.length === 0) return [];
  const head = show`  ${padTo(literal(''), NAME_COLUMNS)} ${padStartTo(literal('runs'), 8)} ${padStartTo(literal('incidents'), 10)} ${padStartTo(literal('critical'), 9)}`;
  const lines: Line[] = [...title(name), line('muted', head)];
  for (const row of rows.slice(0, limit)) {
    const numbers = [row.runs, row.incidents, row.critical] as const;
    const [runs, incidents, critical] = numbers.map((value) => formatCount(value));
    const text = show`  ${padTo(visible(row.name), NAME_COLUMNS)} ${padStartTo(runs ?? literal(''), 8)} ${padStartTo(incidents ?? literal(''), 10)} ${padStartTo(critical ?? literal(''), 9)}`;
    lines.push(line(row.incidents > 0 ? 'plain' : 'muted', text));
  }
  return [...lines, ...moreLine(rows.length - limit, 'row')];
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
  for (const {agent, healthyRuns, metrics} of baselines.slice(0, rows)) {
    const cells = (pick: 'median' | 'p95'): readonly DisplayText[] =>
      METRIC_COLUMNS.map(({metric}) =>
        padStartTo(formatMetric(metric, metrics[metric]?.[pick]), 10),
      );
    const first = show`  ${padTo(visible(agent), 16)}${padStartTo(formatCount(healthyRuns), 7)} ${joinDisplay(cells('median'), ' ')}`;
    lines.push(line('plain', first));
    if (Object.keys(metrics).length === 0) {
      lines.push(
        line('muted', literal('    fewer than five healthy runs: nothing to compare with')),
      );
    } else
      lines.push(
        line('muted', show`  ${padTo(literal(''), 23)} ${joinDisplay(cells('p95'), ' ')}`),
      );
  }
  return [...lines, ...moreLine(baselines.length - rows, 'agent')];
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
  return ratio === undefined ? literal('-') : show`${formatRatio(ratio)}x`;
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
