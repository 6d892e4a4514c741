import type {CallTrack} from './call-track.js';
import type {ProvenRun} from './proven-runs.js';
import type {RunIndex} from './run-index.js';
import {isError} from './step-kinds.js';
import {saysWell} from './acknowledgement.js';
import {isPendingState} from './answer-nature.js';

/** What the lap of a proven run is made of: it decides which rule speaks of the run. */
export interface RunNature {
  /** Step numbers of the first lap. */
  readonly lap: readonly number[];
  /** Every call of the lap asks for, or waits for, something still under way. */
  readonly isPoll: boolean;
  /** Every call of the lap looks whether something lives, and it does: nothing is waited for. */
  readonly isWatch: boolean;
  /** Every call of the lap fails. */
  readonly isFailing: boolean;
  /** The lap changes something outside: the same side effect again and again. */
  readonly mutates: boolean;
  /** It edits a file, and the log does not tell how. */
  readonly isOpaque: boolean;
  /** Distinct calls, whatever they answer. */
  readonly distinctCalls: number;
}

/** Calls of a lap that are looked at; a longer lap is judged by these. */
const MAX_LOOKS = 64;

export function toRunNature(index: RunIndex, {track, start, period}: ProvenRun): RunNature {
  return toLapNature(
    index,
    track,
    Array.from({length: period}, (_, i) => start + i),
  );
}

/** @param places of the lap on its track */
export function toLapNature(
  index: RunIndex,
  track: CallTrack,
  places: readonly number[],
): RunNature {
  const lap = places.map((place) => track.steps[place] ?? -1);
  const looked = lap.slice(0, MAX_LOOKS);
  const natures = looked.map((step) => index.reader.nature(step));
  const polls = looked.map((step, i) => {
    if (isError(index.view.steps, step)) return false;
    if (natures[i]?.polls === true) return true;
    return natures[i]?.mutates !== true && isPendingState(index.reader.answer(step) ?? '');
  });
  return {
    lap,
    isPoll: polls.every(Boolean),
    isWatch: looked.every(
      (step, i) =>
        (natures[i]?.watches === true && saysWell(index.reader.answer(step) ?? '')) ||
        natures[i]?.waits === true,
    ),
    isFailing: lap.every((step) => isError(index.view.steps, step)),
    mutates: looked.some((step) => index.reader.changes(step)),
    isOpaque: looked.some((step) => index.reader.isOpaqueEdit(step)),
    distinctCalls: new Set(places.map((place) => track.call[place])).size,
  };
}

/** All steps of a run, lap after lap. */
export function toRunSteps(run: ProvenRun): readonly number[] {
  return [...run.track.steps.subarray(run.start, run.end)];
}
