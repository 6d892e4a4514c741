import type Database from 'better-sqlite3';
import {CHUNK_ROWS} from '../chunk-layout.js';
import type {StepColumn} from '../chunk-layout.js';
import {ChunkReader} from '../chunk-reader.js';

/** What nodes tell of their step. */
const COLUMNS = ['lane', 'outcome', 'l3', 'argsBody', 'resultBody', 'startUs'] as const;
type NodeColumn = (typeof COLUMNS)[number];

/** Some columns of all steps of one run, for access in any order. About 60 bytes a step. */
export class StepColumns {
  readonly #columns: ReadonlyMap<StepColumn, Float64Array>;
  readonly #names: (string | undefined)[] = [];

  constructor(db: Database.Database, run: {readonly key: number; readonly steps: number}) {
    const chunks = new ChunkReader(db);
    const columns = new Map(COLUMNS.map((name) => [name, new Float64Array(run.steps)]));
    for (let first = 0; first < run.steps; first += CHUNK_ROWS) {
      const chunk = chunks.steps(run.key, first / CHUNK_ROWS, run.steps);
      if (chunk === undefined) break;
      const count = Math.min(CHUNK_ROWS, run.steps - first);
      for (let i = 0; i < count; i++) this.#names.push(chunk.text('name', i));
      for (const [name, column] of columns) {
        for (let i = 0; i < count; i++) column[first + i] = chunk.get(name, i);
      }
    }
    this.#columns = columns;
  }

  /** Name of the tool, model call or agent. */
  name(step: number): string | undefined {
    return this.#names[step];
  }

  /** NaN where the log does not tell, or there is no such step. */
  get(column: NodeColumn, step: number): number {
    return this.#columns.get(column)?.[step] ?? NaN;
  }
}
