import type {ReplayState} from '../replay/state.js';
import {formatCount} from '../text/numbers.js';
import {line, padLine, span, type Line} from '../text/spans.js';
import {literal, show} from '../text/visible.js';
import {fit} from '../text/width.js';
import {MIN_COLUMNS, MIN_ROWS, PANES, type Layout, type PaneName, type Rect} from './layout.js';
import type {Symbols} from './symbols.js';
import {bannerLines} from './views/banner.js';
import {detailLines} from './views/detail.js';
import {findingsOverlayLines, findingsPaneLines} from './views/findings.js';
import {footerLine} from './views/footer.js';
import {headerLine} from './views/header.js';
import {helpLines} from './views/help.js';
import {stepListLines} from './views/step-list.js';
import {cellOf, stripLine, type StripCells} from './views/strip.js';
import {usageLine} from './views/usage.js';

export interface FrameShape {
  readonly screen: Layout;
  readonly symbols: Symbols;
  /** Built once per run and width; see `buildStrip`. */
  readonly strip: StripCells;
}

/** The whole screen as lines, each as wide as the terminal. Pure; O(screen), never O(run). */
export function buildFrame(state: ReplayState, shape: FrameShape): readonly Line[] {
  const {screen} = shape;
  if (screen.kind === 'too-small') return tooSmallLines(screen);
  const columns: Segment[] = [];
  for (const name of PANES) {
    const rect = screen.panes[name];
    if (rect !== undefined) columns.push({rect, lines: paneLines(name, rect, {state, shape})});
  }
  for (const rect of screen.dividers) {
    const rule = line('muted', literal(shape.symbols.vertical));
    columns.push({rect, lines: Array.from({length: rect.height}, () => rule)});
  }
  columns.sort((a, b) => a.rect.left - b.rect.left);
  return Array.from({length: screen.height}, (_unused, row) => composeRow(columns, row));
}

interface Segment {
  readonly rect: Rect;
  readonly lines: readonly Line[];
}

function composeRow(columns: readonly Segment[], row: number): Line {
  const spans = [];
  for (const {rect, lines} of columns) {
    if (row < rect.top || row >= rect.top + rect.height) continue;
    spans.push(...padLine(lines[row - rect.top] ?? [], rect.width));
  }
  return spans;
}

function paneLines(
  name: PaneName,
  rect: Rect,
  view: {readonly state: ReplayState; readonly shape: FrameShape},
): readonly Line[] {
  const {state, shape} = view;
  const size = {columns: rect.width, rows: rect.height};
  switch (name) {
    case 'header':
      return [headerLine(state, size.columns)];
    case 'strip': {
      const cursorCell = cellOf(state.cursor, state.run.steps, size.columns);
      return [stripLine(shape.strip, cursorCell, shape.symbols)];
    }
    case 'usage':
      return [usageLine(state, size.columns, shape.symbols)];
    case 'list':
      return stepListLines(state, size, shape.symbols);
    case 'banner':
      return bannerLines(state, size);
    case 'detail':
      return detailLines(state, size);
    case 'side':
      return findingsPaneLines(state, size);
    case 'overlay':
      return state.mode === 'help'
        ? [line('title', literal(' Keys')), ...helpLines(state.helpTop, Math.max(0, size.rows - 1))]
        : findingsOverlayLines(state, size);
    case 'footer':
      return [footerLine(state, size.columns)];
  }
}

function tooSmallLines(screen: {readonly columns: number; readonly rows: number}): readonly Line[] {
  // Even one row must stay free: at 1x1 nothing is drawn.
  if (screen.rows < 2 || screen.columns < 1) return [];
  const text = show`terminal too small (need ${formatCount(MIN_COLUMNS)}x${formatCount(MIN_ROWS)})`;
  return [[span('plain', fit(text, screen.columns))]];
}
