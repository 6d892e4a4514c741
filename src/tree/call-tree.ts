/**
 * Who called what, for one run: arrays over rows of the run's SpanTable, placeholders appended at
 * the end (rows >= SpanTable.count). Built iteratively in O(n); a million levels are fine.
 */
export interface CallTree {
  /** Rows including placeholders. */
  readonly count: number;
  /** Span id (string number) that each placeholder stands for; length = count - SpanTable.count. */
  readonly placeholders: Int32Array;
  /** -1 for a root. Cycles are cut, missing parents point at a placeholder. */
  readonly parent: Int32Array;
  /** First child and next sibling in run order; -1 for none. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly roots: Int32Array;
  /** Rows in pre-order, and each row's place in it. */
  readonly preOrder: Int32Array;
  readonly preIndex: Int32Array;
  /** Rows in the subtree, the row itself included. */
  readonly size: Int32Array;
  readonly depth: Int32Array;
  /** Bits of TREE_DEFECT. */
  readonly defects: Uint8Array;
  /** Microseconds; NaN where times are unknown. Self time = own time not covered by children. */
  readonly totalUs: Float64Array;
  readonly selfUs: Float64Array;
  /** 1 where the row's own usage counts: it has usage and no descendant has (DESIGN section 6). */
  readonly usageCounts: Uint8Array;
  /** Tokens of the subtree by counting rows only. */
  readonly subtreeInputTokens: Float64Array;
  readonly subtreeOutputTokens: Float64Array;
  /** Row of the nearest enclosing agent span (itself if it is one); -1 for none. */
  readonly agentRow: Int32Array;
}

export const TREE_DEFECT = {
  missingParent: 1,
  cycleCut: 2,
  selfParent: 4,
  outsideParent: 8,
  unfinished: 16,
  /** The same call seen by two instrumentations: this row is the duplicate. */
  duplicateCall: 32,
} as const;
