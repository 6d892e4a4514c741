import {quoteName, times} from '../../../detect/finding/words.js';
import {followAnswers} from '../delivery.js';
import {findingsOf, observed, unknown} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

const RULES = new Set(['exact-repeat', 'cycle', 'interleaved-repeat', 'near-repeat', 'low-novelty',
  'stagnation', 'sweep-wrap', 'error-repeat']); // prettier-ignore

const REACHED = 'whether the answer reached the model';

/** The model was told, and asked again all the same. */
export const cause: Cause = {
  id: 'answer-ignored',
  atMost: 'medium',
  confirmBy:
    'give the model the conversation of the second lap again: does it still repeat the call?',
  examine(scene) {
    const worst = findingsOf(scene, RULES)[0];
    if (worst === undefined) return undefined;
    const {delivered, missing, noPrompt, unmatched} = followAnswers(scene);
    const laps = worst.laps ?? worst.memberCount;
    const name = quoteName(scene.index.reader.name(worst.firstStep));
    return {
      statement: `The model did not take in the answer of ${name}, and asked for it again`,
      evidenceFor: [
        observed(`the same answer came back ${times(laps)}`, worst.members),
        ...(delivered.length > 0
          ? [observed("the answer stood in the model's next prompt", delivered)]
          : []),
      ],
      evidenceAgainst:
        missing.length > 0
          ? [observed("the answer is not in the model's next prompt", missing)]
          : [],
      unknown:
        delivered.length > 0
          ? []
          : [
              ...(noPrompt.length > 0
                ? [unknown(`${REACHED}: its prompts are not recorded`, noPrompt)]
                : []),
              ...(unmatched.length > 0
                ? [
                    unknown(
                      `${REACHED}: its prompts do not tell which call an answer belongs to`,
                      unmatched,
                    ),
                  ]
                : []),
            ],
    };
  },
};
