import {buildDetailLines, placeholderLines} from './detail-lines.js';
import {withDetailTop} from './move.js';
import type {StepDetail} from './reader.js';
import type {ReplayState} from './state.js';
import type {Line} from '../text/spans.js';

/** Takes in what was read of the step under the cursor. */
export function withDetail(
  state: ReplayState,
  reply: {
    readonly step: number;
    readonly detail: StepDetail | undefined;
    readonly textLimit: number;
  },
): ReplayState {
  const {detail, textLimit} = reply;
  const missingDetail = detail === undefined ? reply.step : undefined;
  const filled = withDetailLines({...state, detail, detailLimit: textLimit, missingDetail});
  return withDetailTop(filled, state.detailTop);
}

/** Wraps the detail for the pane as it is now; once per step, width and note. */
export function withDetailLines(state: ReplayState): ReplayState {
  return {...state, detailLines: linesOf(state)};
}

/** Lines of the split pane's head and facts that stand beside the two long blocks. */
const SHORT_LINES = 3;
const MIN_BLOCK_LINES = 2;

function linesOf(state: ReplayState): readonly Line[] {
  const {detail, viewport, run, expanded, findings, notes, overview} = state;
  if (detail === undefined)
    return state.missingDetail === undefined
      ? []
      : placeholderLines('this step is not in the case');
  const half = Math.floor((viewport.detailRows - SHORT_LINES) / 2);
  const blockLines = expanded ? Infinity : Math.max(MIN_BLOCK_LINES, half);
  const around = {run, findings, notes, overview};
  return buildDetailLines(detail, around, {columns: viewport.detailColumns, blockLines});
}
