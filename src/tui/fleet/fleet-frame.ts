import type {FleetGroup, FleetIncident} from '../../batch/fleet/fleet.js';
import {formatCount, formatCountOf, formatRatio} from '../../text/numbers.js';
import {severitySign, severityToken} from '../../text/signs.js';
import {cutLine, line, padLine, span, spreadLine, type Line} from '../../text/spans.js';
import {formatTimeUs} from '../../text/times.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';
import {padStartTo, padTo} from '../../text/width.js';
import {MIN_COLUMNS, MIN_ROWS} from '../layout.js';
import {keyLabel} from '../keymap.js';
import {FLEET_KEYS} from './fleet-keys.js';
import {groupAt, rowCount, rowOf, type FleetState} from './fleet-state.js';

/** Lines that are no rows of the list: header, column heads, detail below, footer. */
const DETAIL_ROWS = 6;
const FIXED_ROWS = 3 + DETAIL_ROWS;

export interface FleetScreen {
  readonly columns: number;
  readonly rows: number;
}

/** Rows of the list on a screen: the frame is one row lower than the terminal. */
export function listHeight({rows}: FleetScreen): number {
  return Math.max(1, rows - 1 - FIXED_ROWS);
}

/** The whole screen, `rows - 1` lines of at most `columns`. Pure; O(screen). */
export function buildFleetFrame(
  state: FleetState,
  incidents: ReadonlyMap<string, FleetIncident>,
  screen: FleetScreen,
): readonly Line[] {
  const {columns, rows} = screen;
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
    if (rows < 2) return [];
    const small = show`terminal too small (need ${MIN_COLUMNS}x${MIN_ROWS})`;
    return [cutLine(line('plain', small), columns)];
  }
  const body = state.isHelp ? helpLines(rows - 3) : listLines(state, incidents, screen);
  const frame = [headerLine(state, columns), ...body];
  while (frame.length < rows - 2) frame.push([]);
  return [...frame.slice(0, rows - 2), footerLine(state, columns)].map((each) =>
    cutLine(each, columns),
  );
}

function headerLine({fleet, mode, groupRow}: FleetState, columns: number): Line {
  const left = show` fleet  ${formatCountOf(fleet.runs, 'run')}, ${formatCount(fleet.incidentRuns)} incidents, ${formatCount(fleet.healthyRuns)} healthy`;
  const total = formatCountOf(fleet.groups.length, 'group');
  const right =
    mode === 'groups'
      ? show`${total} `
      : show`group ${groupRow + 1} of ${formatCount(fleet.groups.length)} `;
  return spreadLine(line('title', left), line('muted', right), columns);
}

function listLines(
  state: FleetState,
  incidents: ReadonlyMap<string, FleetIncident>,
  screen: FleetScreen,
): readonly Line[] {
  const {columns} = screen;
  const height = listHeight(screen);
  const lines: Line[] = [line('muted', columnHeads(state))];
  for (let row = state.top; row < Math.min(state.top + height, rowCount(state)); row++) {
    const text =
      state.mode === 'groups' ? groupRow(state.fleet.groups[row]) : runRow(state, row, incidents);
    lines.push(row === rowOf(state) ? selected(text, columns) : text);
  }
  while (lines.length < height + 1) lines.push([]);
  const group = groupAt(state);
  return [...lines, ...(group === undefined ? [] : detailLines(group))];
}

/** Inverse, and marked by a sign as well: colour is never the only signal. */
function selected(text: Line, columns: number): Line {
  const plain = text.map((piece) => piece.text).join('') as DisplayText;
  return padLine(line('selected', show`>${plain.slice(1) as DisplayText}`), columns);
}

function columnHeads({mode}: FleetState): DisplayText {
  return literal(
    mode === 'groups'
      ? '     runs  first seen  last seen   trend    rule and calls'
      : '    run              start                    agent        steps  tokens  time',
  );
}

function groupRow(group: FleetGroup | undefined): Line {
  if (group === undefined) return [];
  const {severity, runs, firstUs, lastUs, trend, rule, calls} = group;
  const numbers = show`${padStartTo(formatCount(runs.length), 5)}  ${padTo(dayOf(firstUs), 10)}  ${padTo(dayOf(lastUs), 10)}  ${padTo(literal(trend), 8)} `;
  const pattern = joinDisplay(
    calls.map((call) => visible(call)),
    ', ',
  );
  return [
    span(severityToken(severity), show`  ${severitySign(severity)} `),
    span('plain', numbers),
    span('strong', show`${visible(rule)}  `),
    span('plain', pattern),
  ];
}

function runRow(
  state: FleetState,
  row: number,
  incidents: ReadonlyMap<string, FleetIncident>,
): Line {
  const id = groupAt(state)?.runs[row] ?? '';
  const incident = incidents.get(id);
  if (incident === undefined) return line('plain', show`    ${visible(id)}`);
  const {severity, startUs, agent, ratios} = incident;
  const time = startUs === undefined ? literal('-') : formatTimeUs(startUs, 'utc');
  const cells = [ratios.steps, ratios.tokens, ratios.durationUs].map((ratio) =>
    padStartTo(ratio === undefined ? literal('-') : show`${formatRatio(ratio)}x`, 7),
  );
  return [
    span(severityToken(severity), show`  ${severitySign(severity)} `),
    span(
      'plain',
      show`${padTo(visible(id), 16)} ${padTo(time, 24)} ${padTo(visible(agent), 11)} ${joinDisplay(cells, '')}`,
    ),
  ];
}

/** What the runs of the group share. */
function detailLines({id, rule, calls, agents, formats}: FleetGroup): readonly Line[] {
  const lines: Line[] = [
    line('muted', show` group ${visible(id)}  ${visible(rule)}: all of its runs share these calls`),
    ...calls.slice(0, DETAIL_ROWS - 3).map((call) => line('plain', show`   ${visible(call)}`)),
  ];
  if (calls.length > DETAIL_ROWS - 3)
    lines.push(line('muted', show`   and ${formatCount(calls.length - DETAIL_ROWS + 3)} more`));
  const named = (names: readonly string[]): DisplayText =>
    joinDisplay(
      names.map((name) => visible(name)),
      ', ',
    );
  lines.push(line('muted', show` agents: ${named(agents)}; formats: ${named(formats)}`));
  return lines.slice(0, DETAIL_ROWS);
}

function helpLines(rows: number): readonly Line[] {
  const lines = FLEET_KEYS.map(({keys, label}): Line => {
    const names = keys.map((key) => literal(keyLabel(key)));
    return [
      span('strong', show` ${padTo(joinDisplay(names, ' '), 18)}`),
      span('plain', literal(label)),
    ];
  });
  return [line('title', literal(' Keys')), ...lines].slice(0, rows);
}

function footerLine({mode, isHelp}: FleetState, columns: number): Line {
  const words: readonly (readonly [string, string])[] = isHelp
    ? [['Esc', 'close']]
    : mode === 'groups'
      ? [['j', 'next'], ['k', 'back'], ['Enter', 'runs of the group']]
      : [['j', 'next'], ['Enter', 'replay'], ['Esc', 'groups']]; // prettier-ignore
  const left = words.flatMap(([key, word]) => [
    span('strong', show` ${literal(key)}`),
    span('muted', show` ${literal(word)} `),
  ]);
  const right = [
    span('strong', literal('?')),
    span('muted', literal(' all keys  ')),
    span('strong', literal('q')),
    span('muted', literal(mode === 'groups' ? ' quit ' : ' back ')),
  ];
  return spreadLine(left, right, columns);
}

function dayOf(timeUs: number | undefined): DisplayText {
  if (timeUs === undefined) return literal('-');
  return formatTimeUs(timeUs, 'utc').slice(0, 10) as DisplayText;
}
