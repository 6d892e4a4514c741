import type {PlaceRange, TreeRow, TreeView, TreeWindow} from '../replay/reader.js';
import {CHUNK_ROWS, type TreeColumn} from './chunk-layout.js';
import type {ChunkReader} from './chunk-reader.js';
import {toTreeRow, type TreeOfRun} from './read-tree-rows.js';

/** Rows of one window, as the reader interface bounds all its lists. */
const MAX_ROWS = 1000;
/** A row may be hidden by a fold inside a collapsed row inside a fold; more layers than a person makes. */
const MAX_LAYERS = 64;
/** Longest block of siblings that the fold looks for. */
const MAX_PERIOD = 64;

/** The call tree as a person left it: folded, collapsed, opened. Every move costs O(collapsed + opened), never O(run). */
export class TreeWindowReader {
  readonly #chunks: ChunkReader;
  readonly #run: TreeOfRun;
  readonly #view: TreeView;

  constructor(chunks: ChunkReader, run: TreeOfRun, view: TreeView) {
    this.#chunks = chunks;
    this.#run = run;
    this.#view = view;
  }

  around(pre: number, before: number, after: number): TreeWindow {
    if (this.#run.treeRows === 0) return {rows: [], isFirst: true, isLast: true};
    const here = this.#toVisible(Math.min(Math.max(0, pre), this.#run.treeRows - 1));
    const above: number[] = [];
    let place = here;
    while (above.length < Math.min(before, MAX_ROWS) && place > 0) {
      place = this.#toVisible(place - 1);
      above.push(place);
    }
    const below: number[] = [];
    let next: number | undefined = this.#after(here);
    while (next !== undefined && below.length < Math.min(after, MAX_ROWS)) {
      below.push(next);
      next = this.#after(next);
    }
    const rows = [...above.reverse(), here, ...below].map((at) => this.#row(at));
    return {rows, isFirst: place === 0, isLast: next === undefined};
  }

  #row(pre: number): TreeRow {
    const chunk = this.#chunks.tree(
      this.#run.key,
      Math.floor(pre / CHUNK_ROWS),
      this.#run.treeRows,
    );
    if (chunk === undefined) throw new Error(`no tree row ${String(pre)}`);
    return toTreeRow(chunk, pre % CHUNK_ROWS, {pre, fold: this.#view.fold});
  }

  #get(column: TreeColumn, pre: number): number {
    const {key, treeRows} = this.#run;
    const chunk = this.#chunks.tree(key, Math.floor(pre / CHUNK_ROWS), treeRows);
    return chunk?.get(column, pre % CHUNK_ROWS) ?? NaN;
  }

  #isOpened(pre: number): boolean {
    return this.#view.opened.some(({from, to}) => pre >= from && pre < to);
  }

  #isFolded(pre: number): boolean {
    return this.#view.fold && this.#get('next', pre) > pre && !this.#isOpened(pre);
  }

  /** The row itself, or the row that hides it. */
  #toVisible(pre: number): number {
    let place = pre;
    for (let layer = 0; layer < MAX_LAYERS; layer++) {
      const shown = this.#isFolded(place) ? this.#get('previous', place) : place;
      const open = this.#outOfCollapsed(shown);
      if (open === place) return place;
      place = open;
    }
    return place;
  }

  /** The outermost collapsed row above, or the row itself. */
  #outOfCollapsed(pre: number): number {
    let place = pre;
    for (const collapsed of this.#view.collapsed)
      if (collapsed < place && pre < collapsed + this.#get('size', collapsed)) place = collapsed;
    return place;
  }

  #after(pre: number): number | undefined {
    let place = this.#view.collapsed.has(pre) ? pre + this.#get('size', pre) : pre + 1;
    while (place < this.#run.treeRows && this.#isFolded(place)) place = this.#get('next', place);
    return place < this.#run.treeRows ? place : undefined;
  }
}

/** The places folded behind a row with xN: after the last row of the first lap. */
export function findFoldedBehind(
  chunks: ChunkReader,
  run: TreeOfRun,
  pre: number,
): PlaceRange | undefined {
  const get = (column: TreeColumn, at: number): number =>
    chunks.tree(run.key, Math.floor(at / CHUNK_ROWS), run.treeRows)?.get(column, at % CHUNK_ROWS) ??
    NaN;
  if (!(get('repeats', pre) > 1)) return undefined;
  const parent = get('parent', pre);
  let place = pre;
  for (let sibling = 0; sibling < MAX_PERIOD; sibling++) {
    place += Math.max(1, get('size', place));
    if (place >= run.treeRows || get('parent', place) !== parent) return undefined;
    const next = get('next', place);
    if (next > place) return {from: place, to: next};
  }
  return undefined;
}
