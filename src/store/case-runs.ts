import type Database from 'better-sqlite3';
import type {TraceHead} from '../analyze/port.js';
import {readAnalyzedRuns} from './analyzed-runs.js';
import {
  prepareDerivedTables,
  putDerivedRows,
  type DerivedRows,
  type DerivedStatements,
} from './derived-rows.js';
import {ALL_RUN_IDS, DELETE_RUN} from './queries/derived.js';
import {refreshSignatures} from './refresh-signatures.js';
import {readTraceHeads} from './trace-heads.js';

/** The runs of a case for an analysis that happens elsewhere. The caller holds the writer lock. */
export class CaseRuns {
  readonly #db: Database.Database;
  readonly #tables: readonly DerivedStatements[];

  constructor(db: Database.Database) {
    this.#db = db;
    this.#tables = prepareDerivedTables(db);
    refreshSignatures(db);
  }

  traceHeads(): readonly TraceHead[] {
    return readTraceHeads(this.#db);
  }

  analyzedRuns(analysisVersion: string): ReadonlyMap<string, string> {
    return readAnalyzedRuns(this.#db, analysisVersion);
  }

  /** All of them in one transaction. */
  writeRows(runs: readonly DerivedRows[]): void {
    this.#db
      .transaction(() => {
        for (const rows of runs) putDerivedRows(this.#db, this.#tables, rows);
      })
      .immediate();
  }

  dropRunsExcept(runIds: ReadonlySet<string>): void {
    const drop = this.#db.prepare(DELETE_RUN);
    this.#db
      .transaction(() => {
        for (const id of this.#db.prepare(ALL_RUN_IDS).pluck().all()) {
          if (!runIds.has(String(id))) drop.run(id);
        }
      })
      .immediate();
  }
}
