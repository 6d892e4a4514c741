import type Database from 'better-sqlite3';
import type {Diagnostic} from '../model/diagnostic.js';
import {BulkInsert} from './bulk-insert.js';
import {COUNT_DIAGNOSTIC, INSERT_DIAGNOSTIC, INSERT_DIAGNOSTIC_COLUMNS} from './queries/facts.js';
import {toAtColumns} from './sql-values.js';

/** Examples kept of one code and version; all are counted. More than a person will read. */
export const MAX_EXAMPLES = 200;

/** Diagnostics of one version: each counted, the first of each code kept whole. */
export class DiagnosticTable {
  readonly #rows: BulkInsert;
  readonly #count: Database.Statement;
  readonly #kept = new Map<string, number>();
  #counts = new Map<string, {readonly diagnostic: Diagnostic; count: number}>();

  constructor(db: Database.Database) {
    this.#rows = new BulkInsert(db, INSERT_DIAGNOSTIC, INSERT_DIAGNOSTIC_COLUMNS);
    this.#count = db.prepare(COUNT_DIAGNOSTIC);
  }

  add(id: number, diagnostic: Diagnostic): void {
    const key = `${diagnostic.severity} ${diagnostic.code}`;
    const count = diagnostic.count ?? 1;
    const sum = this.#counts.get(key);
    if (sum === undefined) this.#counts.set(key, {diagnostic, count});
    else sum.count += count;
    const kept = this.#kept.get(key) ?? 0;
    if (kept >= MAX_EXAMPLES) return;
    this.#kept.set(key, kept + 1);
    this.#rows.add([
      id,
      diagnostic.code,
      diagnostic.severity,
      diagnostic.message,
      count,
      ...toAtColumns(diagnostic.at),
    ]);
  }

  /** Before COMMIT. */
  flush(versionId: number): void {
    this.#rows.flush();
    for (const {diagnostic, count} of this.#counts.values()) {
      this.#count.run(versionId, diagnostic.code, diagnostic.severity, count);
    }
    this.#counts = new Map();
  }
}
