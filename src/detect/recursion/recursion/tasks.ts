import type {RunView} from '../../../tree/run-view.js';
import {fromSpanKind} from '../../../tree/span-table.js';

const AGENT = fromSpanKind('agent');
const TOOL = fromSpanKind('tool');

/**
 * What each agent of a descent was asked to do, as a number that is equal for equal tasks; -1 = not
 * recorded. Its own input, or else the arguments of the call that started it:
 *
 *     researcher
 *     └─ tool delegate {task: "the reports 1-240"}
 *        └─ researcher                                 task = delegate(the reports 1-240)
 *
 * O(spans + steps), once for each descent.
 */
export function readTasks(view: RunView, agentSteps: readonly number[]): readonly number[] {
  const {steps} = view;
  let toolStep: Int32Array | undefined;
  return agentSteps.map((step) => {
    const own = steps.l3[step] ?? -1;
    if (own >= 0) return own;
    toolStep ??= mapToolSteps(view);
    const call = callAbove(view, steps.spanRow[step] ?? -1);
    return call < 0 ? -1 : (steps.l3[toolStep[call] ?? -1] ?? -1);
  });
}

/** Row of the nearest tool call above a row and below the next agent; -1 for none. */
function callAbove({tree, spans}: RunView, row: number): number {
  let at = row < 0 ? -1 : (tree.parent[row] ?? -1);
  while (at >= 0) {
    const kind = at < spans.count ? spans.kind[at] : undefined;
    if (kind === TOOL) return at;
    if (kind === AGENT) return -1;
    at = tree.parent[at] ?? -1;
  }
  return -1;
}

function mapToolSteps({steps, spans}: RunView): Int32Array {
  const stepOf = new Int32Array(spans.count).fill(-1);
  for (let step = 0; step < steps.count; step++) {
    const row = steps.spanRow[step] ?? -1;
    if (row >= 0 && spans.kind[row] === TOOL) stepOf[row] = step;
  }
  return stepOf;
}
