import type {RunView} from '../../../tree/run-view.js';
import {fromSpanKind} from '../../../tree/span-table.js';
import {findBoundedRuns} from '../../runs/bounded-runs.js';
import {countLaps} from '../../runs/repeat-run.js';
import {KIND} from '../../view/step-kinds.js';

/** Agents below each other whose names repeat, from the top down. */
export interface Descent {
  /** Agent-start steps from the first entry to the deepest. */
  readonly steps: readonly number[];
  /** Agents in one lap: planner -> coder -> planner has 2. */
  readonly period: number;
  readonly laps: number;
  /** Paths from the same first entry down the same circle: fan-out makes many of one recursion. */
  readonly branches: number;
}

const AGENT = fromSpanKind('agent');
/** Descents that are reported, deepest first. */
const MAX_DESCENTS = 50;
/** Ancestors that are walked in all: keeps hostile trees linear. */
const MAX_WALK = 4_000_000;

type Writable<T> = {-readonly [K in keyof T]: T[K]};

interface AgentChains {
  /** Per tree row: how often its agent stands on the path from the root, itself counted. */
  readonly entries: Int32Array;
  /** Rows of agents, deepest re-entry first. */
  readonly candidates: readonly number[];
}

/** O(rows), iterative. A descent shares no more than a part of its agents with a deeper one. */
export function findDescents(view: RunView, minLaps: number): readonly Descent[] {
  const stepOf = mapAgentSteps(view);
  const {candidates} = countEntries(view, stepOf, minLaps);
  const covered = new Uint8Array(view.tree.count);
  const descents = new Map<string, Writable<Descent>>();
  let walked = 0;
  for (const row of candidates) {
    if (covered[row] === 1) continue;
    if (descents.size >= MAX_DESCENTS || walked >= MAX_WALK) break;
    const path = walkUp(view, row, stepOf);
    walked += path.length;
    const descent = toDescent(view, path, stepOf, minLaps);
    if (descent === undefined) continue;
    for (const above of path) covered[above] = 1;
    const key = keyOf(view, descent);
    const deeper = descents.get(key);
    if (deeper === undefined) descents.set(key, descent);
    else deeper.branches++;
  }
  return [...descents.values()];
}

/** The first entry and the names of one lap: the deepest path stands for all below that entry. */
function keyOf({steps}: RunView, descent: Descent): string {
  const lap = descent.steps.slice(0, Math.min(descent.period, 64));
  return `${descent.steps[0] ?? -1}/${lap.map((step) => steps.name[step] ?? -1).join(' ')}`;
}

/** Agent-start step of each tree row; -1 for none. */
export function mapAgentSteps({steps, events, tree}: RunView): Int32Array {
  const stepOf = new Int32Array(tree.count).fill(-1);
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== KIND.agentStart) continue;
    const own = steps.spanRow[step] ?? -1;
    const row = own >= 0 ? own : (events[steps.eventIndex[step] ?? -1]?.spanRow ?? -1);
    if (row >= 0 && stepOf[row] === -1) stepOf[row] = step;
  }
  return stepOf;
}

function countEntries(view: RunView, stepOf: Int32Array, minLaps: number): AgentChains {
  const {tree, steps, spans} = view;
  const entries = new Int32Array(tree.count);
  const depth = new Int32Array(tree.count);
  const nearest = new Map<number, number>();
  const open: {row: number; key: number; before: number | undefined}[] = [];
  const candidates: number[] = [];
  for (const [place, row] of tree.preOrder.entries()) {
    if (row >= spans.count || spans.kind[row] !== AGENT || stepOf[row] === -1) continue;
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
    if (at < spans.count && spans.kind[at] === AGENT && stepOf[at] !== -1) path.push(at);
    at = tree.parent[at] ?? -1;
  }
  return path.reverse();
}

/** The longest exact descent; without one, the entries of the deepest agent alone. */
function toDescent(
  view: RunView,
  path: readonly number[],
  stepOf: Int32Array,
  minLaps: number,
): Descent | undefined {
  const steps = path.map((row) => stepOf[row] ?? -1);
  const names = Int32Array.from(steps, (step) => view.steps.name[step] ?? -1);
  let best: Descent | undefined;
  for (const run of findBoundedRuns(names, minLaps)) {
    if (run.end - run.start <= (best?.steps.length ?? 0)) continue;
    best = {
      steps: steps.slice(run.start, run.end),
      period: run.period,
      laps: countLaps(run),
      branches: 1,
    };
  }
  if (best !== undefined) return best;
  const last = names.at(-1);
  const own = steps.filter((_, i) => names[i] === last);
  return own.length < minLaps ? undefined : {steps: own, period: 1, laps: own.length, branches: 1};
}
