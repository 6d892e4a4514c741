import type Database from 'better-sqlite3';
import {CHUNK_ROWS, STEP_COLUMNS, TREE_COLUMNS} from './chunk-layout.js';
import type {StepColumn, TreeColumn} from './chunk-layout.js';
import {unpackColumns} from './packed-columns.js';
import {READ_STEP_CHUNK, READ_TREE_CHUNK} from './queries/replay.js';
import {RecentMap} from './recent-map.js';

/** Unpacked chunks at hand: two screens of steps and of tree, and those around them. */
const MAX_RECENT = 16;

/** One unpacked chunk. `get` gives NaN outside of it. */
export interface Chunk<C extends string> {
  get(column: C, index: number): number;
  text(column: C, index: number): string | undefined;
  readonly before: TotalsBefore;
}

/** Counts of all steps before the chunk. */
export interface TotalsBefore {
  readonly llmCalls: number;
  readonly toolCalls: number;
  readonly tokens: number | undefined;
}

interface ChunkRow {
  readonly llm_calls_before?: number;
  readonly tool_calls_before?: number;
  readonly tokens_before?: number | null;
  readonly strings: string;
  readonly packed: Buffer;
}

/** Reads the derived rows of runs by chunk. */
export class ChunkReader {
  readonly #readSteps: Database.Statement;
  readonly #readTree: Database.Statement;
  readonly #steps = new RecentMap<string, Chunk<StepColumn>>(MAX_RECENT);
  readonly #tree = new RecentMap<string, Chunk<TreeColumn>>(MAX_RECENT);

  constructor(db: Database.Database) {
    this.#readSteps = db.prepare(READ_STEP_CHUNK);
    this.#readTree = db.prepare(READ_TREE_CHUNK);
  }

  /** @param total steps of the run. */
  steps(runKey: number, chunk: number, total: number): Chunk<StepColumn> | undefined {
    const key = `${String(runKey)} ${String(chunk)}`;
    const recent = this.#steps.get(key);
    if (recent !== undefined) return recent;
    const row = this.#readSteps.get(runKey, chunk) as ChunkRow | undefined;
    const read = row === undefined ? undefined : unpack(row, STEP_COLUMNS, countRows(chunk, total));
    if (read !== undefined) this.#steps.set(key, read);
    return read;
  }

  /** @param total rows of the call tree. */
  tree(runKey: number, chunk: number, total: number): Chunk<TreeColumn> | undefined {
    const key = `${String(runKey)} ${String(chunk)}`;
    const recent = this.#tree.get(key);
    if (recent !== undefined) return recent;
    const row = this.#readTree.get(runKey, chunk) as ChunkRow | undefined;
    const read = row === undefined ? undefined : unpack(row, TREE_COLUMNS, countRows(chunk, total));
    if (read !== undefined) this.#tree.set(key, read);
    return read;
  }

  /** When another process, or this one, has written to the case. */
  forget(): void {
    this.#steps.clear();
    this.#tree.clear();
  }
}

function countRows(chunk: number, total: number): number {
  return Math.min(CHUNK_ROWS, total - chunk * CHUNK_ROWS);
}

function unpack<C extends string>(row: ChunkRow, names: readonly C[], count: number): Chunk<C> {
  const unpacked = unpackColumns(row.packed, names.length, count);
  const columns = new Map<string, Float64Array | undefined>();
  names.forEach((name, at) => columns.set(name, unpacked[at]));
  const strings = JSON.parse(row.strings) as readonly string[];
  const get = (column: C, index: number): number => columns.get(column)?.[index] ?? NaN;
  return {
    get,
    text: (column, index) => strings[get(column, index)],
    before: {
      llmCalls: row.llm_calls_before ?? 0,
      toolCalls: row.tool_calls_before ?? 0,
      tokens: row.tokens_before ?? undefined,
    },
  };
}
