import type {RunView} from '../../tree/run-view.js';
import {buildCallTracks} from './call-track.js';
import type {CallTrack} from './call-track.js';
import {CallReader} from './answers.js';
import {buildLaneOrder} from './lane-order.js';
import type {LaneOrder} from './lane-order.js';
import {buildNovelty} from './novelty.js';
import type {Novelty} from './novelty.js';

/** What several rules need of a run, built once, O(steps). */
export interface RunIndex {
  readonly view: RunView;
  readonly order: LaneOrder;
  /** One per lane that has calls. */
  readonly tracks: readonly CallTrack[];
  readonly novelty: Novelty;
  readonly reader: CallReader;
}

const indexes = new WeakMap<RunView, RunIndex>();

/** The index of a run; the same view always gives the same index. */
export function getRunIndex(view: RunView): RunIndex {
  const known = indexes.get(view);
  if (known !== undefined) return known;
  const reader = new CallReader(view);
  const tracks = buildCallTracks(view, reader);
  const order = buildLaneOrder(view);
  const index: RunIndex = {view, order, tracks, reader, novelty: buildNovelty(view, tracks)};
  indexes.set(view, index);
  return index;
}
