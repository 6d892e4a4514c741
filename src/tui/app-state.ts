import type {Action} from '../replay/actions.js';
import {openReplay, type ReplayOpening} from '../replay/open-replay.js';
import {reduce} from '../replay/reduce.js';
import type {ReplayState} from '../replay/state.js';
import {layout, layoutMode, viewportOf, type Layout, type LayoutMode} from './layout.js';
import {HELP_LINES} from './views/help.js';

/** The replay and the screen it is on. */
export interface AppState {
  readonly replay: ReplayState;
  readonly columns: number;
  readonly rows: number;
  readonly screen: Layout;
  readonly screenMode: LayoutMode;
}

export type AppAction =
  | {readonly kind: 'replay'; readonly action: Action}
  | {readonly kind: 'screen'; readonly columns: number; readonly rows: number};

export function openApp(
  opening: Omit<ReplayOpening, 'viewport' | 'helpLines'>,
  size: {readonly columns: number; readonly rows: number},
): AppState {
  const screen = layout(size.columns, size.rows, 'split');
  const helpLines = HELP_LINES.length;
  const replay = openReplay({...opening, viewport: viewportOf(screen), helpLines});
  return {replay, ...size, screen, screenMode: 'split'};
}

/** One action, and the layout that follows from it: the panes never lag a frame behind the mode. */
export function reduceApp(app: AppState, action: AppAction): AppState {
  if (action.kind === 'screen')
    return fitScreen({...app, columns: action.columns, rows: action.rows}, true);
  const replay = reduce(app.replay, action.action);
  return replay === app.replay ? app : fitScreen({...app, replay}, false);
}

function fitScreen(app: AppState, isResized: boolean): AppState {
  const mode = layoutMode(app.replay);
  const isSame = mode === app.screenMode && !isResized;
  if (isSame) return app;
  const screen = layout(app.columns, app.rows, mode);
  const viewport = viewportOf(screen);
  const replay = reduce(app.replay, {kind: 'resized', viewport, helpLines: HELP_LINES.length});
  return {...app, replay, screen, screenMode: mode};
}
