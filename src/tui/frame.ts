import type {ReplayState} from '../replay/state.js';
import {cutLine, line, type Line} from '../text/spans.js';
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
      const cursorCell = cellOf(state.cursor, state.run.steps, size.columns);
      return [stripLine(shape.strip(size.columns), cursorCell, shape.symbols)];
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
