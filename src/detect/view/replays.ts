import type {RunView} from '../../tree/run-view.js';
import {KIND} from './step-kinds.js';

/**
 * Calls that the log shows again without their having been made again (headroom#3452): a resumed
 * session that repeats its transcript, ids and all; and calls after a retry marker that repeat the
 * attempt before it (Qwen Code rolls its counters back). The first recording is kept. O(steps).
 */
export function findReplayedSteps(view: RunView): ReadonlySet<number> {
  const replayed = new Set<number>();
  markRepeatedIds(view, replayed);
  for (const {steps} of view.lanes) markRolledBack(view, steps, replayed);
  return replayed;
}

/**
 * Ids count only where they name one call each: some logs number the calls of every reply from
 * `call_0`, and then an id stands for different calls.
 */
function markRepeatedIds(view: RunView, replayed: Set<number>): void {
  const {steps, spans} = view;
  const firstOf = new Map<number, number>();
  const again: number[] = [];
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== KIND.tool) continue;
    const id = spans.toolCallId[steps.spanRow[step] ?? -1] ?? -1;
    if (id < 0) continue;
    const first = firstOf.get(id);
    if (first === undefined) firstOf.set(id, step);
    else if (steps.l3[first] !== steps.l3[step]) return;
    else again.push(step);
  }
  for (const step of again) replayed.add(step);
}

/** After a retry marker, the longest row of calls that the calls just before the marker already were. */
function markRolledBack(view: RunView, laneSteps: Int32Array, replayed: Set<number>): void {
  const {kind, l3} = view.steps;
  let calls: number[] = [];
  for (let i = 0; i < laneSteps.length; i++) {
    const step = laneSteps[i] ?? 0;
    if (kind[step] === KIND.tool) calls.push(step);
    else if (kind[step] === KIND.userTurn) calls = [];
    if (kind[step] !== KIND.retry || calls.length === 0) continue;
    const after = collectCallsAfter(view, laneSteps, i, calls.length);
    for (let length = after.length; length > 0; length--) {
      const from = calls.length - length;
      const isSame = after
        .slice(0, length)
        .every((later, k) => (l3[later] ?? -1) >= 0 && l3[later] === l3[calls[from + k] ?? -1]);
      if (!isSame) continue;
      for (const later of after.slice(0, length)) replayed.add(later);
      break;
    }
    calls = calls.slice(-MAX_ATTEMPT);
  }
}

/** An attempt that is rolled back is one reply with its calls: longer rows are not compared. */
const MAX_ATTEMPT = 32;

function collectCallsAfter(
  view: RunView,
  laneSteps: Int32Array,
  marker: number,
  wanted: number,
): readonly number[] {
  const calls: number[] = [];
  for (
    let i = marker + 1;
    i < laneSteps.length && calls.length < Math.min(wanted, MAX_ATTEMPT);
    i++
  ) {
    const step = laneSteps[i] ?? 0;
    const kind = view.steps.kind[step];
    if (kind === KIND.retry || kind === KIND.userTurn) break;
    if (kind === KIND.tool) calls.push(step);
  }
  return calls;
}
