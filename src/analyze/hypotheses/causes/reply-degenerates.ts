import {times} from '../../../detect/finding/words.js';
import {findingsOf, observed, unknown} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

const RULES = new Set(['text-repeat', 'empty-response']);

/** The model's own text goes round: sampling, template or stop sequence are at fault. */
export const cause: Cause = {
  id: 'reply-degenerates',
  atMost: 'medium',
  confirmBy:
    'look at temperature, penalties, stop sequences and the chat template of the model server',
  examine(scene) {
    const worst = findingsOf(scene, RULES)[0];
    if (worst === undefined) return undefined;
    return {
      statement:
        'The model produced empty or repeating text: the way it is sampled or prompted is at fault',
      evidenceFor: [
        observed(
          `its text repeats, or is empty, ${times(worst.laps ?? worst.memberCount)}`,
          worst.members,
        ),
        observed('no tool answered in between', [worst.firstStep, worst.lastStep]),
      ],
      evidenceAgainst: [],
      unknown: [unknown('the sampling settings and the template: the log does not hold them')],
    };
  },
};
