import type {CallTree} from './call-tree.js';
import {PairIndex} from './pair-index.js';
import type {SpanTable} from './span-table.js';

/** Longest repeated block of siblings; the same bound as the loop rules use (steps per lap). */
const MAX_PERIOD = 64;

/** How equal siblings in a row are folded for people. Arrays over tree rows. */
export interface FoldedTree {
  /** How many equal siblings in a row the row stands for; 1 = itself only, 0 = folded away. */
  readonly repeats: Int32Array;
  /**
   * Siblings in the repeated block that the row belongs to: in A B A B A B, rows A and B of the
   * first lap have repeats 3 and period 2. 1 = no block.
   */
  readonly period: Int32Array;
}

/**
 * Folds siblings whose subtrees are equal: same agent, kind, name, status and call (`callSig`, equal number = equal call) in
 * every row. Folding is for reading, so calls whose arguments are not recorded count as equal here. O(n * MAX_PERIOD).
 */
export function foldRepeats(spans: SpanTable, tree: CallTree, callSig: Int32Array): FoldedTree {
  const shape = buildSubtreeShapes(spans, tree, callSig);
  const repeats = new Int32Array(tree.count).fill(1);
  const period = new Int32Array(tree.count).fill(1);
  const folded: FoldedTree = {repeats, period};
  foldSiblings([...tree.roots], shape, folded);
  for (let place = 0; place < tree.count;) {
    const row = num(tree.preOrder, place);
    if (repeats[row] === 0) {
      for (const end = place + num(tree.size, row); place < end; place++) {
        repeats[num(tree.preOrder, place)] = 0;
      }
      continue;
    }
    if (num(tree.nextSibling, num(tree.firstChild, row)) >= 0) {
      foldSiblings(listChildren(tree, row), shape, folded);
    }
    place++;
  }
  return folded;
}

/** Equal number = equal subtree. Bottom-up interning of (frame, sequence of child shapes). */
function buildSubtreeShapes(spans: SpanTable, tree: CallTree, callSig: Int32Array): Int32Array {
  const pairs = new PairIndex(tree.count);
  const shape = new Int32Array(tree.count);
  for (let place = tree.count - 1; place >= 0; place--) {
    const row = num(tree.preOrder, place);
    let sequence = internFrame(pairs, row < spans.count ? row : -1, spans, callSig);
    for (let c = num(tree.firstChild, row); c >= 0; c = num(tree.nextSibling, c)) {
      sequence = pairs.intern(sequence, num(shape, c));
    }
    shape[row] = sequence;
  }
  return shape;
}

/**
 * The chain of pairs starts with a code that no pair number can be (negative), so that the fields of a frame, taken in a
 * fixed order, never equal a sequence of children.
 */
function internFrame(pairs: PairIndex, row: number, spans: SpanTable, callSig: Int32Array): number {
  if (row < 0) return pairs.intern(-2, -2);
  const code = (spans.kind[row] ?? 0) * 4 + (spans.status[row] ?? 0);
  let frame = pairs.intern(-3, code);
  frame = pairs.intern(frame, num(spans.name, row));
  frame = pairs.intern(frame, num(spans.agentName, row));
  frame = pairs.intern(frame, num(spans.toolName, row));
  return pairs.intern(frame, num(callSig, row));
}

function listChildren(tree: CallTree, row: number): readonly number[] {
  const children: number[] = [];
  for (let c = num(tree.firstChild, row); c >= 0; c = num(tree.nextSibling, c)) children.push(c);
  return children;
}

function foldSiblings(siblings: readonly number[], shape: Int32Array, folded: FoldedTree): void {
  const {periodAt, lapsAt} = findBestBlocks(siblings, shape);
  for (let i = 0; i < siblings.length;) {
    const laps = num(lapsAt, i);
    const length = num(periodAt, i);
    if (laps < 2) {
      i++;
      continue;
    }
    for (let k = 0; k < laps * length; k++) {
      const row = siblings[i + k] ?? 0;
      folded.repeats[row] = k < length ? laps : 0;
      if (k < length) folded.period[row] = length;
    }
    i += laps * length;
  }
}

/**
 * For each place, the block that folds the most siblings from there on. `equalFor[p]` is how many
 * siblings from here on equal the one p further: walking right to left, one step each.
 */
function findBestBlocks(
  siblings: readonly number[],
  shape: Int32Array,
): {readonly periodAt: Int32Array; readonly lapsAt: Int32Array} {
  const n = siblings.length;
  const shapes = Int32Array.from(siblings, (row) => num(shape, row));
  const periodAt = new Int32Array(n).fill(1);
  const lapsAt = new Int32Array(n).fill(1);
  const maxPeriod = Math.min(MAX_PERIOD, n >> 1);
  const equalFor = new Int32Array(maxPeriod + 1);
  for (let i = n - 2; i >= 0; i--) {
    let best = 0;
    const limit = Math.min(maxPeriod, n - 1 - i);
    for (let p = 1; p <= limit; p++) {
      const equal = shapes[i] === shapes[i + p] ? num(equalFor, p) + 1 : 0;
      equalFor[p] = equal;
      if (equal < p) continue;
      const rounds = Math.floor(equal / p);
      if (rounds * p <= best) continue;
      best = rounds * p;
      periodAt[i] = p;
      lapsAt[i] = rounds + 1;
    }
  }
  return {periodAt, lapsAt};
}

function num(values: Int32Array, index: number): number {
  return values[index] ?? -1;
}
