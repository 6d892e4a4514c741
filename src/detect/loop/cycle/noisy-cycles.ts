import {countLaps} from '../../runs/repeat-run.js';
import {dropNested} from '../../runs/drop-nested.js';
import {findRuns} from '../../runs/find-runs.js';
import type {CallTrack} from '../../view/call-track.js';
import {BORDER} from '../../view/call-track.js';
import {getChanges} from '../../view/changes.js';
import {countKeys} from '../../view/count-keys.js';
import type {RunIndex} from '../../view/run-index.js';
import {getProvenRuns} from '../../view/proven-runs.js';
import type {ProvenRun} from '../../view/proven-runs.js';

/** A circle with calls between that belong to no lap. */
export interface NoisyCycle {
  readonly track: CallTrack;
  /** Places of the members, lap after lap, the strays left out. */
  readonly places: readonly number[];
  readonly period: number;
  readonly laps: number;
  readonly strays: number;
}

/** Fewest laps: an approximate circle needs one more than an exact one (detection.md 3.1). */
export const MIN_NOISY_LAPS = 4;
/** Strays for each member: 80 % of the stretch must be the circle itself (detection.md 3.1). */
const MAX_STRAYS = 0.25;
/** Share of laps with a stray up to which the circle stands still: in the others nothing was new. */
const MAX_LAPS_WITH_STRAY = 0.5;
/** Share of members that exact runs hold already, from which those tell it. */
const TOLD = 0.5;

/**
 * Circles that strays interrupt: calls that occur too seldom to be in a lap are dropped, then the
 * exact scan runs on what is left. O(n · periods), as the exact scan.
 */
export function* findNoisyCycles(index: RunIndex): Generator<NoisyCycle> {
  const exact = groupExact(index);
  for (const track of index.tracks) {
    const kept = dropStrays(track);
    if (kept === undefined) continue;
    const ids = kept.map((place) => track.proven[place] ?? -1);
    const runs = findRuns(ids, MIN_NOISY_LAPS).filter(({period}) => period > 1);
    if (runs.length === 0) continue;
    const told = markTold(track, exact.get(track) ?? []);
    for (const run of dropNested(runs, ids.length)) {
      const places = [...kept.subarray(run.start, run.end)];
      const strays = (places.at(-1) ?? 0) - (places[0] ?? 0) + 1 - places.length;
      if (strays === 0 || strays > MAX_STRAYS * places.length) continue;
      if (places.filter((place) => told[place] === 1).length >= TOLD * places.length) continue;
      const cycle = {track, places, period: run.period, laps: countLaps(run), strays};
      if (standsStill(index, cycle)) yield cycle;
    }
  }
}

/** Places whose call and answer occur often enough to be in a lap, and borders; undefined if that is all. */
function dropStrays(track: CallTrack): Int32Array | undefined {
  const counts = countKeys(track.proven);
  if (counts.most < MIN_NOISY_LAPS) return undefined;
  const kept: number[] = [];
  for (const [place, step] of track.steps.entries()) {
    const id = track.proven[place] ?? -1;
    if (step === BORDER || counts.of(id) >= MIN_NOISY_LAPS) kept.push(place);
  }
  return kept.length === track.steps.length ? undefined : Int32Array.from(kept);
}

/** Exact circles by their track, in one pass: a run may have ten thousand tracks. */
function groupExact(index: RunIndex): ReadonlyMap<CallTrack, readonly ProvenRun[]> {
  const byTrack = new Map<CallTrack, ProvenRun[]>();
  for (const run of getProvenRuns(index)) {
    if (run.period === 1) continue;
    const own = byTrack.get(run.track);
    if (own === undefined) byTrack.set(run.track, [run]);
    else own.push(run);
  }
  return byTrack;
}

function markTold(track: CallTrack, runs: readonly ProvenRun[]): Uint8Array {
  const told = new Uint8Array(track.steps.length);
  for (const {start, end} of runs) told.fill(1, start, end);
  return told;
}

/** Most laps hold no stray, and no stray changed anything: checks after each change are work. */
function standsStill(index: RunIndex, {track, places, period, laps}: NoisyCycle): boolean {
  let lapsWithStray = 0;
  for (let lap = 0; lap < laps; lap++) {
    const from = places[lap * period] ?? 0;
    const to = places[(lap + 1) * period] ?? (places.at(-1) ?? 0) + 1;
    if (to - from > period) lapsWithStray++;
  }
  const [first, last] = [places[0] ?? 0, places.at(-1) ?? 0];
  if (lapsWithStray > MAX_LAPS_WITH_STRAY * laps) return false;
  const members = new Set(places);
  const changes = getChanges(index, track);
  for (let place = first; place <= last; place++) {
    if (!members.has(place) && changes.isNewAt(place)) return false;
  }
  return true;
}
