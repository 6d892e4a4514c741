import {findingsOf, observed, unknown} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

const RULES = new Set(['handoff-cycle', 'delegation-cycle']);

/** Each agent holds another one to be in charge. */
export const cause: Cause = {
  id: 'nobody-responsible',
  atMost: 'medium',
  confirmBy: "read the agents' role descriptions: which of them may end the task?",
  examine(scene) {
    const worst = findingsOf(scene, RULES)[0];
    if (worst === undefined) return undefined;
    const {steps} = scene.index.view;
    const said = worst.members.filter((step) => (steps.l3[step] ?? -1) >= 0);
    return {
      statement: 'No agent considers the task its own: each hands it on',
      evidenceFor: [
        observed('the same agents come up in the same order, lap after lap', worst.members),
        ...(said.length > 0 ? [observed('what they hand over is the same', said)] : []),
      ],
      evidenceAgainst: [],
      unknown:
        said.length > 0 ? [] : [unknown('what they handed over: the messages are not recorded')],
    };
  },
};
