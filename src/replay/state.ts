import type {DisplayText} from '../text/visible.js';
import type {Line} from '../text/spans.js';
import type {FindingIndex} from './finding-index.js';
import type {RunOverview} from './overview.js';
import type {RunSummary, StepDetail} from './reader.js';
import type {RowCache} from './row-cache.js';

/** What the keys act on. `steps` and `detail` are panes; the others lie over them. */
export type ReplayMode = 'steps' | 'detail' | 'findings' | 'help' | 'goto';

/** How much of each pane is on the screen; told by the layout. */
export interface Viewport {
  readonly listRows: number;
  readonly detailRows: number;
  readonly detailColumns: number;
  readonly overlayRows: number;
}

/** A search for an error that the reader has not answered yet. */
export interface ErrorSearch {
  readonly token: number;
  readonly from: number;
  readonly forward: boolean;
}

/** The whole replay as data. Step numbers here count from 0; people see them from 1. */
export interface ReplayState {
  readonly run: RunSummary;
  readonly findings: FindingIndex;
  /** Curves, outline and incidents; undefined where the case holds none. */
  readonly overview: RunOverview | undefined;
  readonly mode: ReplayMode;
  /** The pane under an overlay, to go back to. */
  readonly pane: 'steps' | 'detail';
  /** The detail pane takes the whole body. */
  readonly expanded: boolean;
  readonly cursor: number;
  readonly listTop: number;
  readonly viewport: Viewport;
  readonly rows: RowCache;
  readonly detail: StepDetail | undefined;
  /** Characters of each text that `detail` was read with. */
  readonly detailLimit: number;
  /** A step the reader does not have: not asked for again. */
  readonly missingDetail: number | undefined;
  /** The detail, wrapped for the viewport once per step and width. */
  readonly detailLines: readonly Line[];
  readonly detailTop: number;
  /** Id of the finding a person chose; the banner prefers it where it covers the step. */
  readonly chosenFinding: string | undefined;
  readonly findingCursor: number;
  readonly helpTop: number;
  readonly helpLines: number;
  /** Digits typed so far. */
  readonly gotoText: string;
  readonly errorSearch: ErrorSearch | undefined;
  readonly nextToken: number;
  /** Raised by a refresh: replies of an older epoch are ignored. */
  readonly epoch: number;
  /** Reads that failed, by request key: not asked again before a refresh. */
  readonly failedReads: ReadonlySet<string>;
  /** One line for the footer, gone at the next key. */
  readonly notice: DisplayText | undefined;
  readonly hasQuit: boolean;
}
