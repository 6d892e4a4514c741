import {isContinueTurn} from '../../../detect/view/continue-turn.js';
import {KIND} from '../../../detect/view/step-kinds.js';
import {STEP_FLAG} from '../../../tree/step-table.js';
import {observed} from '../hypothesis.js';
import type {Cause, Scene} from '../hypothesis.js';

/** Turns that are looked at. */
const MAX_TURNS = 2000;

/** Something outside the model drives it round: a harness nudge, a bare "continue". */
export const cause: Cause = {
  id: 'pushed-on',
  atMost: 'medium',
  confirmBy: 'look at what writes these turns, and whether it looks at what came back',
  examine(scene) {
    const turns = listEmptyTurns(scene);
    if (turns.length < 2) return undefined;
    return {
      statement: 'The loop was driven from outside: it was told to go on, without anything new',
      evidenceFor: [
        observed(
          `${turns.length} turns within it only say to go on, or come from the harness`,
          turns,
        ),
        observed('the agent began the next lap after them', turns.slice(1)),
      ],
      evidenceAgainst: [],
      unknown: [],
    };
  },
};

function listEmptyTurns({index, lane, incident}: Scene): readonly number[] {
  const {steps, events, lanes} = index.view;
  const turns: number[] = [];
  let looked = 0;
  for (const step of lanes[lane]?.steps ?? []) {
    if (step < incident.onset || steps.kind[step] !== KIND.userTurn) continue;
    if (step > incident.end || ++looked > MAX_TURNS) break;
    const text = events[steps.eventIndex[step] ?? -1]?.text;
    const isSynthetic = ((steps.flags[step] ?? 0) & STEP_FLAG.synthetic) !== 0;
    if (isSynthetic || (text !== undefined && isContinueTurn(text))) turns.push(step);
  }
  return turns;
}
