import {dropNested} from '../runs/drop-nested.js';
import {findRuns} from '../runs/find-runs.js';
import {countLaps} from '../runs/repeat-run.js';
import type {RepeatRun} from '../runs/repeat-run.js';
import type {CallTrack} from './call-track.js';
import type {RunIndex} from './run-index.js';

/** A run of equal calls with equal answers on one track. */
export interface ProvenRun extends RepeatRun {
  readonly track: CallTrack;
  readonly laps: number;
}

/** Fewest laps of any rule on proven runs; two laps may be a second pass. */
export const MIN_PROVEN_LAPS = 3;

const memo = new WeakMap<RunIndex, readonly ProvenRun[]>();

/**
 * Runs on level L4, the longest first, none that lies (80 % or more) inside longer ones: a stretch
 * inside a loop is part of that loop's lap.
 */
export function getProvenRuns(index: RunIndex): readonly ProvenRun[] {
  const known = memo.get(index);
  if (known !== undefined) return known;
  const runs: ProvenRun[] = [];
  for (const track of index.tracks) {
    const found = findRuns(track.proven, MIN_PROVEN_LAPS).map((run) => ({
      ...run,
      track,
      laps: countLaps(run),
    }));
    for (const run of dropNested(found, track.steps.length)) runs.push(run);
  }
  memo.set(index, runs);
  return runs;
}
