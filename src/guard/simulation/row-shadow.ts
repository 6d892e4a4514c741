import type {CallTree} from '../../tree/call-tree.js';

/**
 * Which rows lie below a row that did not run: a Fenwick tree over the places in pre-order, where a subtree is one
 * range. O(log rows) each, any depth.
 */
export class RowShadow {
  readonly #tree: CallTree;
  readonly #sums: Int32Array;

  constructor(tree: CallTree) {
    this.#tree = tree;
    this.#sums = new Int32Array(tree.count + 2);
  }

  /** Lays a shadow on a row and all below it, or lifts one (by -1). */
  shift(row: number, by: 1 | -1): void {
    const from = this.#tree.preIndex[row] ?? 0;
    this.#add(from, by);
    this.#add(from + (this.#tree.size[row] ?? 1), -by);
  }

  covers(row: number): boolean {
    if (row < 0) return false;
    let depth = 0;
    for (let i = (this.#tree.preIndex[row] ?? 0) + 1; i > 0; i -= i & -i) {
      depth += this.#sums[i] ?? 0;
    }
    return depth > 0;
  }

  #add(place: number, by: number): void {
    for (let i = place + 1; i < this.#sums.length; i += i & -i) {
      this.#sums[i] = (this.#sums[i] ?? 0) + by;
    }
  }
}
