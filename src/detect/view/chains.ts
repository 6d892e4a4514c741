import type {CallTrack} from './call-track.js';
import {countKeys} from './count-keys.js';

/** Places of one key, in order, each within reach of the one before. */
export type Chain = readonly number[];

/**
 * Splits the places of every key into chains: neighbours at most `maxGap` places apart and in one
 * segment. Since a chain has a place in every `maxGap`, no place lies inside more than `maxGap`
 * chains, so work linear in a chain's stretch stays linear in the track. O(places).
 */
export function* findChains(
  track: CallTrack,
  keys: Int32Array,
  options: {readonly maxGap: number; readonly minLength: number},
): Generator<Chain> {
  const counts = countKeys(keys);
  const open = new Map<number, {segment: number; places: number[]}>();
  let segment = 0;
  for (const [place, step] of track.steps.entries()) {
    if (step < 0) {
      segment++;
      continue;
    }
    const key = keys[place] ?? -1;
    if (key < 0 || counts.of(key) < options.minLength) continue;
    const chain = open.get(key);
    const last = chain?.places.at(-1) ?? -1;
    if (chain?.segment === segment && place - last <= options.maxGap) {
      chain.places.push(place);
      continue;
    }
    if (chain !== undefined && chain.places.length >= options.minLength) yield chain.places;
    open.set(key, {segment, places: [place]});
  }
  for (const chain of open.values()) {
    if (chain.places.length >= options.minLength) yield chain.places;
  }
}
