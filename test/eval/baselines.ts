import {isError, KIND} from '../../src/detect/view/step-kinds.js';
import {findBoundedRuns} from '../../src/detect/runs/bounded-runs.js';
import type {RunView} from '../../src/tree/run-view.js';

/** What others do, in a few lines each: it raises an alarm at a step, or none. */
export interface Baseline {
  readonly name: string;
  readonly like: string;
  /** First step of what it points at; undefined = silent. */
  readonly find: (view: RunView) => number | undefined;
}

function tools({steps}: RunView): readonly number[] {
  const own: number[] = [];
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] === KIND.tool || steps.kind[step] === KIND.handoff) own.push(step);
  }
  return own;
}

/** First row of at least `laps` equal values, cycles of up to `period` included. */
function findRow(
  view: RunView,
  column: Int32Array,
  {laps, period}: {readonly laps: number; readonly period: number},
): number | undefined {
  const own = tools(view);
  const values = Int32Array.from(own, (step) => column[step] ?? -1);
  let first: number | undefined;
  for (const run of findBoundedRuns(values, laps, period)) {
    const at = own[run.start];
    if (at !== undefined && (first === undefined || at < first)) first = at;
  }
  return first;
}

export const baselines: readonly Baseline[] = [
  {
    name: 'last error',
    like: 'reading a log from its end',
    find: ({steps}) => {
      for (let step = steps.count - 1; step >= 0; step--) if (isError(steps, step)) return step;
      return undefined;
    },
  },
  {
    name: 'first error',
    like: 'agent-strace postmortem',
    find: ({steps}) => {
      for (let step = 0; step < steps.count; step++) if (isError(steps, step)) return step;
      return undefined;
    },
  },
  {
    name: 'longest repeat',
    like: 'the longest row of one tool, from 5 on',
    find: (view) => findRow(view, view.steps.l0, {laps: 5, period: 1}),
  },
  {
    name: 'name only',
    like: 'agenttrace, agtrace: one tool 3 times in a row',
    find: (view) => findRow(view, view.steps.l0, {laps: 3, period: 1}),
  },
  {
    name: 'arguments only',
    like: 'Roo, Cline, goose: 3 equal calls in a row',
    find: (view) => findRow(view, view.steps.l3, {laps: 3, period: 1}),
  },
  {
    name: 'call and result',
    like: 'Hermes, stella: equal calls and answers, cycles of up to 4, 3 laps',
    find: (view) => findRow(view, view.steps.l4, {laps: 3, period: 4}),
  },
];
