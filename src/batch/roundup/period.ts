import {WEEK_US} from '../fleet/fleet-groups.js';
import type {FleetRun} from '../fleet/fleet.js';

/** Periods that one is compared with. */
const MAX_PERIODS_BEFORE = 4;

/** A stretch of time, its end excluded, and how many of its length come before it in the archive. */
export interface Period {
  readonly fromUs: number;
  readonly untilUs: number;
  readonly historyFromUs: number;
  readonly periodsBefore: number;
}

/** A week up to the last record unless told otherwise. Undefined where no record has a time. */
export function choosePeriod(
  runs: readonly FleetRun[],
  asked: {readonly sinceUs: number | undefined; readonly untilUs: number | undefined},
): Period | undefined {
  let [firstUs, lastUs] = [Infinity, -Infinity];
  for (const {summary} of runs) {
    const {startUs, endUs} = summary;
    if (startUs !== undefined) firstUs = Math.min(firstUs, startUs);
    lastUs = Math.max(lastUs, endUs ?? startUs ?? -Infinity);
  }
  // The last record is in it.
  const untilUs = asked.untilUs ?? (Number.isFinite(lastUs) ? lastUs + 1 : undefined);
  if (untilUs === undefined) return undefined;
  const fromUs = asked.sinceUs ?? untilUs - WEEK_US;
  const lengthUs = untilUs - fromUs;
  const whole = Math.floor((fromUs - firstUs) / lengthUs);
  const started = fromUs > firstUs ? Math.max(1, whole) : 0;
  const periodsBefore = Number.isFinite(firstUs) ? Math.min(MAX_PERIODS_BEFORE, started) : 0;
  return {fromUs, untilUs, historyFromUs: fromUs - periodsBefore * lengthUs, periodsBefore};
}

export function isIn(timeUs: number | undefined, fromUs: number, untilUs: number): boolean {
  return timeUs !== undefined && timeUs >= fromUs && timeUs < untilUs;
}
