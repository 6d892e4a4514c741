import {findBoundedRuns, MAX_BOUNDED_PERIOD} from './bounded-runs.js';
import {findLongRuns} from './long-runs.js';
import {compareRuns} from './repeat-run.js';
import type {RepeatRun} from './repeat-run.js';

/** All maximal runs of any period with at least `minLaps` (3 or more) laps, by start. */
export function findRuns(ids: Int32Array, minLaps: number): readonly RepeatRun[] {
  const shortRuns = findBoundedRuns(ids, minLaps);
  const longRuns = findLongRuns(ids, {abovePeriod: MAX_BOUNDED_PERIOD, minLaps, shortRuns});
  return [...shortRuns, ...longRuns].sort(compareRuns);
}
