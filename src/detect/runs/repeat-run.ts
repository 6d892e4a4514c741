/**
 * A maximal stretch of a sequence that repeats with a period: `s[i] === s[i + period]` for every i
 * of [start, end - period), and it can be extended to neither side.
 *
 *     x A B A B A B y      period 2, start 1, end 7: three laps
 */
export interface RepeatRun {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Smallest period of the stretch. */
  readonly period: number;
}

/** Full laps of a run. */
export function countLaps(run: RepeatRun): number {
  return Math.floor((run.end - run.start) / run.period);
}

/** Order of reports: by start, the shorter period first. */
export function compareRuns(a: RepeatRun, b: RepeatRun): number {
  return a.start - b.start || a.period - b.period || a.end - b.end;
}
