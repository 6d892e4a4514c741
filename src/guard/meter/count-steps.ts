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
 * Counts rounds and super-steps. A round is a model reply with its calls, also where rounds of parallel agents
 * interleave. A super-step is what one node of a graph does, its parallel calls together: a reply is one, the calls
 * that it asks for are another (as in a prebuilt agent graph).
 */
export function startRoundCount({steps}: RunView, unit: GuardUnit): Meter {
  const isSuperStep = unit === 'super-step';
  const seen = new Set<number>();
  let begun = 0;
  return {
    begin(step) {
      const kind = steps.kind[step];
      if (kind !== KIND.llm && kind !== KIND.tool && kind !== KIND.handoff) return undefined;
      const round = steps.round[step] ?? -1;
      const part = isSuperStep && kind !== KIND.llm ? 1 : 0;
      const own = 2 * round + part;
      if (round >= 0 && seen.has(own)) return begun;
      if (round >= 0) seen.add(own);
      return ++begun;
    },
  };
}
