import type {RunView} from '../../tree/run-view.js';
import {fromSpanKind} from '../../tree/span-table.js';

const AGENT = fromSpanKind('agent');

/** Per row: agents from the root down to it, and how often its agent's identity occurs among them. */
export interface AgentPaths {
  readonly depth: Int32Array;
  /** Occurrences of the nearest agent's name on the path, itself included; 0 = it has no name. */
  readonly sameName: Int32Array;
  /** Occurrences of the nearest agent's name with the same recorded input; 0 = input or name not recorded. */
  readonly sameTask: Int32Array;
  /** Row of the agent that encloses an agent's row from outside; -1 for none and for other rows. */
  readonly parentAgent: Int32Array;
}

const memo = new WeakMap<RunView, AgentPaths>();

/** One walk in pre-order with a stack of the open agents: O(rows), any depth. */
export function getAgentPaths(view: RunView): AgentPaths {
  const known = memo.get(view);
  if (known !== undefined) return known;
  const {tree, spans} = view;
  const make = (): Int32Array => new Int32Array(tree.count);
  const paths = {depth: make(), sameName: make(), sameTask: make(), parentAgent: make().fill(-1)};
  const open: {row: number; end: number}[] = [];
  const names = new Map<number, number>();
  const tasks = new Map<string, number>();
  const toName = (row: number): number => spans.agentName[row] ?? -1;
  const toTask = (row: number): string | undefined => {
    const input = spans.inputBody[row] ?? -1;
    return input < 0 || toName(row) < 0 ? undefined : `${toName(row)}:${input}`;
  };
  for (const [place, row] of tree.preOrder.entries()) {
    for (let last = open.at(-1); last !== undefined && last.end <= place; last = open.at(-1)) {
      open.pop();
      shift(names, toName(last.row), -1);
      const task = toTask(last.row);
      if (task !== undefined) shift(tasks, task, -1);
    }
    const above = open.at(-1)?.row;
    if (row < spans.count && spans.kind[row] === AGENT) {
      open.push({row, end: place + (tree.size[row] ?? 1)});
      paths.parentAgent[row] = above ?? -1;
      const times = shift(names, toName(row), 1);
      // Nobody can tell whether two agents without a name are one.
      paths.sameName[row] = toName(row) < 0 ? 0 : times;
      const task = toTask(row);
      paths.sameTask[row] = task === undefined ? 0 : shift(tasks, task, 1);
    } else if (above !== undefined) {
      paths.sameName[row] = paths.sameName[above] ?? 0;
      paths.sameTask[row] = paths.sameTask[above] ?? 0;
    }
    paths.depth[row] = open.length;
  }
  memo.set(view, paths);
  return paths;
}

function shift<K>(counts: Map<K, number>, key: K, by: number): number {
  const next = (counts.get(key) ?? 0) + by;
  counts.set(key, next);
  return next;
}
