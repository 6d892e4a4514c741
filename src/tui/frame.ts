import type {ReplayState} from '../replay/state.js';
import {cutLine, line, type Line} from '../text/spans.js';
import {literal, show} from '../text/visible.js';
import {fit} from '../text/width.js';
import {MIN_COLUMNS, MIN_ROWS, PANES, type Layout, type PaneName, type Rect} from './layout.js';
import type {Symbols} from './symbols.js';
import {bannerLines} from './views/banner.js';
import {compareLines} from './views/compare.js';
import {curveColumns, curveLines, labelSpan} from './views/curves.js';
import {detailLines} from './views/detail.js';
import {findingsOverlayLines, findingsPaneLines} from './views/findings.js';
import {footerLine} from './views/footer.js';
import {headerLine} from './views/header.js';
import {helpLines} from './views/help.js';
import {icicleLines} from './views/icicle.js';
import {incidentLines} from './views/incident.js';
import {noteLines} from './views/notes.js';
import {shapeLines} from './views/shape.js';
import {treeListLines} from './views/tree-list.js';
import {stepListLines} from './views/step-list.js';
import {cellOf, stripLine, type StripCells} from './views/strip.js';
import {usageLine} from './views/usage.js';

export interface FrameShape {
  readonly screen: Layout;
  readonly symbols: Symbols;
  /** Built once per run and width; see `buildStrip`. */
  readonly strip: (columns: number) => StripCells;
}

/** A pane where it lies, with its lines from the top; none is wider or longer than its rect. */
export interface PaneContent {
  readonly name: string;
  readonly rect: Rect;
  readonly lines: readonly Line[];
}

/** All panes of the screen. Pure; O(screen), never O(run). */
export function buildFrame(state: ReplayState, shape: FrameShape): readonly PaneContent[] {
  const {screen} = shape;
  if (screen.kind === 'too-small') return tooSmall(screen);
  const content: PaneContent[] = [];
  for (const name of PANES) {
    const rect = screen.panes[name];
    if (rect === undefined) continue;
    const lines = paneLines(name, rect, {state, shape})
      .slice(0, rect.height)
      .map((spans) => cutLine(spans, rect.width));
    content.push({name, rect, lines});
  }
  const rule = line('muted', literal(shape.symbols.vertical));
  for (const rect of screen.dividers)
    content.push({
      name: `divider ${rect.left}`,
      rect,
      lines: Array.from({length: rect.height}, () => rule),
    });
  return content;
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
      return [stripPaneLine(state, size.columns, shape)];
    }
    case 'curves':
      return curveLines(state, {columns: size.columns, height: 1});
    case 'icicle':
      return icicleLines(state, size, shape.symbols);
    case 'usage':
      return [usageLine(state, size.columns, shape.symbols)];
    case 'list':
      return state.listView === 'tree'
        ? treeListLines(state, size, shape.symbols)
        : stepListLines(state, size, shape.symbols);
    case 'banner':
      return bannerLines(state, size);
    case 'detail':
      return detailLines(state, size);
    case 'side':
      return findingsPaneLines(state, size);
    case 'overlay':
      return overlayLines(state, size, shape.symbols);
    case 'footer':
      return [footerLine(state, size.columns)];
  }
}

/** With the curves below it the strip keeps to their columns. */
function stripPaneLine(state: ReplayState, columns: number, shape: FrameShape): Line {
  const hasCurves = shape.screen.kind === 'panes' && shape.screen.panes.curves !== undefined;
  const width = hasCurves ? curveColumns(columns) : columns;
  const cell = cellOf(state.cursor, state.run.steps, width);
  const strip = stripLine(shape.strip(width), cell, shape.symbols);
  return hasCurves ? [labelSpan(literal('findings')), ...strip] : strip;
}

function overlayLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
  symbols: Symbols,
): readonly Line[] {
  switch (state.mode) {
    case 'help':
      return [
        line('title', literal(' Keys')),
        ...helpLines(state.helpTop, Math.max(0, size.rows - 1)),
      ];
    case 'incident':
      return incidentLines(state, size);
    case 'notes':
      return noteLines(state, size);
    case 'shape':
      return shapeLines(state, size, symbols);
    case 'compare':
      return compareLines(state, size);
    case 'findings':
    case 'steps':
    case 'tree':
    case 'detail':
    case 'prompt':
      return findingsOverlayLines(state, size);
  }
}

function tooSmall(screen: {
  readonly columns: number;
  readonly rows: number;
}): readonly PaneContent[] {
  // Even one row must stay free: at 1x1 nothing is drawn.
  if (screen.rows < 2 || screen.columns < 1) return [];
  const text = show`terminal too small (need ${MIN_COLUMNS}x${MIN_ROWS})`;
  const rect = {left: 0, top: 0, width: screen.columns, height: 1};
  return [{name: 'too small', rect, lines: [line('plain', fit(text, screen.columns))]}];
}
