import type {RunView} from '../../tree/run-view.js';
import type {CallTrack} from './call-track.js';
import {makeKeyTable} from './count-keys.js';
import {KIND} from './step-kinds.js';

/** Where the recording shows something not seen before in its lane. */
export interface Novelty {
  /** 1 where the step brought an outcome (or a text) that its lane had not seen. */
  readonly isNew: Uint8Array;
  /** Last new step of the lane at or before each step; -1 for none. */
  readonly lastNew: Int32Array;
  /** Last new step of each lane; -1 for none. */
  readonly lastNewOfLane: Int32Array;
}

/** O(steps). An unresolved call is unknown, and never new. */
export function buildNovelty(view: RunView, tracks: readonly CallTrack[]): Novelty {
  const {steps, lanes} = view;
  const isNew = new Uint8Array(steps.count);
  // per outcome the lane that saw it last; lanes come one after the other
  const seenIn = makeKeyTable(steps.l4);
  for (const track of tracks) {
    for (const [place, step] of track.steps.entries()) {
      const id = track.proven[place] ?? -1;
      if (step < 0 || id < 0 || seenIn.get(id) === track.lane) continue;
      seenIn.set(id, track.lane);
      isNew[step] = 1;
    }
  }
  const withCalls = new Set(tracks.map((track) => track.lane));
  const lastNew = new Int32Array(steps.count).fill(-1);
  const lastNewOfLane = new Int32Array(lanes.length).fill(-1);
  for (const [lane, {steps: laneSteps}] of lanes.entries()) {
    const seen = new Set<number>();
    let last = -1;
    for (const step of laneSteps) {
      const id = toOtherNews(view, step, withCalls.has(lane));
      if (id >= 0 && !seen.has(id)) {
        seen.add(id);
        isNew[step] = 1;
      }
      if (isNew[step] === 1) last = step;
      lastNew[step] = last;
    }
    lastNewOfLane[lane] = last;
  }
  return {isNew, lastNew, lastNewOfLane};
}

/**
 * What a step other than a tool call tells. New words around equal calls and answers are no new
 * information, so texts count only in a lane that makes no calls.
 */
function toOtherNews(view: RunView, step: number, hasCalls: boolean): number {
  const {kind, l4, textSig} = view.steps;
  if (kind[step] === KIND.handoff) return l4[step] ?? -1;
  return kind[step] === KIND.llm && !hasCalls ? (textSig[step] ?? -1) : -1;
}
