import {quoteName} from '../../../detect/finding/words.js';
import {classifyError} from '../../../detect/view/error-class.js';
import {isError} from '../../../detect/view/step-kinds.js';
import {findingsOf, observed} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

const RULES = new Set(['error-repeat', 'retry-storm', 'context-overflow']);
const MAX_READ = 8;

/** The request can never succeed as it is, and is sent again unchanged. */
export const cause: Cause = {
  id: 'request-wrong',
  atMost: 'high',
  confirmBy: 'send the request once by hand: does it fail the same way?',
  examine(scene) {
    const worst = findingsOf(scene, RULES)[0];
    if (worst === undefined) return undefined;
    const {reader, view} = scene.index;
    const failed = worst.members.filter((step) => isError(view.steps, step)).slice(0, MAX_READ);
    const classes = failed.map((step) => classifyError(reader.answer(step) ?? ''));
    const permanent = failed.filter((_, i) => classes[i] === 'permanent');
    const transient = failed.filter((_, i) => classes[i] === 'transient');
    if (permanent.length === 0) return undefined;
    const calls = new Set(failed.map((step) => view.steps.l3[step] ?? -1));
    return {
      statement: `The request to ${quoteName(reader.name(worst.firstStep))} is wrong in itself, so no retry could cure it`,
      evidenceFor: [
        observed('the error says that the request, not the service, is at fault', permanent),
        ...(calls.size === 1 && !calls.has(-1)
          ? [observed('it was sent again without a change', failed)]
          : []),
      ],
      evidenceAgainst:
        transient.length > 0 ? [observed('other errors say that waiting may help', transient)] : [],
      unknown: [],
    };
  },
};
