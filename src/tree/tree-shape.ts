/** Order and measures that follow from the parents alone. */
export interface TreeShape {
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly roots: Int32Array;
  readonly preOrder: Int32Array;
  readonly preIndex: Int32Array;
  readonly size: Int32Array;
  readonly depth: Int32Array;
}

/**
 * Lays out a forest without cycles. Children stand in run order; a placeholder (row >= `real`)
 * stands where its first child would. Iterative, O(n), any depth.
 */
export function buildTreeShape(parent: Int32Array, real: number): TreeShape {
  const count = parent.length;
  const firstChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  for (let row = real - 1; row >= 0; row--) {
    const above = num(parent, row);
    if (above < 0) continue;
    nextSibling[row] = num(firstChild, above);
    firstChild[above] = row;
  }
  const roots = findRoots(parent, real);
  const preOrder = new Int32Array(count);
  const preIndex = new Int32Array(count);
  const depth = new Int32Array(count);
  let place = 0;
  for (const root of roots) {
    let row = root;
    let level = 0;
    while (row >= 0) {
      preOrder[place] = row;
      preIndex[row] = place++;
      depth[row] = level;
      if (num(firstChild, row) >= 0) {
        row = num(firstChild, row);
        level++;
        continue;
      }
      while (row !== root && num(nextSibling, row) < 0) {
        row = num(parent, row);
        level--;
      }
      row = row === root ? -1 : num(nextSibling, row);
    }
  }
  const size = new Int32Array(count).fill(1);
  for (let i = count - 1; i >= 0; i--) {
    const row = num(preOrder, i);
    const above = num(parent, row);
    if (above >= 0) size[above] = num(size, above) + num(size, row);
  }
  return {firstChild, nextSibling, roots, preOrder, preIndex, size, depth};
}

function findRoots(parent: Int32Array, real: number): Int32Array {
  const roots: number[] = [];
  const listed = new Uint8Array(parent.length - real);
  for (let row = 0; row < real; row++) {
    const above = num(parent, row);
    if (above < 0) roots.push(row);
    else if (above >= real && listed[above - real] === 0) {
      listed[above - real] = 1;
      roots.push(above);
    }
  }
  return Int32Array.from(roots);
}

function num(values: Int32Array, index: number): number {
  return values[index] ?? -1;
}
