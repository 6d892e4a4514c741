import {quoteName} from '../../../detect/finding/words.js';
import {findingsOf, observed} from '../hypothesis.js';
import type {Cause} from '../hypothesis.js';

const RULES = new Set(['unknown-tool', 'tool-not-offered']);

/** The model believes that it has a tool which the harness does not give it. */
export const cause: Cause = {
  id: 'missing-tool',
  atMost: 'high',
  confirmBy: 'compare the tools named in the prompt with the tools that the request offers',
  examine(scene) {
    const worst = findingsOf(scene, RULES)[0];
    if (worst === undefined) return undefined;
    const {reader, view} = scene.index;
    const asked = new Set(worst.members.map((step) => reader.name(step)));
    const worked: number[] = [];
    for (let step = 0; step < view.steps.count && worked.length === 0; step++) {
      if (!worst.members.includes(step) && asked.has(reader.name(step))) worked.push(step);
      if (step > 100_000) break;
    }
    return {
      statement: `The model counts on ${quoteName([...asked][0] ?? '')}, which it was not given`,
      evidenceFor: [
        observed('the harness says that there is no such tool', worst.members),
        ...(worst.memberCount > 1
          ? [observed('it was called again after that answer', worst.members.slice(1))]
          : []),
      ],
      evidenceAgainst:
        worked.length > 0 ? [observed('it is called elsewhere in the run, too', worked)] : [],
      unknown: [],
    };
  },
};
