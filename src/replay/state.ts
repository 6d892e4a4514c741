import type {Line} from '../text/spans.js';
import type {DisplayText} from '../text/visible.js';
import type {Condition} from './condition/condition.js';
import type {FindingIndex} from './finding-index.js';
import type {FilterState} from './filter.js';
import type {NoteChange, RunNotes} from './notes.js';
import type {RunOverview} from './overview.js';
import type {Pending} from './pending.js';
import type {PlayState} from './play/play-state.js';
import type {PromptState} from './prompt.js';
import type {RunSummary, StepDetail} from './reader.js';
import type {RowCache} from './row-cache.js';
import type {TreeState} from './tree-state.js';

/** What the keys act on. `steps`, `tree` and `detail` are panes; the others lie over them. */
export const REPLAY_MODES = [
  'steps',
  'tree',
  'detail',
  'findings',
  'incident',
  'notes',
  'shape',
  'compare',
  'help',
  'prompt',
] as const;
export type ReplayMode = (typeof REPLAY_MODES)[number];

/** The pane at the left (or above): a list of steps, or the call tree. */
export type ListView = 'steps' | 'tree';

/** How much of each pane is on the screen; told by the layout. */
export interface Viewport {
  readonly listRows: number;
  readonly detailRows: number;
  readonly detailColumns: number;
  readonly overlayRows: number;
  readonly overlayColumns: number;
}

/** A text that was asked for and lies over the panes: what changed between two steps, laps or prompts. */
export interface CompareState {
  readonly title: DisplayText;
  /** Wrapped for the width it was built for. */
  readonly lines: readonly Line[];
  readonly top: number;
  /** To build it anew for another width, and for the next lap. */
  readonly request: CompareRequest;
}

export type CompareRequest =
  /** The lap of a finding that holds the step, against the lap before. */
  | {readonly kind: 'laps'; readonly findingId: string; readonly lap: number}
  | {readonly kind: 'steps'; readonly before: number; readonly after: number}
  /** The step against the last time that the very same call was made. */
  | {readonly kind: 'same-call'; readonly step: number}
  | {readonly kind: 'prompt'; readonly step: number};

/** A condition as it was typed, and as it is asked. */
export interface TypedCondition {
  readonly text: string;
  readonly condition: Condition;
}

/** A change of notes on its way into the case. */
export interface QueuedChange {
  readonly token: number;
  readonly change: NoteChange;
  /** Said when it is kept. */
  readonly done: DisplayText;
}

/** The whole replay as data. Step numbers here count from 0; people see them from 1. */
export interface ReplayState {
  readonly run: RunSummary;
  readonly findings: FindingIndex;
  /** Curves, outline and incidents; undefined where the case holds none. */
  readonly overview: RunOverview | undefined;
  readonly notes: RunNotes;
  /** Why nothing can be kept in this case; undefined: it can. */
  readonly notesRefusal: DisplayText | undefined;
  /** Why the report cannot be written from here; undefined: it can. */
  readonly exportRefusal: DisplayText | undefined;
  readonly mode: ReplayMode;
  readonly listView: ListView;
  /** The pane under an overlay, to go back to. */
  readonly pane: 'list' | 'detail';
  /** The detail pane takes the whole body. */
  readonly expanded: boolean;
  readonly cursor: number;
  readonly listTop: number;
  readonly viewport: Viewport;
  readonly rows: RowCache;
  readonly tree: TreeState;
  readonly filter: FilterState | undefined;
  readonly search: TypedCondition | undefined;
  readonly breakpoint: TypedCondition | undefined;
  readonly play: PlayState | undefined;
  /** Place in PLAY_SPEEDS; kept between plays. */
  readonly speed: number;
  /** The step chosen to compare another with. */
  readonly picked: number | undefined;
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
  readonly noteCursor: number;
  readonly incidentTop: number;
  readonly compare: CompareState | undefined;
  readonly helpTop: number;
  readonly helpLines: number;
  readonly prompt: PromptState | undefined;
  /** The last text of each prompt, to be called back. */
  readonly typedBefore: Readonly<Partial<Record<PromptState['purpose'], string>>>;
  readonly pending: Pending | undefined;
  readonly queue: readonly QueuedChange[];
  readonly nextToken: number;
  /** Raised by a refresh: replies of an older epoch are ignored. */
  readonly epoch: number;
  /** Reads that failed, by request key: not asked again before a refresh. */
  readonly failedReads: ReadonlySet<string>;
  /** One line for the footer, gone at the next key. */
  readonly notice: DisplayText | undefined;
  /** A sequence for the terminal's clipboard, with a number that tells the next copy from this one. */
  readonly copied: {readonly id: string; readonly number: number} | undefined;
  readonly hasQuit: boolean;
}
