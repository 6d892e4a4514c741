import {fromSpanKind} from '../../tree/span-table.js';
import type {RunView} from '../../tree/run-view.js';
import {KIND} from '../../detect/view/step-kinds.js';
import type {Guard} from '../guard.js';
import {toPlaceRow} from './place-row.js';

const AGENT = fromSpanKind('agent');

/** In the key array: the guard does not hold for this step. */
export const NO_KEY = -1;

/**
 * Which counter each step counts for. Keys are row numbers of agent spans (shifted past the lanes), lanes,
 * or name numbers. A subtree is one counter for each outermost agent (of the name, if the guard names one), with all
 * that is below it: agents within count for it and have none of their own. O(steps + rows).
 */
export function buildScopeKeys(view: RunView, guard: Guard): Int32Array {
  const {steps, lanes} = view;
  const holds = findHoldingSteps(view, guard);
  const keys = new Int32Array(steps.count).fill(NO_KEY);
  const outermost = guard.scope === 'subtree' ? findOutermostAgents(view, guard.agent) : undefined;
  for (let step = 0; step < steps.count; step++) {
    if (holds[step] === 0) continue;
    const lane = steps.lane[step] ?? 0;
    switch (guard.scope) {
      case 'run':
        keys[step] = 0;
        break;
      case 'agent-name':
        keys[step] = (steps.agent[step] ?? -1) + 1;
        break;
      case 'tool':
        if (steps.kind[step] === KIND.tool) keys[step] = (steps.name[step] ?? -1) + 1;
        break;
      case 'agent-instance': {
        const agentRow = view.tree.agentRow[toPlaceRow(view, step)] ?? -1;
        keys[step] = agentRow < 0 ? lane : lanes.length + agentRow;
        break;
      }
      case 'subtree': {
        const top = outermost?.[toPlaceRow(view, step)] ?? -1;
        if (top >= 0) keys[step] = lanes.length + top;
        else if (guard.agent === undefined) keys[step] = lane;
        break;
      }
    }
  }
  return keys;
}

/**
 * Counter that each agent's steps count for, by the agent's row: what stops with the counter. NO_KEY for other rows, and
 * throughout where the guard counts calls of a tool, as their end is not the end of an agent. O(rows).
 */
export function buildAgentKeys(view: RunView, guard: Guard): Int32Array {
  const {spans, tree, lanes} = view;
  const keys = new Int32Array(tree.count).fill(NO_KEY);
  if (guard.scope === 'tool' || guard.tool !== undefined) return keys;
  const outermost = guard.scope === 'subtree' ? findOutermostAgents(view, guard.agent) : undefined;
  const except = new Set(guard.exceptAgents);
  for (let row = 0; row < spans.count; row++) {
    if (spans.kind[row] !== AGENT) continue;
    const name = spans.strings[spans.agentName[row] ?? -1];
    if (name !== undefined && except.has(name)) continue;
    if (guard.scope === 'subtree') {
      const top = outermost?.[row] ?? -1;
      if (top >= 0) keys[row] = lanes.length + top;
    } else if (guard.agent === undefined || guard.agent === name) {
      const byName = (spans.agentName[row] ?? -1) + 1;
      keys[row] =
        guard.scope === 'run' ? 0 : guard.scope === 'agent-name' ? byName : lanes.length + row;
    }
  }
  return keys;
}

/** 1 where the guard holds: its agent or tool, and none that has a guard of its own. */
function findHoldingSteps({steps, spans}: RunView, guard: Guard): Uint8Array {
  const holds = new Uint8Array(steps.count).fill(1);
  const isAgent = guard.scope === 'subtree' ? undefined : guard.agent;
  const exceptAgents = new Set(guard.exceptAgents);
  const exceptTools = new Set(guard.exceptTools);
  if (isAgent === undefined && guard.tool === undefined) {
    if (exceptAgents.size + exceptTools.size === 0) return holds;
  }
  for (let step = 0; step < steps.count; step++) {
    const agent = spans.strings[steps.agent[step] ?? -1];
    const tool = steps.kind[step] === KIND.tool ? spans.strings[steps.name[step] ?? -1] : undefined;
    const isOut =
      (isAgent !== undefined && agent !== isAgent) ||
      (guard.tool !== undefined && tool !== guard.tool) ||
      (agent !== undefined && exceptAgents.has(agent)) ||
      (tool !== undefined && exceptTools.has(tool));
    if (isOut) holds[step] = 0;
  }
  return holds;
}

/** Outermost enclosing agent row of each row (of that name, if one is given); -1 for none. */
function findOutermostAgents({tree, spans}: RunView, name: string | undefined): Int32Array {
  const top = new Int32Array(tree.count).fill(-1);
  for (const row of tree.preOrder) {
    const above = tree.parent[row] ?? -1;
    const inherited = above < 0 ? -1 : (top[above] ?? -1);
    const isAgent = row < spans.count && spans.kind[row] === AGENT;
    const isNamed = name === undefined || spans.strings[spans.agentName[row] ?? -1] === name;
    top[row] = inherited >= 0 ? inherited : isAgent && isNamed ? row : -1;
  }
  return top;
}
