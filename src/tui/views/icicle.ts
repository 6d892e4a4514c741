import {chooseLevels, layoutIcicle, type Icicle, type IcicleBox} from '../../replay/icicle.js';
import type {RunOverview} from '../../replay/overview.js';
import type {ReplayState} from '../../replay/state.js';
import {formatCount} from '../../text/numbers.js';
import {span, type Line, type Span} from '../../text/spans.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {padTo} from '../../text/width.js';
import type {Symbols} from '../symbols.js';
import {curveColumns, labelSpan} from './curves.js';
import {cellOf} from './strip.js';

/** Narrower boxes hold no name worth reading: a dot a column. */
const MIN_LABELLED = 4;

/** The layout of the last overviews and widths: a key press lays nothing out. */
const layouts = new WeakMap<RunOverview, Map<number, Icicle>>();

function layoutOf(overview: RunOverview, columns: number): Icicle {
  const known = layouts.get(overview) ?? new Map<number, Icicle>();
  layouts.set(overview, known);
  const found = known.get(columns);
  if (found !== undefined) return found;
  // Two panes of one screen, and a new screen after a resize.
  if (known.size > 4) known.clear();
  const icicle = layoutIcicle(overview.outline, columns);
  known.set(columns, icicle);
  return icicle;
}

/** The call tree over the run, a level a line; the boxes that hold the cursor stand out. */
export function icicleLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
  symbols: Symbols,
): readonly Line[] {
  const {overview, run, cursor} = state;
  if (overview === undefined) return [];
  const width = curveColumns(size.columns);
  const here = cellOf(cursor, run.steps, width);
  const levels = chooseLevels(layoutOf(overview, width), size.rows, width);
  return levels.map((boxes, level) => [
    labelSpan(literal(level === 0 ? 'calls' : '')),
    ...levelSpans(boxes, {here, width, symbols}),
  ]);
}

function levelSpans(
  boxes: readonly IcicleBox[],
  at: {readonly here: number; readonly width: number; readonly symbols: Symbols},
): readonly Span[] {
  const spans: Span[] = [];
  let column = 0;
  for (const box of boxes) {
    const from = Math.max(column, box.from);
    if (box.to <= from) continue;
    if (from > column) spans.push(span('plain', literal(' '.repeat(from - column))));
    const isHere = at.here >= from && at.here < box.to;
    const token = isHere ? 'selected' : box.node.errors > 0 ? 'error' : 'plain';
    const columns = box.to - from;
    if (columns < MIN_LABELLED) spans.push(span(token, literal('·'.repeat(columns))));
    else {
      spans.push(span(token, padTo(labelOf(box), columns - 1)));
      spans.push(span('muted', literal(at.symbols.vertical)));
    }
    column = box.to;
  }
  return spans;
}

function labelOf({node}: IcicleBox): DisplayText {
  const parts = [visible(node.name === '' ? node.kind : node.name)];
  if (node.repeats > 1) parts.push(show`x${formatCount(node.repeats)}`);
  if (node.errors > 0) parts.push(show`${formatCount(node.errors)} failed`);
  if (node.deeper > 0) parts.push(show`${formatCount(node.deeper)} levels deeper`);
  return show`${parts[0] ?? literal('')}${literal(parts.length > 1 ? ' ' : '')}${literal(parts.slice(1).join(', '))}`;
}
