import type {RunView} from '../../tree/run-view.js';
import {STEP_FLAG} from '../../tree/step-table.js';
import {isContinueTurn} from './continue-turn.js';
import {KIND} from './step-kinds.js';

/** Real user turns that say something, as running counts. */
export interface BorderContext {
  readonly view: RunView;
  /** Per step: real turns so far in the run that reach every lane, and those that only push. */
  readonly turns: Int32Array;
  readonly pushes: Int32Array;
}

const memo = new WeakMap<RunView, BorderContext>();

/** Built once for a run. */
export function getBorderContext(view: RunView): BorderContext {
  const known = memo.get(view) ?? makeBorderContext(view);
  memo.set(view, known);
  return known;
}

function makeBorderContext(view: RunView): BorderContext {
  const {steps, events} = view;
  const turns = new Int32Array(steps.count);
  const pushes = new Int32Array(steps.count);
  let [turn, push] = [0, 0];
  for (let step = 0; step < steps.count; step++) {
    if (
      steps.kind[step] === KIND.userTurn &&
      ((steps.flags[step] ?? 0) & STEP_FLAG.synthetic) === 0
    ) {
      const text = events[steps.eventIndex[step] ?? -1]?.text;
      if (text !== undefined && isContinueTurn(text)) push++;
      else turn++;
    }
    turns[step] = turn;
    pushes[step] = push;
  }
  return {view, turns, pushes};
}

/**
 * True if two calls of a lane, one after the other, are in different segments. A border that only a
 * bare "continue" has drawn is none: the same loop goes on across it.
 */
export function isBorder(context: BorderContext, before: number, after: number): boolean {
  const {segment} = context.view.steps;
  if (segment[before] === segment[after]) return false;
  const turns = (context.turns[after] ?? 0) - (context.turns[before] ?? 0);
  const pushes = (context.pushes[after] ?? 0) - (context.pushes[before] ?? 0);
  return turns > 0 || pushes === 0;
}
