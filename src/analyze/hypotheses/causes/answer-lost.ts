import {quoteName} from '../../../detect/finding/words.js';
import {followAnswers} from '../delivery.js';
import {observed} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

/** The harness did not hand the answer on to the model. */
export const cause: Cause = {
  id: 'answer-lost',
  atMost: 'high',
  confirmBy: 'look at how the harness puts tool results into the next request',
  examine(scene) {
    const worst = scene.findings[0];
    if (worst === undefined) return undefined;
    const {delivered, missing} = followAnswers(scene);
    if (missing.length === 0) return undefined;
    const name = quoteName(scene.index.reader.name(missing[0] ?? worst.firstStep));
    return {
      statement: `The answer of ${name} did not reach the model, so it asked again`,
      evidenceFor: [
        observed('a result is recorded for the call', missing),
        observed("the model's next prompt holds the call and not its result", missing),
      ],
      evidenceAgainst:
        delivered.length > 0
          ? [observed('other answers of the loop stood in the next prompt', delivered)]
          : [],
      unknown: [],
    };
  },
};
