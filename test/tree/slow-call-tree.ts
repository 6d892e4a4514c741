import {TREE_DEFECT} from '../../src/tree/call-tree.js';
import {toSpanKind, type SpanTable} from '../../src/tree/span-table.js';

export interface SlowTree {
  readonly parent: readonly number[];
  readonly depth: readonly number[];
  readonly size: readonly number[];
  readonly preOrder: readonly number[];
  readonly structureDefects: readonly number[];
  readonly usageCounts: readonly number[];
  readonly subtreeInputTokens: readonly number[];
}

/** The obvious, quadratic and recursive twin of `buildCallTree`, for small forests. */
export function buildSlowCallTree(spans: SpanTable): SlowTree {
  const rows = Array.from({length: spans.count}, (_, row) => row);
  const placeholders: string[] = [];
  const defects = rows.map(() => 0);
  const wanted = rows.map((row) => {
    const parentId = spans.parentId[row] ?? -1;
    if (parentId < 0) return -1;
    if (parentId === spans.spanId[row]) {
      defects[row] = TREE_DEFECT.selfParent;
      return -1;
    }
    const found = rows.find(
      (r) => spans.traceId[r] === spans.traceId[row] && spans.spanId[r] === parentId,
    );
    if (found !== undefined) return found;
    defects[row] = TREE_DEFECT.missingParent;
    const key = `${String(spans.traceId[row])}/${String(parentId)}`;
    if (!placeholders.includes(key)) placeholders.push(key);
    return spans.count + placeholders.indexOf(key);
  });
  const all = [...rows, ...placeholders.map((_, i) => spans.count + i)];
  const parent = all.map((row) => {
    const cycle: number[] = [];
    let next = wanted[row] ?? -1;
    while (next >= 0 && next !== row && cycle.length <= all.length) {
      cycle.push(next);
      next = wanted[next] ?? -1;
    }
    if (next === row && cycle.every((other) => other > row)) {
      defects[row] = (defects[row] ?? 0) | TREE_DEFECT.cycleCut;
      return -1;
    }
    return wanted[row] ?? -1;
  });
  const childrenOf = (row: number): number[] => rows.filter((r) => parent[r] === row);
  const subtree = (row: number): number[] => [row, ...childrenOf(row).flatMap(subtree)];
  const rootOf = (row: number): number =>
    (parent[row] ?? -1) < 0 ? row : rootOf(parent[row] ?? -1);
  const roots = [...new Set(rows.map((row) => rootOf(row)))].filter((root) => root >= 0);
  // A root stands where its first own row stands, a placeholder where its first child does.
  const place = (root: number): number => (root < spans.count ? root : (childrenOf(root)[0] ?? 0));
  roots.sort((a, b) => place(a) - place(b));
  const hasUsage = (row: number): boolean => !Number.isNaN(spans.inputTokens[row] ?? NaN);
  const kindOf = (row: number): string => toSpanKind(spans.kind[row] ?? -1);
  const separates = (row: number): boolean => ['tool', 'agent', 'handoff'].includes(kindOf(row));
  const sameCall = (row: number): number[] =>
    childrenOf(row)
      .filter((child) => !separates(child))
      .flatMap((child) => [child, ...sameCall(child)]);
  const standsIn = (row: number): number[] =>
    kindOf(row) === 'llm' ? sameCall(row) : subtree(row).slice(1);
  const usageCounts = all.map((row) => (hasUsage(row) && !standsIn(row).some(hasUsage) ? 1 : 0));
  const depthOf = (row: number): number =>
    (parent[row] ?? -1) < 0 ? 0 : depthOf(parent[row] ?? -1) + 1;
  return {
    parent,
    depth: all.map(depthOf),
    size: all.map((row) => subtree(row).length),
    preOrder: roots.flatMap(subtree),
    structureDefects: all.map((row) => defects[row] ?? 0),
    usageCounts,
    subtreeInputTokens: all.map((row) =>
      subtree(row)
        .filter((r) => usageCounts[r] === 1)
        .map((r) => spans.inputTokens[r] ?? 0)
        .reduce((sum, tokens) => sum + tokens, 0),
    ),
  };
}
