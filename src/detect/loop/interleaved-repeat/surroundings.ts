import type {CallTrack} from '../../view/call-track.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError} from '../../view/step-kinds.js';
import {PRODUCTIVE_ANSWERS} from '../../progress.js';

/** Occurrences from which a call's answers can be said to move. */
const MIN_MOVING = 3;

/**
 * True if another call of the stretch is made again and again and its answers move: then the
 * repeated call is the spacer of a working poll (`sleep 5` beside a build that proceeds).
 */
export function hasMovingCall(track: CallTrack, row: readonly number[]): boolean {
  const own = track.call[row[0] ?? -1];
  const answers = new Map<number, {calls: number; distinct: Set<number>}>();
  for (let place = row[0] ?? 0; place <= (row.at(-1) ?? -1) + 1; place++) {
    const call = track.call[place] ?? -1;
    const answer = track.proven[place] ?? -1;
    if (call < 0 || answer < 0 || call === own) continue;
    const seen = answers.get(call) ?? {calls: 0, distinct: new Set()};
    seen.calls++;
    seen.distinct.add(answer);
    answers.set(call, seen);
  }
  for (const {calls, distinct} of answers.values()) {
    if (calls >= MIN_MOVING && distinct.size >= PRODUCTIVE_ANSWERS * calls && distinct.size > 1) {
      return true;
    }
  }
  return false;
}

/** Share of the other calls of the stretch whose outcome the lane had not seen; 0 without any. */
export function measureNewAround(
  index: RunIndex,
  track: CallTrack,
  row: readonly number[],
): number {
  const own = track.proven[row[0] ?? -1];
  let [calls, news] = [0, 0];
  for (let place = row[0] ?? 0; place <= (row.at(-1) ?? -1); place++) {
    const step = track.steps[place] ?? -1;
    if (step < 0 || track.proven[place] === own) continue;
    calls++;
    // another error is another failure, and no new ground (detection.md 3.6)
    if (!isError(index.view.steps, step)) news += index.novelty.isNew[step] ?? 0;
  }
  return calls === 0 ? 0 : news / calls;
}
