import {KIND} from './view/step-kinds.js';
import type {RunIndex} from './view/run-index.js';
import type {CallTrack} from './view/call-track.js';

/**
 * What a stretch brought (detection.md 3.3 point 5). A repetition that brings new answers, new
 * states or new ground is work, however much it repeats.
 */
export interface Progress {
  /** Distinct outcomes / calls; NaN where no outcome is known. */
  readonly answersPerCall: number;
  /** New state fingerprints / fingerprints recorded in the stretch; NaN where none is. */
  readonly stateNovelty: number;
  readonly calls: number;
}

/**
 * At or above this share of new answers a stretch is productive: runopsy measured 0.71 and 0.80 in
 * healthy edit-verify cycles and 0.31 when stuck (three sessions).
 */
export const PRODUCTIVE_ANSWERS = 0.5;
/** Above this share of states not seen before, the world moves although the answers do not. */
export const PRODUCTIVE_STATES = 0.5;

/** O(places + steps between). `from` and `to` are places of the track, `to` exclusive. */
export function measureProgress(
  index: RunIndex,
  track: CallTrack,
  from: number,
  to: number,
): Progress {
  const outcomes = new Set<number>();
  let known = 0;
  let calls = 0;
  let first = -1;
  let last = -1;
  for (let place = from; place < to; place++) {
    const step = track.steps[place] ?? -1;
    if (step < 0) continue;
    calls++;
    if (first < 0 || step < first) first = step;
    if (step > last) last = step;
    const id = track.proven[place] ?? -1;
    if (id < 0) continue;
    known++;
    outcomes.add(id);
  }
  return {
    answersPerCall: known === 0 ? NaN : outcomes.size / known,
    stateNovelty: first < 0 ? NaN : measureStateNovelty(index, track.lane, first, last),
    calls,
  };
}

/** Share of recorded states between two steps of a lane, one step beyond the last, that are new. */
export function measureStateNovelty(
  index: RunIndex,
  lane: number,
  first: number,
  last: number,
): number {
  const {view, order} = index;
  const laneSteps = view.lanes[lane]?.steps ?? new Int32Array(0);
  const seen = new Set<string>();
  let states = 0;
  const until = Math.min(laneSteps.length - 1, (order.place[last] ?? 0) + 1);
  for (let place = order.place[first] ?? 0; place <= until; place++) {
    const step = laneSteps[place] ?? -1;
    if (view.steps.kind[step] !== KIND.state) continue;
    const print = view.events[view.steps.eventIndex[step] ?? -1]?.fingerprint;
    if (print === undefined) continue;
    states++;
    seen.add(print);
  }
  return states === 0 ? NaN : seen.size / states;
}

/** True if the states say that the stretch moved the world. One state alone says nothing. */
export function movesTheWorld(progress: Progress): boolean {
  return progress.stateNovelty > PRODUCTIVE_STATES;
}

/** True if a state is recorded, so that standing still can be seen. */
export function recordsState(progress: Progress): boolean {
  return !Number.isNaN(progress.stateNovelty);
}
