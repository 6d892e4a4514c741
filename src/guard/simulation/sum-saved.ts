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
function measureSavedTime({steps}: RunView, cut: Uint8Array): number | undefined {
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
    for (const at of [start, end]) if (at > coveredUs) coveredUs = at;
  }
  if (inStretch) close(stretchEndUs);
  return Number.isNaN(savedUs) ? undefined : savedUs;
}
