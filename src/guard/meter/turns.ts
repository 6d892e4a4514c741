import {KIND} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import {STEP_FLAG} from '../../tree/step-table.js';

/**
 * Number of the turn of each step: raised at each real user turn, and where a new trace goes on in the lane of
 * the one before it (one trace per turn is normal; parallel traces have lanes of their own). O(steps).
 */
export function getTurns(view: RunView): Int32Array {
  let turns = known.get(view);
  if (turns === undefined) known.set(view, (turns = buildTurns(view)));
  return turns;
}

/** Several guards ask of the same run. */
const known = new WeakMap<RunView, Int32Array>();

function buildTurns(view: RunView): Int32Array {
  const {steps, spans} = view;
  const turns = new Int32Array(steps.count);
  const sizes = new Map<number, number>();
  for (const row of steps.spanRow) {
    const trace = spans.traceId[row] ?? -1;
    if (row >= 0) sizes.set(trace, (sizes.get(trace) ?? 0) + 1);
  }
  const seen = new Set<number>();
  const traceOfLane = new Map<number, number>();
  let turn = 0;
  let justTurned = false;
  for (let step = 0; step < steps.count; step++) {
    const row = steps.spanRow[step] ?? -1;
    const isSynthetic = ((steps.flags[step] ?? 0) & STEP_FLAG.synthetic) !== 0;
    if (steps.kind[step] === KIND.userTurn && !isSynthetic) {
      turn++;
      justTurned = true;
    }
    if (row >= 0) {
      const trace = spans.traceId[row] ?? -1;
      const lane = steps.lane[step] ?? 0;
      const goesOn = traceOfLane.has(lane) && traceOfLane.get(lane) !== trace;
      // The turn that its own user event has raised is not raised again by its trace.
      if (goesOn && !seen.has(trace) && (sizes.get(trace) ?? 0) > 1 && !justTurned) turn++;
      seen.add(trace);
      traceOfLane.set(lane, trace);
      justTurned = false;
    }
    turns[step] = turn;
  }
  return turns;
}
