import {TREE_DEFECT} from './call-tree.js';
import type {CallTree} from './call-tree.js';
import {markDuplicateCalls} from './duplicate-calls.js';
import {resolveParents} from './resolve-parents.js';
import type {RunLink} from './run-view.js';
import {SPAN_FLAG, fromSpanKind} from './span-table.js';
import type {SpanTable} from './span-table.js';
import {buildTreeShape} from './tree-shape.js';
import type {TreeShape} from './tree-shape.js';
import {buildTreeTimes} from './tree-times.js';
import {buildTreeUsage} from './tree-usage.js';

const AGENT = fromSpanKind('agent');

/**
 * Who called what (DESIGN section 6). Every span is in the tree exactly once; what is wrong with the
 * log is marked, never dropped. Iterative, O(n), any depth.
 */
export function buildCallTree(spans: SpanTable, links: readonly RunLink[] = []): CallTree {
  const {count, placeholders, parent, defects} = resolveParents(spans, links);
  const shape = buildTreeShape(parent, spans.count);
  for (let row = 0; row < spans.count; row++) {
    if (((spans.flags[row] ?? 0) & SPAN_FLAG.unfinished) !== 0) {
      defects[row] = (defects[row] ?? 0) | TREE_DEFECT.unfinished;
    }
  }
  const agentRow = findAgentRows(spans, parent, shape);
  const repeated = markDuplicateCalls(spans, {parent, agentRow, shape}, defects);
  const times = buildTreeTimes(spans, {parent, shape}, defects);
  const usage = buildTreeUsage(spans, {parent, shape, repeated});
  return {count, placeholders, parent, defects, agentRow, ...shape, ...times, ...usage};
}

function findAgentRows(spans: SpanTable, parent: Int32Array, shape: TreeShape): Int32Array {
  const agentRow = new Int32Array(parent.length).fill(-1);
  for (const row of shape.preOrder) {
    const above = parent[row] ?? -1;
    if (spans.kind[row] === AGENT) agentRow[row] = row;
    else if (above >= 0) agentRow[row] = agentRow[above] ?? -1;
  }
  return agentRow;
}
