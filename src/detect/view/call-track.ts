import type {RunView} from '../../tree/run-view.js';
import type {CallReader} from './answers.js';
import {maskCallCounters} from './call-counters.js';
import {isBorder, getBorderContext} from './segment-border.js';
import {findReplayedSteps} from './replays.js';
import {KIND} from './step-kinds.js';

/**
 * The tool calls of one lane in comparable order: replays dropped, calls of one model reply in a
 * fixed order and each once (a fan-out is no loop), -1 where a new segment begins.
 *
 *     round 1: b a a   round 2: a b   user   round 3: a   ->   a b a b -1 a
 */
export interface CallTrack {
  readonly lane: number;
  /** Step numbers, or -1 for a border between segments. */
  readonly steps: Int32Array;
  /** L4 of each place, call counters in the answer masked; -1 at borders and for what is unknown. */
  readonly proven: Int32Array;
  /** L3 of each place. */
  readonly call: Int32Array;
}

export const BORDER = -1;

export function buildCallTracks(view: RunView, reader: CallReader): CallTrack[] {
  const replayed = findReplayedSteps(view);
  const context = getBorderContext(view);
  const tracks: CallTrack[] = [];
  for (const [lane, {steps: laneSteps}] of view.lanes.entries()) {
    const places: number[] = [];
    let round: number[] = [];
    let previous = -1;
    const flush = (): void => {
      appendRound(view, round, places);
      round = [];
    };
    for (const step of laneSteps) {
      if (view.steps.kind[step] !== KIND.tool || replayed.has(step)) continue;
      const before = round.at(-1);
      const sameRound =
        before !== undefined &&
        (view.steps.round[step] ?? -1) >= 0 &&
        view.steps.round[step] === view.steps.round[before];
      if (!sameRound) flush();
      if (previous >= 0 && isBorder(context, previous, step)) places.push(BORDER);
      round.push(step);
      previous = step;
    }
    flush();
    if (places.length > 0) tracks.push(fillTrack(view, lane, Int32Array.from(places), reader));
  }
  return tracks;
}

/** Parallel calls have no order of their own; equal ones in one reply count once. */
function appendRound(view: RunView, round: number[], places: number[]): void {
  if (round.length > 1) {
    const {l3, l4} = view.steps;
    round.sort((a, b) => (l3[a] ?? 0) - (l3[b] ?? 0) || (l4[a] ?? 0) - (l4[b] ?? 0) || a - b);
    const seen = new Set<number>();
    for (const step of round) {
      const key = (l4[step] ?? -1) >= 0 ? (l4[step] ?? -1) : -2 - (l3[step] ?? -1);
      if (key !== -1 && seen.has(key)) continue;
      seen.add(key);
      places.push(step);
    }
    return;
  }
  const only = round[0];
  if (only !== undefined) places.push(only);
}

function fillTrack(view: RunView, lane: number, steps: Int32Array, reader: CallReader): CallTrack {
  const call = new Int32Array(steps.length).fill(-1);
  const proven = new Int32Array(steps.length).fill(-1);
  for (const [place, step] of steps.entries()) {
    if (step === BORDER) continue;
    call[place] = view.steps.l3[step] ?? -1;
    proven[place] = view.steps.l4[step] ?? -1;
  }
  maskCallCounters({steps, call, proven}, reader);
  return {lane, steps, proven, call};
}
