import type {DisplayText} from '../text/visible.js';
import type {Line} from '../text/spans.js';
import type {RunNotes} from './notes.js';
import type {SearchAim} from './pending.js';
import type {PromptPurpose} from './prompt.js';
import type {FoundSteps, PlaceRange, StepDetail, StepRow, TreeWindow} from './reader.js';
import type {Viewport} from './state.js';

/** Lists and texts that lie over the panes and have a key of their own. */
export type OverlayMode = 'findings' | 'incident' | 'notes' | 'shape' | 'help';

/** What a person does. */
export type UserAction =
  | {readonly kind: 'step'; readonly by: number}
  /** By screens of the focused pane: 1, -1, or a half. */
  | {readonly kind: 'page'; readonly by: number}
  | {readonly kind: 'next-finding'; readonly forward: boolean}
  | {readonly kind: 'next-error'; readonly forward: boolean}
  | {readonly kind: 'next-lap'; readonly forward: boolean}
  | {readonly kind: 'next-note'; readonly forward: boolean}
  | {
      readonly kind: 'find';
      readonly aim: Exclude<SearchAim, 'error' | 'lap' | 'step of the filter'>;
      readonly forward: boolean;
    }
  /** Inside a pane or an overlay: a line of detail, a finding, a line of help. */
  | {readonly kind: 'scroll'; readonly by: number}
  | {readonly kind: 'scroll-end'; readonly forward: boolean}
  | {readonly kind: 'switch-pane'}
  | {readonly kind: 'toggle-tree'}
  | {readonly kind: 'toggle-fold'}
  /** In the tree: opens what is closed, else goes to the first child. In the shape: to the right. */
  | {readonly kind: 'inward'}
  /** In the tree: closes the row, else goes to its parent. In the shape: to the left. */
  | {readonly kind: 'outward'}
  | {readonly kind: 'open'}
  | {readonly kind: 'back'}
  | {readonly kind: 'toggle-overlay'; readonly overlay: OverlayMode}
  | {readonly kind: 'next-overlay'; readonly forward: boolean}
  | {readonly kind: 'evidence'; readonly number: number}
  | {readonly kind: 'prompt-open'; readonly purpose: PromptPurpose}
  | {readonly kind: 'prompt-type'; readonly text: string}
  | {readonly kind: 'prompt-erase'}
  | {readonly kind: 'prompt-clear'}
  | {readonly kind: 'prompt-recall'}
  | {readonly kind: 'toggle-play'}
  | {readonly kind: 'speed'; readonly by: number}
  | {readonly kind: 'bookmark'}
  | {readonly kind: 'remove-note'}
  | {readonly kind: 'untriage'}
  | {readonly kind: 'compare-lap'}
  | {readonly kind: 'compare-prompt'}
  | {readonly kind: 'pick'}
  | {readonly kind: 'copy'; readonly what: 'span' | 'finding'}
  | {readonly kind: 'export'}
  | {readonly kind: 'refresh'}
  | {readonly kind: 'quit'}
  /** A key that cannot do its work now: says why. */
  | {readonly kind: 'refuse'; readonly reason: DisplayText};

/** What the screen, the clock and the reader report. Replies carry the epoch of their question. */
export type DataAction =
  | {readonly kind: 'resized'; readonly viewport: Viewport; readonly helpLines: number}
  | {readonly kind: 'play-tick'; readonly steps: number}
  | {
      readonly kind: 'rows-loaded';
      readonly epoch: number;
      readonly page: number;
      readonly rows: readonly StepRow[];
    }
  | {readonly kind: 'hit-rows-loaded'; readonly epoch: number; readonly rows: readonly StepRow[]}
  | {
      readonly kind: 'detail-loaded';
      readonly epoch: number;
      readonly step: number;
      readonly detail: StepDetail | undefined;
      readonly textLimit: number;
    }
  | {
      readonly kind: 'tree-loaded';
      readonly epoch: number;
      readonly version: number;
      readonly window: TreeWindow;
    }
  | {
      readonly kind: 'hits-loaded';
      readonly epoch: number;
      /** Text of the filter that was asked. */
      readonly filter: string;
      readonly forward: boolean;
      readonly from: number;
      readonly found: FoundSteps;
    }
  | {readonly kind: 'break-searched'; readonly epoch: number; readonly found: FoundSteps}
  | {readonly kind: 'notes-loaded'; readonly epoch: number; readonly notes: RunNotes}
  | {
      readonly kind: 'changed';
      readonly epoch: number;
      readonly token: number;
      readonly notes: RunNotes;
      /** Why it could not be kept. */
      readonly failure: string | undefined;
    }
  | {
      readonly kind: 'error-found';
      readonly epoch: number;
      readonly token: number;
      readonly step: number | undefined;
    }
  | {
      readonly kind: 'found';
      readonly epoch: number;
      readonly token: number;
      readonly found: FoundSteps;
    }
  | {
      readonly kind: 'located';
      readonly epoch: number;
      readonly token: number;
      readonly step: number | undefined;
    }
  | {
      readonly kind: 'unfolded';
      readonly epoch: number;
      readonly token: number;
      readonly range: PlaceRange | undefined;
    }
  | {
      readonly kind: 'compared';
      readonly epoch: number;
      readonly token: number;
      readonly title: DisplayText;
      readonly lines: readonly Line[];
    }
  | {
      readonly kind: 'exported';
      readonly epoch: number;
      readonly token: number;
      readonly said: DisplayText;
    }
  | {
      readonly kind: 'read-failed';
      readonly epoch: number;
      readonly key: string;
      readonly message: string;
    };

export type Action = UserAction | DataAction;

const DATA_KINDS: ReadonlySet<string> = new Set<DataAction['kind']>([
  'resized',
  'play-tick',
  'rows-loaded',
  'hit-rows-loaded',
  'detail-loaded',
  'tree-loaded',
  'hits-loaded',
  'break-searched',
  'notes-loaded',
  'changed',
  'error-found',
  'found',
  'located',
  'unfolded',
  'compared',
  'exported',
  'read-failed',
]);

export function isDataAction(action: Action): action is DataAction {
  return DATA_KINDS.has(action.kind);
}
