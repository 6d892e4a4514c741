import {TREE_DEFECT} from './call-tree.js';
import {PairIndex} from './pair-index.js';
import type {RunLink} from './run-view.js';
import type {SpanTable} from './span-table.js';

/** Parents without cycles, and the placeholders that stand for missing ones. */
export interface ResolvedParents {
  /** Rows including placeholders. */
  readonly count: number;
  readonly placeholders: Int32Array;
  /** -1 for a root. */
  readonly parent: Int32Array;
  readonly defects: Uint8Array;
}

/**
 * Finds each row's parent by (trace id, span id); no id is looked up in another trace, since ids
 * repeat there. Roots are then hung below the span they link to. O(n + links).
 */
export function resolveParents(spans: SpanTable, links: readonly RunLink[] = []): ResolvedParents {
  const {count} = spans;
  const ids = new PairIndex(count);
  const rowOfId = new Int32Array(count * 2);
  for (let row = 0; row < count; row++) {
    const known = ids.count;
    const id = ids.intern(num(spans.traceId, row), num(spans.spanId, row));
    if (id === known) rowOfId[id] = row; // the first of rows that share an id is the parent of all
  }
  const parent = new Int32Array(count * 2).fill(-1);
  const defects = new Uint8Array(count * 2);
  const placeholders: number[] = [];
  for (let row = 0; row < count; row++) {
    const parentId = num(spans.parentId, row);
    if (parentId < 0) continue;
    if (parentId === num(spans.spanId, row)) {
      mark(defects, row, TREE_DEFECT.selfParent);
      continue;
    }
    const known = ids.count;
    const id = ids.intern(num(spans.traceId, row), parentId);
    if (id === known) {
      rowOfId[id] = count + placeholders.length;
      placeholders.push(parentId);
    }
    const parentRow = num(rowOfId, id);
    if (parentRow >= count) mark(defects, row, TREE_DEFECT.missingParent);
    parent[row] = parentRow;
  }
  hangLinkedRoots({spans, links, ids, rowOfId, parent});
  const total = count + placeholders.length;
  const resolved = {
    count: total,
    placeholders: Int32Array.from(placeholders),
    parent: parent.slice(0, total),
    defects: defects.slice(0, total),
  };
  cutCycles(resolved.parent, resolved.defects);
  return resolved;
}

interface LinkInput {
  readonly spans: SpanTable;
  readonly links: readonly RunLink[];
  readonly ids: PairIndex;
  readonly rowOfId: Int32Array;
  readonly parent: Int32Array;
}

function hangLinkedRoots({spans, links, ids, rowOfId, parent}: LinkInput): void {
  for (const link of links) {
    if (link.traceId === num(spans.traceId, link.fromRow)) continue;
    if (num(spans.parentId, link.fromRow) >= 0 || num(parent, link.fromRow) >= 0) continue;
    const target = ids.get(link.traceId, link.spanId);
    if (target >= 0 && num(rowOfId, target) < spans.count)
      parent[link.fromRow] = num(rowOfId, target);
  }
}

/** Cuts each cycle above its first row in run order. Every row has one parent: linear. */
function cutCycles(parent: Int32Array, defects: Uint8Array): void {
  const walkOf = new Int32Array(parent.length); // 0 = not seen, else number of the walk that saw it
  for (let start = 0; start < parent.length; start++) {
    let row = start;
    while (row >= 0 && walkOf[row] === 0) {
      walkOf[row] = start + 1;
      row = num(parent, row);
    }
    if (row < 0 || walkOf[row] !== start + 1) continue;
    let first = row;
    for (let next = num(parent, row); next !== row; next = num(parent, next)) {
      if (next < first) first = next;
    }
    parent[first] = -1;
    mark(defects, first, TREE_DEFECT.cycleCut);
  }
}

function mark(defects: Uint8Array, row: number, defect: number): void {
  defects[row] = (defects[row] ?? 0) | defect;
}

function num(values: Int32Array, index: number): number {
  return values[index] ?? -1;
}
