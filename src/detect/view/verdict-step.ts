import type {HarnessVerdict} from '../../model/facts.js';
import type {RunView} from '../../tree/run-view.js';
import {KIND} from './step-kinds.js';

/**
 * Steps that verdicts of the harness are about: each the step of its span, else the last one begun
 * before its time, else the last one of the run; -1 in a run without steps. O(steps + verdicts · log steps).
 */
export function findVerdictSteps(
  view: RunView,
  verdicts: readonly HarnessVerdict[],
): readonly number[] {
  const {steps, spans} = view;
  const wanted = new Set(verdicts.map(({spanId}) => spanId));
  const stepOfSpan = new Map<string, number>();
  const reachedUs = new Float64Array(steps.count);
  let latest = -Infinity;
  for (let step = 0; step < steps.count; step++) {
    const id = spans.strings[spans.spanId[steps.spanRow[step] ?? -1] ?? -1];
    if (id !== undefined && wanted.has(id) && !stepOfSpan.has(id)) stepOfSpan.set(id, step);
    const start = steps.startUs[step] ?? NaN;
    if (start > latest) latest = start;
    reachedUs[step] = latest;
  }
  return verdicts.map(({spanId, timeUs}) => {
    const own = spanId === undefined ? undefined : stepOfSpan.get(spanId);
    // A verdict on an agent or a whole trace came at its end, not where it was started.
    if (own !== undefined && steps.kind[own] !== KIND.agentStart) return own;
    const before = timeUs === undefined ? -1 : countUpTo(reachedUs, timeUs) - 1;
    return before >= 0 ? before : steps.count - 1;
  });
}

/** How many entries of a never falling array are at most `limit`. */
function countUpTo(rising: Float64Array, limit: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
