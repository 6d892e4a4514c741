import type {RunView} from '../../../tree/run-view.js';
import {isError, KIND} from '../../view/step-kinds.js';
import {extendsNode} from '../silent-truncation/prompt-changes.js';

/**
 * Compactions that no event tells: a model call whose own span, or one of those around it, is named
 * after summing up (`SummarizationMiddleware.before_model`, `compact_history`).
 */
const SUMS_UP =
  /summari[sz]|compact|condens|(?:context|history|memory)[_ .-]?(?:trim|reduc|compress)/i;
/** Spans around a call whose names are read: a middleware's node, its chain, its graph. */
const MAX_ABOVE = 3;

function sumsUp({spans, tree, steps}: RunView, step: number): boolean {
  let row = steps.spanRow[step] ?? -1;
  for (let above = 0; row >= 0 && above <= MAX_ABOVE; above++) {
    if (row === tree.agentRow[row]) return false; // an agent for summaries does its own work
    if (SUMS_UP.test((spans.strings[spans.name[row] ?? 0] ?? '').slice(0, 200))) return true;
    row = tree.parent[row] ?? -1;
  }
  return false;
}

/**
 * Rows of summaries of a lane, one before each model call, which took messages out of the prompt and left
 * more than `ineffective` of it: they make no room. A prompt that only grew was not compacted, whatever was
 * summed up before it. O(steps of the lane).
 */
export function* findSummaryRows(
  view: RunView,
  lane: number,
  ineffective: number,
): Generator<readonly number[]> {
  const {steps, lanes} = view;
  let row: number[] = [];
  let summary = -1;
  let before = NaN;
  let promptBefore = -1;
  for (const step of lanes[lane]?.steps ?? []) {
    if (steps.kind[step] !== KIND.llm || isError(steps, step)) continue;
    if (sumsUp(view, step)) {
      summary = step;
      continue;
    }
    const size = steps.inputTokens[step] ?? NaN;
    const prompt = view.spans.inNode[steps.spanRow[step] ?? -1] ?? -1;
    const replaced = prompt >= 0 && promptBefore >= 0 && !extendsNode(view, promptBefore, prompt);
    if (summary >= 0 && replaced && size > ineffective * before) row.push(summary);
    else {
      if (row.length > 0) yield row;
      row = [];
    }
    summary = -1;
    before = size;
    promptBefore = prompt;
  }
  if (row.length > 0) yield row;
}
