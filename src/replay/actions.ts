import type {DisplayText} from '../text/visible.js';
import type {StepDetail, StepRow} from './reader.js';
import type {Viewport} from './state.js';

/** What a person does. */
export type UserAction =
  | {readonly kind: 'step'; readonly by: number}
  /** By screens of the focused pane: 1, -1, or a half. */
  | {readonly kind: 'page'; readonly by: number}
  | {readonly kind: 'next-finding'; readonly forward: boolean}
  | {readonly kind: 'next-error'; readonly forward: boolean}
  /** Inside a pane or an overlay: a line of detail, a finding, a line of help. */
  | {readonly kind: 'scroll'; readonly by: number}
  | {readonly kind: 'scroll-end'; readonly forward: boolean}
  | {readonly kind: 'switch-pane'}
  | {readonly kind: 'open'}
  | {readonly kind: 'back'}
  | {readonly kind: 'toggle-findings'}
  | {readonly kind: 'toggle-help'}
  | {readonly kind: 'goto-open'}
  | {readonly kind: 'goto-type'; readonly digit: string}
  | {readonly kind: 'goto-erase'}
  | {readonly kind: 'refresh'}
  | {readonly kind: 'quit'}
  /** A key that cannot do its work now: says why. */
  | {readonly kind: 'refuse'; readonly reason: DisplayText};

/** What the screen and the reader report. Replies carry the epoch of their question. */
export type DataAction =
  | {readonly kind: 'resized'; readonly viewport: Viewport; readonly helpLines: number}
  | {
      readonly kind: 'rows-loaded';
      readonly epoch: number;
      readonly page: number;
      readonly rows: readonly StepRow[];
    }
  | {
      readonly kind: 'detail-loaded';
      readonly epoch: number;
      readonly step: number;
      readonly detail: StepDetail | undefined;
      readonly textLimit: number;
    }
  | {
      readonly kind: 'error-found';
      readonly epoch: number;
      readonly token: number;
      readonly step: number | undefined;
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
  'rows-loaded',
  'detail-loaded',
  'error-found',
  'read-failed',
]);

export function isDataAction(action: Action): action is DataAction {
  return DATA_KINDS.has(action.kind);
}
