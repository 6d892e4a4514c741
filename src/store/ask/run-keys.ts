import type Database from 'better-sqlite3';
import {RUN_SIZES} from '../queries/ask.js';

/** A stored run by its row, and how much of it there is. */
export interface RunKey {
  readonly key: number;
  readonly runId: string;
  readonly steps: number;
  readonly treeRows: number;
}

interface Row {
  readonly id: number;
  readonly run_id: string;
  readonly steps: number;
  readonly tree_rows: number;
}

/** Runs whose id begins with `prefix`; all where none is given. In the order of the case. */
export function readRunKeys(db: Database.Database, prefix: string | undefined): readonly RunKey[] {
  const rows = db.prepare(RUN_SIZES).all() as Row[];
  return rows
    .filter((row) => prefix === undefined || row.run_id.startsWith(prefix))
    .map((row) => ({
      key: row.id,
      runId: row.run_id,
      steps: row.steps,
      treeRows: row.tree_rows,
    }));
}
