import {quoteName} from '../../../detect/finding/words.js';
import {findingsOf, observed, suspected} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

const RULES = new Set(['cycle', 'low-novelty', 'interleaved-repeat', 'stagnation', 'error-repeat']);
/** Steps of the incident that are looked at for changes. */
const MAX_LOOKS = 400;

/** It changes something, checks, finds it unchanged, and does the same again. */
export const cause: Cause = {
  id: 'fix-without-effect',
  atMost: 'medium',
  confirmBy:
    'compare what was changed with what the check reads: the same file, the same environment?',
  examine(scene) {
    const worst = findingsOf(scene, RULES)[0];
    if (worst === undefined) return undefined;
    const {reader, view} = scene.index;
    const changes: number[] = [];
    const lane = view.lanes[scene.lane]?.steps ?? new Int32Array(0);
    const from = scene.index.order.place[worst.firstStep] ?? 0;
    for (let place = from; place < Math.min(lane.length, from + MAX_LOOKS); place++) {
      const step = lane[place] ?? -1;
      if (step > worst.lastStep) break;
      if (reader.changes(step)) changes.push(step);
    }
    const check = worst.members.find((step) => !reader.changes(step));
    if (changes.length < 2 || check === undefined) return undefined;
    const calls = new Set(changes.map((step) => view.steps.l3[step] ?? -1));
    return {
      statement: `The changes have no effect on what ${quoteName(reader.name(check))} checks`,
      evidenceFor: [
        observed(`${changes.length} changes were made in the course of it`, changes),
        observed('the check after them answered as before', [check, worst.lastStep]),
        ...(calls.size < changes.length
          ? [suspected('the same change was made more than once', changes)]
          : []),
      ],
      evidenceAgainst: [],
      unknown: [],
    };
  },
};
