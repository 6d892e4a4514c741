import type {DisplayText} from '../text/visible.js';
import {buildFindingIndex} from './finding-index.js';
import {NO_NOTES, type RunNotes} from './notes.js';
import type {RunOverview} from './overview.js';
import type {RunSummary, StoredFinding} from './reader.js';
import {withCursor} from './move.js';
import {FIRST_SPEED} from './play/play-state.js';
import type {ReplayState, Viewport} from './state.js';
import {CLOSED_TREE} from './tree-state.js';
import {clamp} from './window.js';

export interface ReplayOpening {
  readonly run: RunSummary;
  readonly findings: readonly StoredFinding[];
  readonly overview?: RunOverview | undefined;
  readonly notes?: RunNotes;
  readonly notesRefusal?: DisplayText | undefined;
  readonly exportRefusal?: DisplayText | undefined;
  /** Step to begin at, from 0; else the first step of the worst finding, else the first step. */
  readonly startStep?: number | undefined;
  readonly viewport: Viewport;
  readonly helpLines: number;
}

/** The state before the first key. */
export function openReplay(opening: ReplayOpening): ReplayState {
  const {run, viewport, helpLines} = opening;
  const findings = buildFindingIndex(opening.findings);
  const worst = findings.worstFirst[0];
  const start = clamp(opening.startStep ?? worst?.firstStep ?? 0, 0, Math.max(0, run.steps - 1));
  const state: ReplayState = {
    run,
    findings,
    overview: opening.overview,
    notes: opening.notes ?? NO_NOTES,
    notesRefusal: opening.notesRefusal,
    exportRefusal: opening.exportRefusal,
    mode: 'steps',
    listView: 'steps',
    pane: 'list',
    expanded: false,
    cursor: start,
    // A third above the cursor: what led to the step is seen at once.
    listTop: Math.max(0, start - Math.floor(viewport.listRows / 3)),
    viewport,
    rows: new Map(),
    tree: CLOSED_TREE,
    filter: undefined,
    search: undefined,
    breakpoint: undefined,
    play: undefined,
    speed: FIRST_SPEED,
    picked: undefined,
    detail: undefined,
    detailLimit: 0,
    missingDetail: undefined,
    detailLines: [],
    detailTop: 0,
    chosenFinding: opening.startStep === undefined ? worst?.id : undefined,
    findingCursor: 0,
    noteCursor: 0,
    incidentTop: 0,
    compare: undefined,
    helpTop: 0,
    helpLines,
    prompt: undefined,
    typedBefore: {},
    pending: undefined,
    queue: [],
    nextToken: 1,
    epoch: 0,
    failedReads: new Set(),
    notice: undefined,
    copied: undefined,
    hasQuit: false,
  };
  return withCursor(state, start);
}
