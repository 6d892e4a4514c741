import type {ReplayMode, Viewport} from '../replay/state.js';

/** Cells of the screen, from 0. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What the panes show: the split view, one step in full, or an overlay. */
export type LayoutMode = 'split' | 'expanded' | 'overlay';

export const PANES = [
  'header',
  'strip',
  'curves',
  'icicle',
  'usage',
  'list',
  'banner',
  'detail',
  'side',
  'overlay',
  'footer',
] as const;
export type PaneName = (typeof PANES)[number];

export type Layout =
  | {readonly kind: 'too-small'; readonly columns: number; readonly rows: number}
  | {
      readonly kind: 'panes';
      readonly columns: number;
      /** At most `rows - 1`: a frame as tall as the terminal makes Ink wipe the scrollback. */
      readonly height: number;
      readonly panes: Readonly<Partial<Record<PaneName, Rect>>>;
      /** Columns of vertical rules, and the rows they span. */
      readonly dividers: readonly Rect[];
    };

/** Under this nothing useful fits; people are told what would. */
export const MIN_COLUMNS = 60;
export const MIN_ROWS = 15;
/** From here the list and the step stand side by side: 48 columns of list and 60 of text. */
const SIDE_COLUMNS = 110;
/** From here the findings stay in view in a third column. */
const WIDE_COLUMNS = 160;
const FINDINGS_COLUMNS = 46;
/** Share of the columns that the list takes beside the step. */
const LIST_SHARE = 0.45;
/** Share of the body that the list takes above the step: 11 of 19 lines at 80x24. */
const LIST_ROWS_SHARE = 0.58;
/** From this size on the curves of the run stand above the panes, and under them the icicle. */
const CURVE_COLUMNS = 110;
const CURVE_MIN_ROWS = 34;
const CURVE_ROWS = 3;
const ICICLE_ROWS = 4;
const TALL_ICICLE_ROWS = 8;
const TALL_ROWS = 46;
const BANNER_ROWS = 2;
const TALL_BANNER_ROWS = 4;

/** Where every pane lies. Pure: the same size and mode always give the same screen. */
export function layout(columns: number, rows: number, mode: LayoutMode): Layout {
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) return {kind: 'too-small', columns, rows};
  const height = rows - 1;
  const header = {left: 0, top: 0, width: columns, height: 1};
  const strip = {left: 0, top: 1, width: columns, height: 1};
  const footer = {left: 0, top: height - 1, width: columns, height: 1};
  const whole = {left: 0, top: 2, width: columns, height: height - 3};
  const {body, shape} = cutShape(whole, {columns, rows, mode});
  const {dividers, ...panes} = bodyPanes(body, mode);
  const all = {header, strip, ...shape, ...panes, footer};
  return {kind: 'panes', columns, height, panes: all, dividers};
}

/** The shape of the run above the split panes, where there is room to spare. */
function cutShape(
  whole: Rect,
  screen: {readonly columns: number; readonly rows: number; readonly mode: LayoutMode},
): {readonly body: Rect; readonly shape: Partial<Record<PaneName, Rect>>} {
  const {columns, rows, mode} = screen;
  if (columns < CURVE_COLUMNS || rows < CURVE_MIN_ROWS || mode !== 'split')
    return {body: whole, shape: {}};
  const icicleRows = rows >= TALL_ROWS ? TALL_ICICLE_ROWS : ICICLE_ROWS;
  const [curves, icicle, body] = splitRows(whole, [CURVE_ROWS, icicleRows]);
  return {body, shape: {curves, icicle}};
}

type Body = Partial<Record<PaneName, Rect>> & {readonly dividers: readonly Rect[]};

function bodyPanes(body: Rect, mode: LayoutMode): Body {
  if (mode === 'overlay') return {overlay: body, dividers: []};
  if (mode === 'expanded') return expandedPanes(body);
  return body.width >= SIDE_COLUMNS ? sidePanes(body) : stackedPanes(body);
}

function stackedPanes(body: Rect): Body {
  const listRows = Math.round(body.height * LIST_ROWS_SHARE);
  const [list, usage, banner, detail] = splitRows(body, [listRows, 1, BANNER_ROWS]);
  return {list, usage, banner, detail, dividers: []};
}

function expandedPanes(body: Rect): Body {
  const [usage, banner, detail] = splitRows(body, [1, BANNER_ROWS]);
  return {usage, banner, detail, dividers: []};
}

function sidePanes(body: Rect): Body {
  const [usage, rest] = splitRows(body, [1]);
  const sideColumns = body.width >= WIDE_COLUMNS ? FINDINGS_COLUMNS + 1 : 0;
  const inner = rest.width - sideColumns;
  const listColumns = Math.floor(inner * LIST_SHARE);
  const list = {...rest, width: listColumns};
  const right = {...rest, left: listColumns + 1, width: inner - listColumns - 1};
  const [banner, detail] = splitRows(right, [TALL_BANNER_ROWS + 1]);
  const first = {...rest, left: listColumns, width: 1};
  if (sideColumns === 0) return {usage, list, banner, detail, dividers: [first]};
  const side = {...rest, left: inner + 1, width: FINDINGS_COLUMNS};
  const second = {...rest, left: inner, width: 1};
  return {usage, list, banner, detail, side, dividers: [first, second]};
}

/** Cuts rows off the top one after the other; the last rect is what remains. */
function splitRows(rect: Rect, heights: readonly [number]): readonly [Rect, Rect];
function splitRows(rect: Rect, heights: readonly [number, number]): readonly [Rect, Rect, Rect];
function splitRows(
  rect: Rect,
  heights: readonly [number, number, number],
): readonly [Rect, Rect, Rect, Rect];
function splitRows(rect: Rect, heights: readonly number[]): readonly Rect[] {
  const rects: Rect[] = [];
  let {top} = rect;
  for (const height of heights) {
    rects.push({...rect, top, height});
    top += height;
  }
  return [...rects, {...rect, top, height: rect.top + rect.height - top}];
}

const OVERLAY_MODES: ReadonlySet<ReplayMode> = new Set([
  'findings',
  'incident',
  'notes',
  'shape',
  'compare',
  'help',
]);

export function layoutMode(state: {
  readonly mode: ReplayMode;
  readonly expanded: boolean;
}): LayoutMode {
  if (OVERLAY_MODES.has(state.mode)) return 'overlay';
  return state.expanded ? 'expanded' : 'split';
}

/** What the reducer needs to know of the screen. A pane that is not shown keeps one row. */
export function viewportOf(screen: Layout): Viewport {
  if (screen.kind === 'too-small')
    return {
      listRows: 1,
      detailRows: 1,
      detailColumns: MIN_COLUMNS,
      overlayRows: 1,
      overlayColumns: MIN_COLUMNS,
    };
  const {list, detail, overlay} = screen.panes;
  return {
    listRows: list?.height ?? 1,
    detailRows: detail?.height ?? 1,
    // One column of air at the right, where text would touch a rule.
    detailColumns: Math.max(1, (detail?.width ?? MIN_COLUMNS) - 2),
    overlayRows: Math.max(1, (overlay?.height ?? screen.height - 3) - 1),
    overlayColumns: screen.columns,
  };
}
