import type {ReplayState} from '../../replay/state.js';
import {findingHere} from '../../replay/laps.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import {line, span, type Line} from '../../text/spans.js';
import {literal, show, visible} from '../../text/visible.js';
import type {Symbols} from '../symbols.js';
import {curveColumns, curveLines, labelSpan} from './curves.js';
import {icicleLines} from './icicle.js';
import {buildStrip, cellOf, stripLine} from './strip.js';

/** Lines of the title, the strip and the air between. */
const FIXED_LINES = 4;
const MAX_BAR_ROWS = 4;
const MIN_ICICLE_ROWS = 4;

/** The whole run on one page: what was called, what it cost along the way, where it went wrong. */
export function shapeLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
  symbols: Symbols,
): readonly Line[] {
  const {overview, run, findings, cursor} = state;
  if (overview === undefined) return [line('muted', literal(' no shape is stored for this run'))];
  const width = curveColumns(size.columns);
  const room = size.rows - FIXED_LINES;
  const height = Math.max(1, Math.min(MAX_BAR_ROWS, Math.floor((room - MIN_ICICLE_ROWS) / 3)));
  const input = {findings, profile: overview.profile, steps: run.steps};
  const strip = stripLine(buildStrip(input, width), cellOf(cursor, run.steps, width), symbols);
  return [
    line(
      'title',
      show` Shape: ${formatCountOf(run.steps, 'step')}, ${formatCountOf(run.spans, 'span')}, depth ${formatCount(run.maxDepth)}, ${formatCount(run.errors)} failed`,
    ),
    [labelSpan(literal('findings')), ...strip],
    ...curveLines(state, {columns: size.columns, height}),
    ...icicleLines(state, {columns: size.columns, rows: room - 3 * height}, symbols),
    line('plain', literal('')),
    hereLine(state),
  ];
}

function hereLine(state: ReplayState): Line {
  const finding = findingHere(state);
  const detail = state.detail?.step === state.cursor ? state.detail : undefined;
  const what =
    detail === undefined ? literal('…') : show`${literal(detail.kind)} ${visible(detail.name)}`;
  return [
    span('strong', show` step ${formatCount(state.cursor + 1)}  `),
    span('plain', what),
    span('warning', finding === undefined ? literal('') : show`  ${visible(finding.title)}`),
  ];
}
