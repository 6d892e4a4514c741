import type {RunView} from '../../../tree/run-view.js';
import {KIND} from '../../view/step-kinds.js';

/** The hand-offs of a run in run order, as numbers that runs are found in. */
export interface Edges {
  readonly steps: Int32Array;
  /** From agent to agent, whatever is said. */
  readonly route: Int32Array;
  /** The same with the message; -1 where it is not recorded. */
  readonly message: Int32Array;
  /** Name of the agent that hands over. */
  nameOf(step: number): string;
}

export function buildEdges(view: RunView): Edges {
  const {steps, spans} = view;
  const own: number[] = [];
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] === KIND.handoff) own.push(step);
  }
  const numbers = new Map<string, number>();
  const number = (key: string): number => {
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  const route = (step: number): string => `${steps.agent[step] ?? -1} ${steps.name[step] ?? -1}`;
  return {
    steps: Int32Array.from(own),
    route: Int32Array.from(own, (step) => number(route(step))),
    message: Int32Array.from(own, (step) => {
      const said = steps.l3[step] ?? -1;
      return said < 0 ? -1 : number(`${route(step)} ${said}`);
    }),
    nameOf: (step) =>
      spans.strings[steps.agent[step] ?? -1] ?? spans.strings[steps.name[step] ?? -1] ?? '',
  };
}
