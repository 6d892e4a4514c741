import {hasSmallerPeriod} from './smallest-period.js';
import type {RepeatRun} from './repeat-run.js';

/**
 * Longest period of the direct scan. 64 covers every loop of reported incidents (most have 1 to 5)
 * at 0.12-0.19 s for a million steps; longer ones are left to `findLongRuns`.
 */
export const MAX_BOUNDED_PERIOD = 64;

/**
 * All maximal runs with period 1..maxPeriod and at least `minLaps` laps. Ids below 0 equal nothing,
 * not even themselves: an unknown outcome proves no repetition. O(n * maxPeriod), O(1) extra.
 */
export function findBoundedRuns(
  ids: Int32Array,
  minLaps: number,
  maxPeriod: number = MAX_BOUNDED_PERIOD,
): RepeatRun[] {
  const runs: RepeatRun[] = [];
  const count = ids.length;
  for (let period = 1; period <= maxPeriod && period * minLaps <= count; period++) {
    const wanted = period * (minLaps - 1);
    const last = count - period;
    let matches = 0;
    for (let i = 0; i < last; i++) {
      const id = ids[i] ?? -1;
      if (id >= 0 && id === ids[i + period]) {
        matches++;
        continue;
      }
      if (matches >= wanted) keep(ids, runs, i - matches, i + period, period);
      matches = 0;
    }
    if (matches >= wanted && matches > 0) keep(ids, runs, last - matches, count, period);
  }
  return runs;
}

/** A stretch whose block itself repeats is reported at the smaller period. */
function keep(
  ids: Int32Array,
  runs: RepeatRun[],
  start: number,
  end: number,
  period: number,
): void {
  if (!hasSmallerPeriod(ids, start, period)) runs.push({start, end, period});
}
