import type {RunView} from '../../../tree/run-view.js';
import {findEntries} from '../recursion/entries.js';

/** An agent and all agents below it. */
export interface Family {
  /** Their agent-start steps, in run order, the top one first. */
  readonly steps: readonly number[];
  /** What each was told to do, and what each was given, as L3, where it is recorded. */
  readonly tasks: readonly number[];
  readonly inputs: readonly number[];
  /** Agents on each level: [1, 3, 9]. */
  readonly perLevel: readonly number[];
  readonly widest: {readonly step: number; readonly children: number};
}

/** Families that are told. A run has few tops. */
const MAX_FAMILIES = 20;

/** Agents at the top of the tree with at least `minAgents` in their subtree. O(rows), iterative. */
export function growFamilies(view: RunView, minAgents: number): readonly Family[] {
  const {tree, spans} = view;
  const {stepOf, taskOf, inputOf} = findEntries(view);
  const open: {readonly end: number; readonly level: number; readonly step: number}[] = [];
  const families: {steps: number[]; tasks: number[]; inputs: number[]; perLevel: number[]}[] = [];
  const children = new Map<number, number>();
  for (const [place, row] of tree.preOrder.entries()) {
    const step = stepOf[row] ?? -1;
    if (row >= spans.count || step < 0) continue;
    while (open.length > 0 && place >= (open.at(-1)?.end ?? 0)) open.pop();
    const above = open.at(-1);
    const level = above === undefined ? 0 : above.level + 1;
    if (above === undefined) families.push({steps: [], tasks: [], inputs: [], perLevel: []});
    else children.set(above.step, (children.get(above.step) ?? 0) + 1);
    const family = families.at(-1);
    family?.steps.push(step);
    if ((taskOf[row] ?? -1) >= 0) family?.tasks.push(taskOf[row] ?? -1);
    if ((inputOf[row] ?? -1) >= 0) family?.inputs.push(inputOf[row] ?? -1);
    if (family !== undefined) family.perLevel[level] = (family.perLevel[level] ?? 0) + 1;
    open.push({end: place + (tree.size[row] ?? 1), level, step});
  }
  return families
    .filter(({steps}) => steps.length >= minAgents)
    .slice(0, MAX_FAMILIES)
    .map(({steps, tasks, inputs, perLevel}) => ({
      steps: steps.sort((a, b) => a - b),
      tasks,
      inputs,
      perLevel,
      widest: findWidest(steps, children),
    }));
}

function findWidest(
  steps: readonly number[],
  children: ReadonlyMap<number, number>,
): Family['widest'] {
  let best = {step: steps[0] ?? 0, children: 0};
  for (const step of steps) {
    const count = children.get(step) ?? 0;
    if (count > best.children) best = {step, children: count};
  }
  return best;
}
