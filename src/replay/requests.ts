import {filteredWindow, HITS_PAGE, placeOf} from './filter.js';
import {treePlace} from './move.js';
import type {Pending} from './pending.js';
import {pageOf, PAGE_ROWS} from './row-cache.js';
import type {QueuedChange, ReplayState} from './state.js';
import {needsRows, TREE_REACH} from './tree-state.js';
import type {TreeView} from './reader.js';
import type {Condition} from './condition/condition.js';

/** What the reader should be asked for, as data; the key tells equal questions apart from new ones. */
export type DataRequest = {readonly key: string} & (
  | {readonly kind: 'rows'; readonly page: number; readonly from: number; readonly to: number}
  | {readonly kind: 'hit-rows'; readonly steps: readonly number[]}
  | {readonly kind: 'detail'; readonly step: number; readonly textLimit: number}
  | {
      readonly kind: 'tree';
      readonly pre: number;
      readonly reach: number;
      readonly view: TreeView;
      readonly version: number;
    }
  | {
      readonly kind: 'hits';
      readonly filter: string;
      readonly condition: Condition;
      readonly from: number;
      readonly forward: boolean;
      readonly limit: number;
    }
  | {readonly kind: 'break'; readonly condition: Condition; readonly from: number}
  | {readonly kind: 'change'; readonly queued: QueuedChange}
  | {readonly kind: 'question'; readonly pending: Pending}
);

/** Characters of each long text while stepping: more than any split pane shows. */
export const STEP_TEXT_LIMIT = 4000;
/** Characters once a step is opened in full. */
export const OPEN_TEXT_LIMIT = 100_000;

/** What is missing for this state, most urgent first. O(window), never O(run). */
export function missingData(state: ReplayState): readonly DataRequest[] {
  const {epoch} = state;
  const requests: DataRequest[] = [];
  const [change] = state.queue;
  if (change !== undefined)
    requests.push({kind: 'change', key: `change:${change.token}`, queued: change});
  requests.push(...missingRows(state));
  const detail = missingDetail(state);
  if (detail !== undefined) requests.push(detail);
  const {pending} = state;
  if (pending !== undefined) {
    const at = pending.kind === 'find' ? pending.from : 0;
    requests.push({kind: 'question', key: `question:${epoch}:${pending.token}:${at}`, pending});
  }
  requests.push(...missingTree(state), ...missingHits(state), ...missingBreak(state));
  return requests.filter((request) => !state.failedReads.has(request.key));
}

function missingRows(state: ReplayState): readonly DataRequest[] {
  const requests: DataRequest[] = [];
  for (const page of missingPages(state)) {
    const from = page * PAGE_ROWS;
    const to = Math.min(from + PAGE_ROWS, state.run.steps);
    requests.push({kind: 'rows', key: `rows:${state.epoch}:${page}`, page, from, to});
  }
  const {filter, cursor, viewport} = state;
  if (filter === undefined) return requests;
  const shown = filteredWindow(filter, cursor, viewport.listRows);
  const steps = shown.filter((step) => !filter.rows.has(step));
  if (steps.length > 0)
    requests.push({kind: 'hit-rows', key: `hit-rows:${state.epoch}:${steps.join()}`, steps});
  return requests;
}

/** The pages in view, then one window ahead and behind, so that stepping does not wait. */
function missingPages(state: ReplayState): readonly number[] {
  const {listTop, viewport, run, rows} = state;
  if (run.steps === 0) return [];
  const last = pageOf(run.steps - 1);
  const inView = [pageOf(listTop), pageOf(listTop + viewport.listRows - 1), pageOf(state.cursor)];
  const around = [pageOf(listTop + 2 * viewport.listRows), pageOf(listTop - viewport.listRows)];
  const isFiltered = state.filter !== undefined;
  const wanted = new Set(isFiltered ? [pageOf(state.cursor)] : [...inView, ...around]);
  return [...wanted].filter((page) => page >= 0 && page <= last && !rows.has(page));
}

function missingDetail(state: ReplayState): DataRequest | undefined {
  const {run, cursor, detail, detailLimit, expanded} = state;
  if (run.steps === 0) return undefined;
  const textLimit = expanded ? OPEN_TEXT_LIMIT : STEP_TEXT_LIMIT;
  if (detail?.step === cursor && detailLimit >= textLimit) return undefined;
  if (state.missingDetail === cursor) return undefined;
  return {
    kind: 'detail',
    key: `detail:${state.epoch}:${cursor}:${textLimit}`,
    step: cursor,
    textLimit,
  };
}

function missingTree(state: ReplayState): readonly DataRequest[] {
  const {tree, listView, viewport, epoch} = state;
  if (listView !== 'tree') return [];
  const pre = treePlace(state);
  if (pre === undefined || !needsRows({...tree, cursor: pre}, viewport.listRows)) return [];
  const key = `tree:${epoch}:${tree.version}:${pre}`;
  const reach = Math.max(TREE_REACH, 2 * viewport.listRows);
  return [{kind: 'tree', key, pre, reach, view: tree.view, version: tree.version}];
}

/** Two screens of hits on either side of the cursor. */
function missingHits(state: ReplayState): readonly DataRequest[] {
  const {filter, cursor, viewport, epoch} = state;
  if (filter === undefined) return [];
  const {hits, text, condition} = filter;
  const at = placeOf(hits, cursor);
  const wanted = 2 * viewport.listRows;
  const requests: DataRequest[] = [];
  const ask = (from: number | undefined, forward: boolean): void => {
    if (from === undefined) return;
    const key = `hits:${epoch}:${text}:${String(forward)}:${from}`;
    requests.push({kind: 'hits', key, filter: text, condition, from, forward, limit: HITS_PAGE});
  };
  if (hits.length - at < wanted) ask(filter.on, true);
  if (at < wanted) ask(filter.back, false);
  return requests;
}

function missingBreak({play, breakpoint, epoch}: ReplayState): readonly DataRequest[] {
  if (play?.searchFrom === undefined || breakpoint === undefined) return [];
  const {condition, text} = breakpoint;
  const from = play.searchFrom;
  return [{kind: 'break', key: `break:${epoch}:${text}:${from}`, condition, from}];
}
