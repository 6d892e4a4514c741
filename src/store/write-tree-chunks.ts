import type Database from 'better-sqlite3';
import type {AnalyzedRun} from '../analyze/port.js';
import {CHUNK_ROWS, TREE_COLUMNS} from './chunk-layout.js';
import type {TreeColumn} from './chunk-layout.js';
import {ChunkStrings} from './chunk-strings.js';
import {findStepsBelow} from './write-fact-steps.js';
import {packColumns} from './packed-columns.js';
import {INSERT_TREE_CHUNK} from './queries/derived.js';

const KIND_OTHER = 9;

/** Writes the call tree of a run in pre-order, in chunks. O(rows). */
export function writeTreeChunks(db: Database.Database, runKey: number, run: AnalyzedRun): void {
  const {tree, facts} = run;
  const {spans} = facts;
  const insert = db.prepare(INSERT_TREE_CHUNK);
  const strings = new ChunkStrings(spans.strings);
  const stepOfRow = buildStepOfRow(run);
  const next = buildNextShown(run);
  const previous = buildPreviousShown(run);
  const below = findStepsBelow(run.steps, tree);
  const columns = TREE_COLUMNS.map(() => new Float64Array(CHUNK_ROWS));
  const column = new Map<TreeColumn, Float64Array>();
  TREE_COLUMNS.forEach((name, at) => column.set(name, columns[at] ?? new Float64Array(0)));
  for (let first = 0, chunk = 0; first < tree.count; first += CHUNK_ROWS, chunk++) {
    const count = Math.min(CHUNK_ROWS, tree.count - first);
    const fill = (name: TreeColumn, read: (row: number) => number): void => {
      const into = column.get(name);
      if (into === undefined) return;
      for (let i = 0; i < count; i++) into[i] = read(tree.preOrder[first + i] ?? -1);
    };
    const isSpan = (row: number): boolean => row < spans.count;
    fill('spanKey', (row) => spans.spanKey[row] ?? NaN);
    fill('depth', (row) => tree.depth[row] ?? 0);
    fill('size', (row) => tree.size[row] ?? 1);
    fill('kind', (row) => spans.kind[row] ?? KIND_OTHER);
    fill('status', (row) => spans.status[row] ?? 0);
    fill('name', (row) =>
      strings.intern(
        isSpan(row) ? (spans.name[row] ?? -1) : (tree.placeholders[row - spans.count] ?? -1),
      ),
    );
    fill('agent', (row) => strings.intern(findAgent(run, row)));
    fill('tool', (row) => strings.intern(isSpan(row) ? (spans.toolName[row] ?? -1) : -1));
    fill('durationUs', (row) => tree.totalUs[row] ?? NaN);
    fill('inputTokens', (row) => tree.subtreeInputTokens[row] ?? NaN);
    fill('outputTokens', (row) => tree.subtreeOutputTokens[row] ?? NaN);
    fill('defects', (row) => tree.defects[row] ?? 0);
    fill('repeats', (row) => run.foldRepeats[row] ?? 1);
    fill('period', (row) => run.foldPeriod?.[row] ?? 1);
    fill('step', (row) => stepOfRow[row] ?? -1);
    fill('previous', (row) => previous[tree.preIndex[row] ?? 0] ?? 0);
    fill('firstStep', (row) => below[tree.preIndex[row] ?? 0] ?? -1);
    fill('next', (row) => next[tree.preIndex[row] ?? 0] ?? 0);
    fill('parent', (row) => {
      const parent = tree.parent[row] ?? -1;
      return parent < 0 ? -1 : (tree.preIndex[parent] ?? -1);
    });
    insert.run(runKey, chunk, strings.take(), packColumns(columns, count));
  }
}

function buildStepOfRow({steps, tree}: AnalyzedRun): Int32Array {
  const stepOfRow = new Int32Array(tree.count).fill(-1);
  for (let step = steps.count - 1; step >= 0; step--) {
    const row = steps.spanRow[step] ?? -1;
    if (row >= 0) stepOfRow[row] = step;
  }
  return stepOfRow;
}

/** By place: the next place that is shown when repeats are folded. From the end, so O(rows). */
function buildNextShown({tree, foldRepeats}: AnalyzedRun): Int32Array {
  const next = new Int32Array(tree.count + 1);
  next[tree.count] = tree.count;
  for (let place = tree.count - 1; place >= 0; place--) {
    const row = tree.preOrder[place] ?? 0;
    const isFolded = foldRepeats[row] === 0;
    next[place] = isFolded ? (next[place + (tree.size[row] ?? 1)] ?? tree.count) : place;
  }
  return next;
}

/** By place: the nearest place at or before it that is shown when repeats are folded. O(rows). */
function buildPreviousShown({tree, foldRepeats}: AnalyzedRun): Int32Array {
  const previous = new Int32Array(tree.count);
  let shown = 0;
  for (let place = 0; place < tree.count; place++) {
    if (foldRepeats[tree.preOrder[place] ?? 0] !== 0) shown = place;
    previous[place] = shown;
  }
  return previous;
}

/** The agent a row names, else that of the nearest agent above it. */
function findAgent({tree, facts}: AnalyzedRun, row: number): number {
  const {spans} = facts;
  const own = spans.agentName[row] ?? -1;
  if (own >= 0) return own;
  const agentRow = tree.agentRow[row] ?? -1;
  if (agentRow < 0) return -1;
  const named = spans.agentName[agentRow] ?? -1;
  return named >= 0 ? named : (spans.name[agentRow] ?? -1);
}
