import type {RunView} from '../../../tree/run-view.js';
import {findBoundedRuns} from '../../runs/bounded-runs.js';
import {countLaps} from '../../runs/repeat-run.js';
import {findEntries} from './entries.js';
import type {Entries} from './entries.js';

/** Agents below each other whose names repeat, from the top down. */
export interface Descent {
  /** Agent-start steps from the first entry to the deepest. */
  readonly steps: readonly number[];
  /** What the call that started it told each to do, as L3; -1 where it is not recorded. */
  readonly tasks: readonly number[];
  /** What each was given, as L3: the task, or the whole chat with it. */
  readonly inputs: readonly number[];
  /** Agents in one lap: planner -> coder -> planner has 2. */
  readonly period: number;
  readonly laps: number;
}

/** Descents that are reported, deepest first. */
export const MAX_DESCENTS = 50;
/** Ancestors that are walked in all: keeps hostile trees linear. */
const MAX_WALK = 4_000_000;

interface AgentChains {
  /** Per tree row: how often its agent stands on the path from the root, itself counted. */
  readonly entries: Int32Array;
  /** Rows of agents, deepest re-entry first. */
  readonly candidates: readonly number[];
}

/** O(rows), iterative. A descent shares no more than a part of its agents with a deeper one. */
export function findDescents(view: RunView, minLaps: number): readonly Descent[] {
  const entries = findEntries(view);
  const {stepOf} = entries;
  const {candidates} = countEntries(view, stepOf, minLaps);
  const covered = new Uint8Array(view.tree.count);
  const descents: Descent[] = [];
  let walked = 0;
  for (const row of candidates) {
    if (covered[row] === 1) continue;
    if (descents.length >= MAX_DESCENTS || walked >= MAX_WALK) break;
    const path = walkUp(view, row, stepOf);
    walked += path.length;
    const descent = toDescent(view, path, entries, minLaps);
    if (descent === undefined) continue;
    for (const above of path) covered[above] = 1;
    descents.push(descent);
  }
  return descents;
}

function countEntries(view: RunView, stepOf: Int32Array, minLaps: number): AgentChains {
  const {tree, steps, spans} = view;
  const entries = new Int32Array(tree.count);
  const depth = new Int32Array(tree.count);
  const nearest = new Map<number, number>();
  const open: {row: number; key: number; before: number | undefined}[] = [];
  const candidates: number[] = [];
  for (const [place, row] of tree.preOrder.entries()) {
    if (row >= spans.count || stepOf[row] === -1) continue;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (place < (tree.preIndex[top.row] ?? 0) + (tree.size[top.row] ?? 0)) break;
      if (top.before === undefined) nearest.delete(top.key);
      else nearest.set(top.key, top.before);
      open.pop();
    }
    const key = steps.name[stepOf[row] ?? -1] ?? -1;
    const before = nearest.get(key);
    entries[row] = before === undefined ? 1 : (entries[before] ?? 0) + 1;
    depth[row] = open.length;
    nearest.set(key, row);
    open.push({row, key, before});
    if ((entries[row] ?? 0) >= minLaps) candidates.push(row);
  }
  candidates.sort(
    (a, b) => (entries[b] ?? 0) - (entries[a] ?? 0) || (depth[b] ?? 0) - (depth[a] ?? 0) || a - b,
  );
  return {entries, candidates};
}

/** Agent rows from the root down to `row`. */
function walkUp({tree, spans}: RunView, row: number, stepOf: Int32Array): number[] {
  const path: number[] = [];
  let at = row;
  while (at >= 0) {
    if (at < spans.count && stepOf[at] !== -1) path.push(at);
    at = tree.parent[at] ?? -1;
  }
  return path.reverse();
}

/** The longest exact descent; without one, the entries of the deepest agent alone. */
function toDescent(
  view: RunView,
  path: readonly number[],
  {stepOf, taskOf, inputOf}: Entries,
  minLaps: number,
): Descent | undefined {
  const steps = path.map((row) => stepOf[row] ?? -1);
  const tasks = path.map((row) => taskOf[row] ?? -1);
  const inputs = path.map((row) => inputOf[row] ?? -1);
  const names = Int32Array.from(steps, (step) => view.steps.name[step] ?? -1);
  let best: Descent | undefined;
  for (const run of findBoundedRuns(names, minLaps)) {
    if (run.end - run.start <= (best?.steps.length ?? 0)) continue;
    best = {
      steps: steps.slice(run.start, run.end),
      tasks: tasks.slice(run.start, run.end),
      inputs: inputs.slice(run.start, run.end),
      period: run.period,
      laps: countLaps(run),
    };
  }
  if (best !== undefined) return best;
  const last = names.at(-1);
  const own = steps.filter((_, i) => names[i] === last);
  if (own.length < minLaps) return undefined;
  return {
    steps: own,
    tasks: tasks.filter((_, i) => names[i] === last),
    inputs: inputs.filter((_, i) => names[i] === last),
    period: 1,
    laps: own.length,
  };
}
