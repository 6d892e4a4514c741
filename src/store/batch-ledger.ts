import type Database from 'better-sqlite3';
import * as sql from './queries/batch-ledger.js';

/** A file whose worker crashed twice. */
export interface SetAside {
  readonly path: string;
  readonly sizeBytes: number;
  /** Version of the program that crashed. */
  readonly tool: string;
  readonly reason: string;
}

export interface LiveSource {
  readonly id: number;
  readonly path: string;
  readonly parserId: string;
  readonly totalBytes: number;
  readonly totalSha256: string;
}

interface LiveRow {
  readonly id: number;
  readonly path: string;
  readonly parser_id: string;
  readonly total_bytes: number;
  readonly total_sha256: string;
}

/** What a batch keeps in the case beside the facts, so that it can be stopped and started again. */
export class BatchLedger {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Gives sources their place in the order of the plan, whoever is read first. */
  planSources(paths: Iterable<string>): void {
    const insert = this.#db.prepare(sql.PLAN_SOURCE);
    this.#db
      .transaction(() => {
        for (const path of paths) insert.run(path);
      })
      .immediate();
  }

  sourceId(path: string): number | undefined {
    const id = this.#db.prepare(sql.FIND_SOURCE).pluck().get(path);
    return typeof id === 'number' ? id : undefined;
  }

  /** In the order of their places. */
  liveSources(): readonly LiveSource[] {
    return this.#db
      .prepare(sql.LIVE_SOURCES)
      .all()
      .map((found): LiveSource => {
        const row = found as LiveRow;
        return {
          id: row.id,
          path: row.path,
          parserId: row.parser_id,
          totalBytes: row.total_bytes,
          totalSha256: row.total_sha256,
        };
      });
  }

  /** Facts of the source leave all views. */
  dropSource(sourceId: number): void {
    this.#db.prepare(sql.SUPERSEDE).run(sourceId);
  }

  readSetAside(): ReadonlyMap<string, SetAside> {
    const rows = this.#db.prepare(sql.READ_SET_ASIDE).raw().all() as [
      string,
      number,
      string,
      string,
    ][];
    return new Map(
      rows.map(([path, sizeBytes, tool, reason]) => [path, {path, sizeBytes, tool, reason}]),
    );
  }

  setAside({path, sizeBytes, tool, reason}: SetAside): void {
    this.#db.prepare(sql.SET_ASIDE).run(path, sizeBytes, tool, reason);
  }

  takeBack(path: string): void {
    this.#db.prepare(sql.TAKE_BACK).run(path);
  }
}
