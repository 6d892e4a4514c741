import type {RunView} from '../../../tree/run-view.js';
import {fromSpanKind} from '../../../tree/span-table.js';
import {KIND} from '../../view/step-kinds.js';

const AGENT = fromSpanKind('agent');
const TOOL = fromSpanKind('tool');
const LLM = fromSpanKind('llm');

/** Where a run enters a sub-task: by row of the tree. */
export interface Entries {
  /** Step that stands for the entry; -1 where the row is none. */
  readonly stepOf: Int32Array;
  /** L3 of the call that started it: what it was told to do; -1 if it is not recorded. */
  readonly taskOf: Int32Array;
  /** L3 of its own input, which may be the task, or the whole chat with it; -1 if not recorded. */
  readonly inputOf: Int32Array;
}

/**
 * The agents of a run. Where a log has no agents below agents, the calls that hold model calls of
 * their own: a delegating tool is an entry, whatever the framework calls what runs inside.
 */
export function findEntries(view: RunView): Entries {
  const agents = mapAgents(view);
  return isNested(view, agents) ? agents : mapDelegatingCalls(view, agents);
}

function mapAgents(view: RunView): Entries {
  const {steps, events, tree, spans} = view;
  const stepOf = new Int32Array(tree.count).fill(-1);
  const taskOf = new Int32Array(tree.count).fill(-1);
  const inputOf = new Int32Array(tree.count).fill(-1);
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== KIND.agentStart) continue;
    const own = steps.spanRow[step] ?? -1;
    const row = own >= 0 ? own : (events[steps.eventIndex[step] ?? -1]?.spanRow ?? -1);
    if (row >= 0 && row < spans.count && spans.kind[row] === AGENT && stepOf[row] === -1) {
      stepOf[row] = step;
      inputOf[row] = steps.l3[step] ?? -1;
    }
  }
  const callOf = mapToolSteps(view);
  for (let row = 0; row < Math.min(tree.count, spans.count); row++) {
    if (stepOf[row] === -1) continue;
    const call = findCallAbove(view, row, callOf);
    taskOf[row] = call < 0 ? -1 : (steps.l3[call] ?? -1);
  }
  return {stepOf, taskOf, inputOf};
}

/** Rows between an agent and the call that started it: wrappers of the framework. */
const MAX_WRAPPERS = 8;

function findCallAbove({tree, spans}: RunView, row: number, callOf: Int32Array): number {
  let at = tree.parent[row] ?? -1;
  for (let i = 0; i < MAX_WRAPPERS && at >= 0 && at < spans.count; i++) {
    if (spans.kind[at] === AGENT) return -1;
    if ((callOf[at] ?? -1) >= 0) return callOf[at] ?? -1;
    at = tree.parent[at] ?? -1;
  }
  return -1;
}

function mapToolSteps({steps, tree}: RunView): Int32Array {
  const stepOf = new Int32Array(tree.count).fill(-1);
  for (let step = 0; step < steps.count; step++) {
    const row = steps.spanRow[step] ?? -1;
    if (row < 0 || (steps.kind[step] !== KIND.tool && steps.kind[step] !== KIND.handoff)) continue;
    if (stepOf[row] === -1) stepOf[row] = step;
  }
  return stepOf;
}

/** Some agent stands below another one. */
function isNested({tree}: RunView, {stepOf}: Entries): boolean {
  let end = 0;
  for (const [place, row] of tree.preOrder.entries()) {
    if ((stepOf[row] ?? -1) < 0) continue;
    if (place < end) return true;
    end = place + (tree.size[row] ?? 1);
  }
  return false;
}

function mapDelegatingCalls(view: RunView, agents: Entries): Entries {
  const {tree, spans, steps} = view;
  const callOf = mapToolSteps(view);
  // model calls before each place of the pre-order: a subtree holds one if the count moves inside it
  const models = new Int32Array(tree.count + 1);
  for (const [place, row] of tree.preOrder.entries()) {
    const isModel = row < spans.count && spans.kind[row] === LLM;
    models[place + 1] = (models[place] ?? 0) + (isModel ? 1 : 0);
  }
  const stepOf = Int32Array.from(agents.stepOf);
  const taskOf = Int32Array.from(agents.taskOf);
  let found = false;
  for (const [place, row] of tree.preOrder.entries()) {
    const call = callOf[row] ?? -1;
    if (call < 0 || row >= spans.count || spans.kind[row] !== TOOL) continue;
    const end = place + (tree.size[row] ?? 1);
    if ((models[end] ?? 0) === (models[place] ?? 0)) continue;
    found = true;
    stepOf[row] = call;
    taskOf[row] = steps.l3[call] ?? -1;
  }
  return found ? {stepOf, taskOf, inputOf: agents.inputOf} : agents;
}

/** Half of those that are recorded, or more, are repeats of others. */
export function isMostlyEqual(tasks: readonly number[]): boolean {
  const known = tasks.filter((task) => task >= 0);
  return known.length > 1 && new Set(known).size <= known.length / 2;
}
