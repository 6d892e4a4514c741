import type {CallTrack} from './call-track.js';
import type {RunIndex} from './run-index.js';
import {isOk} from './step-kinds.js';

/**
 * Where a track changed the world in a way it had not before: successful mutating calls, each
 * distinct one once. Writing the same content again changes nothing.
 */
export class Changes {
  readonly #index: RunIndex;
  readonly #track: CallTrack;
  /** First place of each call of the track. */
  readonly #first = new Map<number, number>();

  constructor(index: RunIndex, track: CallTrack) {
    this.#index = index;
    this.#track = track;
    for (const [place, call] of track.call.entries()) {
      if (call >= 0 && !this.#first.has(call)) this.#first.set(call, place);
    }
  }

  isNewAt(place: number): boolean {
    const {steps, call} = this.#track;
    const step = steps[place] ?? -1;
    if (step < 0 || this.#first.get(call[place] ?? -1) !== place) return false;
    return isOk(this.#index.view.steps, step) && this.#index.reader.nature(step).mutates;
  }

  /** New changes at places strictly between two places. O(places between). */
  countBetween(from: number, to: number): number {
    let count = 0;
    for (let place = from + 1; place < to; place++) if (this.isNewAt(place)) count++;
    return count;
  }
}
