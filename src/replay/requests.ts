import {pageOf, PAGE_ROWS} from './row-cache.js';
import type {ReplayState} from './state.js';

/** What the reader should be asked for, as data; the key tells equal questions apart from new ones. */
export type DataRequest =
  | {
      readonly kind: 'rows';
      readonly key: string;
      readonly page: number;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'detail';
      readonly key: string;
      readonly step: number;
      readonly textLimit: number;
    }
  | {
      readonly kind: 'error';
      readonly key: string;
      readonly token: number;
      readonly from: number;
      readonly forward: boolean;
    };

/** Characters of each long text while stepping: more than any split pane shows. */
export const STEP_TEXT_LIMIT = 4000;
/** Characters once a step is opened in full. */
export const OPEN_TEXT_LIMIT = 100_000;

/** What is missing for this state, most urgent first. O(window), never O(run). */
export function missingData(state: ReplayState): readonly DataRequest[] {
  const requests: DataRequest[] = [];
  for (const page of missingPages(state)) {
    const from = page * PAGE_ROWS;
    const to = Math.min(from + PAGE_ROWS, state.run.steps);
    requests.push({kind: 'rows', key: `rows:${state.epoch}:${page}`, page, from, to});
  }
  const detail = missingDetail(state);
  if (detail !== undefined) requests.push(detail);
  const {errorSearch} = state;
  if (errorSearch !== undefined)
    requests.push({
      kind: 'error',
      key: `error:${state.epoch}:${errorSearch.token}`,
      ...errorSearch,
    });
  return requests.filter((request) => !state.failedReads.has(request.key));
}

/** The pages in view, then one window ahead and behind, so that stepping does not wait. */
function missingPages(state: ReplayState): readonly number[] {
  const {listTop, viewport, run, rows} = state;
  if (run.steps === 0) return [];
  const last = pageOf(run.steps - 1);
  const inView = [pageOf(listTop), pageOf(listTop + viewport.listRows - 1), pageOf(state.cursor)];
  const around = [pageOf(listTop + 2 * viewport.listRows), pageOf(listTop - viewport.listRows)];
  const wanted = new Set([...inView, ...around]);
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
