import {KIND} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {GuardUnit} from '../guard.js';
import type {Meter} from '../guard-kind.js';

/** Counts steps as they begin. */
export function startStepCount(counts: (step: number) => boolean): Meter {
  let begun = 0;
  return {
    begin: (step) => (counts(step) ? ++begun : undefined),
  };
}

/** Whether a step is one of the unit. */
export function isOfUnit({steps}: RunView, unit: GuardUnit): (step: number) => boolean {
  const wanted = unit === 'llm-call' ? KIND.llm : unit === 'tool-call' ? KIND.tool : -1;
  return (step) => steps.kind[step] === wanted;
}

/**
 * Counts rounds and super-steps. A round is a model reply with its calls. A super-step is what one node of a graph
 * does, its parallel calls together: a reply is one, the calls that it asks for are another (as in a prebuilt agent graph).
 */
export function startRoundCount({steps}: RunView, unit: GuardUnit): Meter {
  const isSuperStep = unit === 'super-step';
  let begun = 0;
  let lastRound = -2;
  let hadReply = false;
  let hadCalls = false;
  return {
    begin(step) {
      const kind = steps.kind[step];
      const round = steps.round[step] ?? -1;
      if (kind !== KIND.llm && kind !== KIND.tool && kind !== KIND.handoff) return undefined;
      const goesOn = round >= 0 && round === lastRound;
      if (!goesOn) [hadReply, hadCalls] = [false, false];
      lastRound = round;
      const isReply = kind === KIND.llm;
      const isNew = isSuperStep ? !(isReply ? hadReply : hadCalls) : !hadReply && !hadCalls;
      if (isReply) hadReply = true;
      else hadCalls = true;
      return isNew ? ++begun : begun;
    },
  };
}
