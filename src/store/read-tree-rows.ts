import type {TreeRow} from '../replay/reader.js';
import {TREE_DEFECT} from '../tree/call-tree.js';
import {toSpanKind, toStatus} from '../tree/span-table.js';
import {CHUNK_ROWS} from './chunk-layout.js';
import type {TreeColumn} from './chunk-layout.js';
import type {Chunk, ChunkReader} from './chunk-reader.js';
import {toOptional} from './read-step-rows.js';

/** Ancestors named in a path: a chain a million deep has no readable path anyway. */
const MAX_PATH = 32;

const DEFECT_NAMES: readonly (readonly [bit: number, name: string])[] = [
  [TREE_DEFECT.missingParent, 'missing-parent'],
  [TREE_DEFECT.cycleCut, 'cycle-cut'],
  [TREE_DEFECT.selfParent, 'self-parent'],
  [TREE_DEFECT.outsideParent, 'outside-parent'],
  [TREE_DEFECT.unfinished, 'unfinished'],
  [TREE_DEFECT.duplicateCall, 'duplicate-call'],
];

export interface TreeOfRun {
  readonly key: number;
  readonly treeRows: number;
}

/** Rows in pre-order from a place on; folded repeats and deep subtrees are skipped by their size. */
export function readTreeRows(
  chunks: ChunkReader,
  run: TreeOfRun,
  options: {
    readonly fromPre: number;
    readonly limit: number;
    readonly fold: boolean;
    readonly maxDepth?: number;
  },
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const maxDepth = options.maxDepth ?? Infinity;
  let pre = Math.max(0, options.fromPre);
  while (pre < run.treeRows && rows.length < options.limit) {
    const chunk = chunks.tree(run.key, Math.floor(pre / CHUNK_ROWS), run.treeRows);
    if (chunk === undefined) break;
    const index = pre % CHUNK_ROWS;
    const next = options.fold ? chunk.get('next', index) : pre;
    const size = Math.max(1, chunk.get('size', index));
    const depth = chunk.get('depth', index);
    if (next > pre) pre = next;
    else if (depth > maxDepth) pre += size;
    else {
      rows.push(toTreeRow(chunk, index, {pre, fold: options.fold}));
      pre += depth >= maxDepth ? size : 1;
    }
  }
  return rows;
}

/** Names from the root to the parent of a row; of a deep one the nearest MAX_PATH. */
export function readParentPath(
  chunks: ChunkReader,
  run: TreeOfRun,
  pre: number,
): readonly string[] {
  const path: string[] = [];
  let place = pre;
  for (let isFirst = true; place >= 0 && path.length < MAX_PATH; isFirst = false) {
    const chunk = chunks.tree(run.key, Math.floor(place / CHUNK_ROWS), run.treeRows);
    if (chunk === undefined) break;
    if (!isFirst) path.push(chunk.text('name', place % CHUNK_ROWS) ?? '');
    place = chunk.get('parent', place % CHUNK_ROWS);
  }
  return path.reverse();
}

export function toTreeRow(
  chunk: Chunk<TreeColumn>,
  index: number,
  how: {readonly pre: number; readonly fold: boolean},
): TreeRow {
  const get = (column: TreeColumn): number => chunk.get(column, index);
  const bits = get('defects');
  const step = get('step');
  return {
    pre: how.pre,
    spanKey: toOptional(get('spanKey')),
    depth: get('depth'),
    size: get('size'),
    kind: toSpanKind(get('kind')),
    name: chunk.text('name', index) ?? '',
    agent: chunk.text('agent', index),
    tool: chunk.text('tool', index),
    status: toStatus(get('status')),
    durationUs: toOptional(get('durationUs')),
    inputTokens: toOptional(get('inputTokens')),
    outputTokens: toOptional(get('outputTokens')),
    defects: DEFECT_NAMES.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name),
    repeats: how.fold ? Math.max(1, get('repeats')) : 1,
    step: step >= 0 ? step : undefined,
    parent: get('parent'),
    firstStep: get('firstStep') >= 0 ? get('firstStep') : undefined,
  };
}
