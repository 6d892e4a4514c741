import {buildCurve, CURVES, toEighths, type Curve, type CurveName} from '../../replay/curves.js';
import type {ReplayState} from '../../replay/state.js';
import type {StyleToken} from '../../text/style.js';
import {formatCompact} from '../../text/numbers.js';
import {span, type Line, type Span} from '../../text/spans.js';
import {literal, show, type DisplayText} from '../../text/visible.js';
import {padStartTo, padTo} from '../../text/width.js';
import {cellOf} from './strip.js';

/** Columns at the left for what a line shows, and at the right for what a full bar is. */
export const GUTTER_LEFT = 9;
export const GUTTER_RIGHT = 7;

/** What a curve of nothing but zeros says. */
const EMPTY: Readonly<Record<CurveName, string>> = {
  tokens: 'not recorded in this log',
  context: 'not recorded in this log',
  depth: '0: no step is below another',
};

const BARS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const TOKENS: Readonly<Record<CurveName, StyleToken>> = {
  tokens: 'accent',
  context: 'warning',
  depth: 'ok',
};

export function curveColumns(columns: number): number {
  return Math.max(1, columns - GUTTER_LEFT - GUTTER_RIGHT);
}

/** Tokens, context and depth along the run, `height` lines each, the cursor's column inverted. */
export function curveLines(
  state: ReplayState,
  size: {readonly columns: number; readonly height: number},
): readonly Line[] {
  const profile = state.overview?.profile;
  if (profile === undefined) return [];
  const width = curveColumns(size.columns);
  const here = cellOf(state.cursor, state.run.steps, width);
  return CURVES.flatMap((name) =>
    barLines(buildCurve(profile, name, width), {height: size.height, here}),
  );
}

function barLines(
  curve: Curve,
  at: {readonly height: number; readonly here: number},
): readonly Line[] {
  if (curve.top === 0)
    return [[labelSpan(literal(curve.name)), span('muted', literal(EMPTY[curve.name]))]];
  const lines: Line[] = [];
  for (let row = at.height - 1; row >= 0; row -= 1) {
    const cells = curve.values.map((value) => {
      const eighths = toEighths(value, curve.top, at.height) - 8 * row;
      return BARS[Math.max(0, Math.min(8, eighths))] ?? ' ';
    });
    const isTop = row === at.height - 1;
    lines.push([
      labelSpan(isTop ? literal(curve.name) : literal('')),
      ...markedSpans(cells, at.here, TOKENS[curve.name]),
      topSpan(isTop ? show`${formatCompact(curve.top)}` : literal('')),
    ]);
  }
  return lines;
}

export function labelSpan(text: DisplayText): Span {
  return span('muted', padTo(show` ${text}`, GUTTER_LEFT));
}

export function topSpan(text: DisplayText): Span {
  return span('muted', padStartTo(text, GUTTER_RIGHT));
}

/** The cells with the one of the cursor inverted. */
function markedSpans(cells: readonly string[], here: number, token: StyleToken): readonly Span[] {
  return [
    span(token, literal(cells.slice(0, here).join(''))),
    span('selected', literal(cells[here] ?? ' ')),
    span(token, literal(cells.slice(here + 1).join(''))),
  ];
}
