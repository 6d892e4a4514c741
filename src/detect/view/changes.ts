import type {CallTrack} from './call-track.js';
import {makeKeyTable} from './count-keys.js';
import type {KeyTable} from './count-keys.js';
import type {RunIndex} from './run-index.js';
import {isOk} from './step-kinds.js';

/**
 * Where a track changed the world in a way it had not before: successful mutating calls, each
 * distinct one once. Writing the same content again changes nothing.
 */
class Changes {
  readonly #index: RunIndex;
  readonly #track: CallTrack;
  /** First place of each call of the track; built when first asked for. */
  #first: KeyTable | undefined;

  constructor(index: RunIndex, track: CallTrack) {
    this.#index = index;
    this.#track = track;
  }

  #firstPlaces(): KeyTable {
    if (this.#first !== undefined) return this.#first;
    const first = makeKeyTable(this.#track.call);
    for (const [place, call] of this.#track.call.entries()) {
      if (call >= 0 && first.get(call) === -1) first.set(call, place);
    }
    return (this.#first = first);
  }

  isNewAt(place: number): boolean {
    const {steps, call} = this.#track;
    const step = steps[place] ?? -1;
    if (step < 0 || !isOk(this.#index.view.steps, step)) return false;
    const {reader} = this.#index;
    const isFirst = this.#firstPlaces().get(call[place] ?? -1) === place;
    return isFirst ? reader.changes(step) : reader.isOpaqueEdit(step);
  }

  /** New changes at places strictly between two places. O(places between). */
  countBetween(from: number, to: number): number {
    let count = 0;
    for (let place = from + 1; place < to; place++) if (this.isNewAt(place)) count++;
    return count;
  }
}

const memo = new WeakMap<CallTrack, Changes>();

/** The changes of a track; built once. */
export function getChanges(index: RunIndex, track: CallTrack): Changes {
  const known = memo.get(track) ?? new Changes(index, track);
  memo.set(track, known);
  return known;
}

export type {Changes};
