import {KIND} from '../../detect/view/step-kinds.js';
import type {StepTable} from '../../tree/step-table.js';
import {EndQueue} from './end-queue.js';

export interface RunListener {
  /** A step that could not be asked for, as what asks for it did not run: it is passed over. */
  isCut?(step: number): boolean;
  /**
   * Before the step begins: what is known now is all that an online guard could know.
   * @returns whether it begins; the result of one that does not is never told
   */
  begin(step: number): boolean;
  settle(step: number): void;
}

export interface WholeRunListener {
  begin(step: number): void;
  settle(step: number): void;
}

/**
 * Tells a run as an orchestrator lived it: steps begin in run order, and a result is known once its end
 * has come. Of parallel branches the results in flight are unknown:
 *
 *     A |------|        begin A, begin B, settle B, begin C (A is in flight), settle A, ...
 *     B   |--|
 *     C        |---|    <- begins before A ended? then A is not settled
 *
 * Without times a result is known when the next step begins, except that calls of one reply run side by
 * side. O(n log n).
 */
export function walkRun(steps: StepTable, listener: RunListener): void {
  const {startUs, endUs, round, kind} = steps;
  const timed = new EndQueue(endUs);
  let untimed: number[] = [];
  let untimedRound = -1;
  let clockUs = -Infinity;
  for (let step = 0; step < steps.count; step++) {
    if (listener.isCut?.(step) === true) continue;
    const start = startUs[step] ?? NaN;
    if (start > clockUs) clockUs = start;
    const sideBySide = untimedRound >= 0 && round[step] === untimedRound;
    if (untimed.length > 0 && !sideBySide) {
      for (const earlier of untimed) listener.settle(earlier);
      untimed = [];
    }
    for (let next = timed.takeUntil(clockUs); next >= 0; next = timed.takeUntil(clockUs)) {
      listener.settle(next);
    }
    if (!listener.begin(step)) continue;
    if (Number.isNaN(start) || Number.isNaN(endUs[step] ?? NaN)) {
      untimed.push(step);
      // The reply itself is known before the calls that it asks for.
      untimedRound = kind[step] === KIND.llm ? -1 : (round[step] ?? -1);
    } else timed.add(step);
  }
}

/** As walkRun, for a listener that lets every step begin. */
export function walkWholeRun(steps: StepTable, listener: WholeRunListener): void {
  let order = orders.get(steps);
  if (order === undefined) orders.set(steps, (order = buildOrder(steps)));
  for (const event of order) {
    if (event >= 0) listener.begin(event);
    else listener.settle(~event);
  }
}

/** Several guards walk the same run: its order is found once. */
const orders = new WeakMap<StepTable, Int32Array>();

/** What is told, in order: `step` for its begin, `~step` for its settling. */
function buildOrder(steps: StepTable): Int32Array {
  const order = new Int32Array(2 * steps.count);
  let told = 0;
  walkRun(steps, {
    begin: (step) => {
      order[told++] = step;
      return true;
    },
    settle: (step) => {
      order[told++] = ~step;
    },
  });
  // What is in flight when the log ends is never settled.
  return order.subarray(0, told);
}
