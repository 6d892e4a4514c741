import {quoteName, times} from '../../../detect/finding/words.js';
import {isError} from '../../../detect/view/step-kinds.js';
import {findingsOf, observed, suspected} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

const RULES = new Set(['error-repeat', 'retry-storm', 'rate-limit-cascade', 'timeout', 'stall']);

/** Something that the agent depends on does not work. */
export const cause: Cause = {
  id: 'dependency-fails',
  atMost: 'high',
  confirmBy: 'look at the failing service itself at that time',
  examine(scene) {
    const worst = findingsOf(scene, RULES)[0];
    if (worst === undefined) return undefined;
    const {steps} = scene.index.view;
    const failed = worst.members.filter((step) => isError(steps, step));
    if (failed.length === 0) return undefined;
    const name = worst.members[0] ?? worst.firstStep;
    const worked: number[] = [];
    const own = new Set(worst.members);
    for (let step = worst.firstStep; step <= worst.lastStep && worked.length < 5; step++) {
      if (!own.has(step) && steps.l0[step] === steps.l0[name] && !isError(steps, step))
        worked.push(step);
    }
    return {
      statement: `${quoteName(scene.index.reader.name(name))} did not work, and the run had no other way`,
      evidenceFor: [
        observed(`it failed ${times(failed.length)}`, failed),
        ...(worst.ending === 'recovered'
          ? []
          : [suspected('it had not recovered when the log ends', [worst.lastStep])]),
      ],
      evidenceAgainst:
        worked.length > 0 ? [observed('it answered without an error in the meantime', worked)] : [],
      unknown: [],
    };
  },
};
