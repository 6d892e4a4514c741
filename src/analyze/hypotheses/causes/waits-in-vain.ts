import {quoteName, times} from '../../../detect/finding/words.js';
import {findingsOf, observed, unknown} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

const RULES = new Set(['polling-no-progress', 'stall']);

/** What the run waits for does not come about. */
export const cause: Cause = {
  id: 'waits-in-vain',
  atMost: 'medium',
  confirmBy: 'look at the job that was waited for: was it started, is it stuck, did it end unseen?',
  examine(scene) {
    const worst = findingsOf(scene, RULES)[0];
    if (worst === undefined) return undefined;
    return {
      statement: `What ${quoteName(scene.index.reader.name(worst.firstStep))} waits for never came about`,
      evidenceFor: [
        observed(`it was asked ${times(worst.memberCount)} with the same answer`, worst.members),
        ...(worst.ending === 'recovered'
          ? []
          : [observed('the answer had not changed when the log ends', [worst.lastStep])]),
      ],
      evidenceAgainst:
        worst.ending === 'recovered'
          ? [observed('the run went on with new results later', [worst.lastStep])]
          : [],
      unknown: [unknown('the state of the job itself: the log holds only what was answered')],
    };
  },
};
