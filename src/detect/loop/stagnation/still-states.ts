import {PRODUCTIVE_ANSWERS} from '../../progress.js';
import type {CallTrack} from '../../view/call-track.js';
import type {RunIndex} from '../../view/run-index.js';
import {KIND} from '../../view/step-kinds.js';

/**
 * Rows of calls after each of which the recorded state (the page, the tree) is the same, while their
 * own answers tell nothing new: clicks that have no effect (browser-use). O(lane).
 */
export function findStillStates(
  index: RunIndex,
  track: CallTrack,
  minLength: number,
): readonly (readonly number[])[] {
  const prints = readStatesAfter(index, track);
  const rows: (readonly number[])[] = [];
  let row: number[] = [];
  const flush = (): void => {
    if (row.length >= minLength && !bringsAnswers(index, track, row)) rows.push(row);
    row = [];
  };
  for (const [place, print] of prints.entries()) {
    const before = row.at(-1);
    if (before !== undefined && print !== prints[before]) flush();
    if (print !== undefined) row.push(place);
  }
  flush();
  return rows;
}

/** Per place, the state recorded after the call and before the next one. */
function readStatesAfter({view}: RunIndex, track: CallTrack): readonly (string | undefined)[] {
  const prints = new Array<string | undefined>(track.steps.length).fill(undefined);
  const placeOf = new Map<number, number>();
  let hasState = false;
  for (const step of view.lanes[track.lane]?.steps ?? []) {
    if (view.steps.kind[step] === KIND.state) hasState = true;
  }
  if (!hasState) return [];
  for (const [place, step] of track.steps.entries()) if (step >= 0) placeOf.set(step, place);
  let last = -1;
  for (const step of view.lanes[track.lane]?.steps ?? []) {
    if (view.steps.kind[step] === KIND.tool) last = placeOf.get(step) ?? -1;
    if (view.steps.kind[step] !== KIND.state || last < 0) continue;
    prints[last] = view.events[view.steps.eventIndex[step] ?? -1]?.fingerprint;
  }
  return prints;
}

function bringsAnswers({view}: RunIndex, track: CallTrack, row: readonly number[]): boolean {
  const {outcomeSig} = view.steps;
  const known = row
    .map((place) => outcomeSig[track.steps[place] ?? -1] ?? -1)
    .filter((answer) => answer >= 0);
  return new Set(known).size >= PRODUCTIVE_ANSWERS * row.length;
}
