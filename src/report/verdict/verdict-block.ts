import type {StyleToken} from '../../text/style.js';
import type {DisplayText} from '../../text/visible.js';

/** One part of the verdict, before it is laid out. All text is safe to show. */
export type VerdictBlock =
  | {readonly kind: 'title'; readonly token: StyleToken; readonly text: DisplayText}
  | {readonly kind: 'sentence'; readonly text: DisplayText}
  | {readonly kind: 'field'; readonly label: DisplayText; readonly lines: readonly DisplayText[]}
  /** One line a run, cut to the width. */
  | {readonly kind: 'item'; readonly token: StyleToken; readonly text: DisplayText}
  | {readonly kind: 'command'; readonly text: DisplayText}
  | {readonly kind: 'gap'};

export type Verdict = readonly VerdictBlock[];
