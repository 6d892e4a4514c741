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

function dropNested(runs: readonly ProvenRun[], places: number): ProvenRun[] {
  const byLength = [...runs].sort(
    (a, b) => b.end - b.start - (a.end - a.start) || a.period - b.period || a.start - b.start,
  );
  const taken = new Uint8Array(places);
  const kept: ProvenRun[] = [];
  for (const run of byLength) {
    let covered = 0;
    for (let place = run.start; place < run.end; place++) covered += taken[place] ?? 0;
    if (covered >= 0.8 * (run.end - run.start)) continue;
    taken.fill(1, run.start, run.end);
    kept.push(run);
  }
  return kept.sort((a, b) => a.start - b.start);
}
