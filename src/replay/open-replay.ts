import {buildFindingIndex} from './finding-index.js';
import type {RunOverview} from './overview.js';
import type {RunSummary, StoredFinding} from './reader.js';
import {withCursor} from './move.js';
import type {ReplayState, Viewport} from './state.js';
import {clamp} from './window.js';

export interface ReplayOpening {
  readonly run: RunSummary;
  readonly findings: readonly StoredFinding[];
  readonly overview?: RunOverview | undefined;
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
    mode: 'steps',
    pane: 'steps',
    expanded: false,
    cursor: start,
    // A third above the cursor: what led to the step is seen at once.
    listTop: Math.max(0, start - Math.floor(viewport.listRows / 3)),
    viewport,
    rows: new Map(),
    detail: undefined,
    detailLimit: 0,
    missingDetail: undefined,
    detailLines: [],
    detailTop: 0,
    chosenFinding: opening.startStep === undefined ? worst?.id : undefined,
    findingCursor: 0,
    helpTop: 0,
    helpLines,
    gotoText: '',
    errorSearch: undefined,
    nextToken: 1,
    epoch: 0,
    failedReads: new Set(),
    notice: undefined,
    hasQuit: false,
  };
  return withCursor(state, start);
}
