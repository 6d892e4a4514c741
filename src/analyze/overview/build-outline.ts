import type {OutlineNode} from '../../replay/overview.js';
import type {CallTree} from '../../tree/call-tree.js';
import type {FoldedTree} from '../../tree/fold-repeats.js';
import {toSpanKind, type SpanTable} from '../../tree/span-table.js';
import {OUTCOMES, type StepTable} from '../../tree/step-table.js';

/** Boxes kept: more than a terminal can tell apart. */
const MAX_NODES = 512;
/** Levels kept; a chain a million deep says how much deeper it goes. */
const MAX_LEVELS = 48;
/** A box narrower than this share of the run is not drawn, on a terminal of 200 columns. */
const MIN_SHARE = 1 / 400;
/** Characters of a name: a box is never wider. */
const MAX_NAME_CHARS = 120;

const ERROR = OUTCOMES.indexOf('error');

export interface OutlineInput {
  readonly spans: SpanTable;
  readonly tree: CallTree;
  readonly steps: StepTable;
  readonly folded: FoldedTree;
}

/**
 * The call tree pruned to the rows that hold a visible share of the steps, repeats folded. In pre-order, so
 * parents come first. O(rows), plus a sort of the rows that are large enough.
 */
export function buildOutline(input: OutlineInput): readonly OutlineNode[] {
  const weights = weighRows(input);
  const kept = pickRows(input, weights);
  return toNodes(input, weights, kept);
}

interface Weights {
  /** Steps (and failed steps) of the subtree of one lap, by place in pre-order. */
  readonly steps: Float64Array;
  readonly errors: Float64Array;
  /** Laps that a row stands for, those of its parents multiplied in; 0 = folded away. */
  readonly laps: Float64Array;
  /** Levels below the row. */
  readonly height: Int32Array;
}

function weighRows({tree, steps, folded}: OutlineInput): Weights {
  const sums = {
    steps: new Float64Array(tree.count),
    errors: new Float64Array(tree.count),
    laps: new Float64Array(tree.count),
    height: new Int32Array(tree.count),
  };
  for (let step = 0; step < steps.count; step++) {
    const place = tree.preIndex[steps.spanRow[step] ?? -1] ?? -1;
    if (place < 0) continue;
    sums.steps[place] = (sums.steps[place] ?? 0) + 1;
    if (steps.outcome[step] === ERROR) sums.errors[place] = (sums.errors[place] ?? 0) + 1;
  }
  for (let place = tree.count - 1; place >= 0; place--) {
    const row = tree.preOrder[place] ?? 0;
    const parent = tree.preIndex[tree.parent[row] ?? -1] ?? -1;
    if (parent < 0) continue;
    sums.steps[parent] = (sums.steps[parent] ?? 0) + (sums.steps[place] ?? 0);
    sums.errors[parent] = (sums.errors[parent] ?? 0) + (sums.errors[place] ?? 0);
    sums.height[parent] = Math.max(sums.height[parent] ?? 0, (sums.height[place] ?? 0) + 1);
  }
  for (let place = 0; place < tree.count; place++) {
    const row = tree.preOrder[place] ?? 0;
    const parent = tree.preIndex[tree.parent[row] ?? -1] ?? -1;
    const above = parent < 0 ? 1 : (sums.laps[parent] ?? 0);
    sums.laps[place] = above * (folded.repeats[row] ?? 1);
  }
  return sums;
}

/** Places of the rows kept, in pre-order. A parent holds at least what its child holds, and comes first. */
function pickRows({tree}: OutlineInput, weights: Weights): readonly number[] {
  let total = 0;
  for (const root of tree.roots) total += weights.steps[tree.preIndex[root] ?? 0] ?? 0;
  const least = Math.max(1, total * MIN_SHARE);
  const places: number[] = [];
  const weightOf = (place: number): number =>
    (weights.laps[place] ?? 0) * (weights.steps[place] ?? 0);
  for (let place = 0; place < tree.count; place++) {
    const depth = tree.depth[tree.preOrder[place] ?? 0] ?? 0;
    if (depth < MAX_LEVELS && weightOf(place) >= least) places.push(place);
  }
  places.sort((a, b) => weightOf(b) - weightOf(a) || a - b);
  return places.slice(0, MAX_NODES).sort((a, b) => a - b);
}

function toNodes(
  {spans, tree, folded}: OutlineInput,
  weights: Weights,
  places: readonly number[],
): readonly OutlineNode[] {
  const nodeOf = new Map<number, number>();
  const hasChild = new Set<number>();
  for (const [node, place] of places.entries()) {
    nodeOf.set(place, node);
    const parent = tree.parent[tree.preOrder[place] ?? 0] ?? -1;
    if (parent >= 0) hasChild.add(tree.preIndex[parent] ?? -1);
  }
  return places.map((place) => {
    const row = tree.preOrder[place] ?? 0;
    const laps = weights.laps[place] ?? 1;
    const name = spans.strings[row < spans.count ? (spans.name[row] ?? -1) : -1] ?? '';
    return {
      pre: place,
      parent: nodeOf.get(tree.preIndex[tree.parent[row] ?? -1] ?? -1) ?? -1,
      name: name.slice(0, MAX_NAME_CHARS),
      kind: toSpanKind(spans.kind[row] ?? -1),
      steps: laps * (weights.steps[place] ?? 0),
      repeats: folded.repeats[row] ?? 1,
      errors: laps * (weights.errors[place] ?? 0),
      size: tree.size[row] ?? 1,
      deeper: hasChild.has(place) ? 0 : (weights.height[place] ?? 0),
    };
  });
}
