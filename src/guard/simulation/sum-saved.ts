import {KIND} from '../../detect/view/step-kinds.js';
import {compact} from '../../model/compact.js';
import type {RunView} from '../../tree/run-view.js';
import {SPAN_FLAG} from '../../tree/span-table.js';
import type {Saved} from '../guard.js';

/** What the cut steps used. */
export function sumSaved(view: RunView, cut: Uint8Array): Saved {
  const {steps, spans} = view;
  const sum = {steps: 0, llmCalls: 0, toolCalls: 0, llmCallsWithoutTokens: 0};
  let tokens = NaN;
  let estimated = false;
  for (let step = 0; step < cut.length; step++) {
    if (cut[step] === 0) continue;
    sum.steps++;
    const isModelCall = steps.kind[step] === KIND.llm;
    if (isModelCall) sum.llmCalls++;
    if (steps.kind[step] === KIND.tool) sum.toolCalls++;
    const own = addKnown(steps.inputTokens[step], steps.outputTokens[step]);
    if (Number.isNaN(own)) {
      if (isModelCall) sum.llmCallsWithoutTokens++;
      continue;
    }
    tokens = addKnown(tokens, own);
    const flags = spans.flags[steps.spanRow[step] ?? -1] ?? 0;
    if ((flags & SPAN_FLAG.usageEstimated) !== 0) estimated = true;
  }
  return compact<Saved>({
    ...sum,
    tokens: Number.isNaN(tokens) ? undefined : tokens,
    durationUs: sum.steps === 0 ? undefined : measureSavedTime(view, cut),
    estimated: estimated ? true : undefined,
  });
}

function addKnown(a = NaN, b = NaN): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : a + b;
}

/**
 * Time in which only cut steps, or nothing, happened: from the first start of each stretch of cut steps until a step that
 * is kept begins, less what steps in flight still took. Undefined where no time is known. O(steps).
 *
 *     kept |---|---------|         (in flight at the cut)
 *     cut      |--|  |--|   |--|
 *     saved               |----|
 */
function measureSavedTime(view: RunView, cut: Uint8Array): number | undefined {
  const {steps} = view;
  const encloses = findEnclosing(view, cut);
  let savedUs = NaN;
  let coveredUs = -Infinity; // until here kept steps run, or the time is counted
  let stretchEndUs = NaN;
  let inStretch = false;
  const close = (untilUs: number): void => {
    if (untilUs > coveredUs) {
      savedUs = (Number.isNaN(savedUs) ? 0 : savedUs) + untilUs - coveredUs;
      coveredUs = untilUs;
    } else if (Number.isNaN(savedUs) && !Number.isNaN(untilUs)) savedUs = 0;
  };
  for (let step = 0; step < cut.length; step++) {
    const [start, end] = [steps.startUs[step] ?? NaN, steps.endUs[step] ?? NaN];
    if (cut[step] === 1) {
      if (!inStretch && start > coveredUs) coveredUs = start;
      inStretch = true;
      for (const at of [start, end]) {
        if (at > stretchEndUs || Number.isNaN(stretchEndUs)) stretchEndUs = at;
      }
      continue;
    }
    if (inStretch) close(start < stretchEndUs ? start : stretchEndUs);
    inStretch = false;
    stretchEndUs = NaN;
    if (start > coveredUs) coveredUs = start;
    // What encloses cut steps would have ended with them.
    if (!encloses(step) && end > coveredUs) coveredUs = end;
  }
  if (inStretch) close(stretchEndUs);
  return Number.isNaN(savedUs) ? undefined : savedUs;
}

/** Tells whether the span of a step has cut steps below it. O(rows) once, then O(1). */
function findEnclosing({steps, tree}: RunView, cut: Uint8Array): (step: number) => boolean {
  const cutBefore = new Int32Array(tree.count + 1);
  for (const [step, row] of steps.spanRow.entries()) {
    if (cut[step] === 1 && row >= 0) cutBefore[(tree.preIndex[row] ?? 0) + 1] = 1;
  }
  for (let i = 1; i <= tree.count; i++)
    cutBefore[i] = (cutBefore[i] ?? 0) + (cutBefore[i - 1] ?? 0);
  return (step) => {
    const row = steps.spanRow[step] ?? -1;
    if (row < 0) return false;
    const from = tree.preIndex[row] ?? 0;
    return (cutBefore[from + (tree.size[row] ?? 1)] ?? 0) > (cutBefore[from] ?? 0);
  };
}
