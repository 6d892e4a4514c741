import type Database from 'better-sqlite3';
import type {Diagnostic} from '../model/diagnostic.js';
import {compact} from '../model/compact.js';
import * as sql from './queries/case-summary.js';
import {fromAtColumns} from './sql-values.js';
import type {AtRow} from './sql-values.js';

/** Diagnostics listed at most; the counts by code tell of all. */
const MAX_DIAGNOSTICS = 1000;

/** A file as the case knows it; a file that has grown counts as one. */
export interface SourceSummary {
  readonly path: string;
  readonly parserId: string;
  readonly parserVersion: number;
  /** Bytes on disk when it was last read. */
  readonly totalBytes: number;
  /** Sessions that read it: 1, or more where it has grown. */
  readonly sessions: number;
  /** read + refused = present. */
  readonly present: number;
  readonly read: number;
  readonly refused: number;
}

/** A version whose facts are kept and are in no view. */
export interface SupersededVersion {
  readonly path: string;
  readonly parserId: string;
  readonly parserVersion: number;
  readonly totalBytes: number;
  readonly sha256: string;
  readonly facts: number;
}

/** A diagnostic with the file it is about. */
export interface SourceDiagnostic {
  readonly path: string;
  readonly diagnostic: Diagnostic;
}

interface SourceRow {
  readonly path: string;
  readonly parser_id: string;
  readonly parser_version: number;
  readonly total_bytes: number;
  readonly present: number;
  readonly read: number;
  readonly refused: number;
}

/** All files of the case, in the order in which they were first ingested. */
export function listSources(db: Database.Database): readonly SourceSummary[] {
  const sources = new Map<string, SourceSummary>();
  for (const found of db.prepare(sql.LIST_SOURCES).iterate()) {
    const row = found as SourceRow;
    const known = sources.get(row.path);
    sources.set(row.path, {
      path: row.path,
      parserId: row.parser_id,
      parserVersion: row.parser_version,
      totalBytes: row.total_bytes,
      sessions: (known?.sessions ?? 0) + 1,
      present: (known?.present ?? 0) + row.present,
      read: (known?.read ?? 0) + row.read,
      refused: (known?.refused ?? 0) + row.refused,
    });
  }
  return [...sources.values()];
}

export function listSupersededVersions(db: Database.Database): readonly SupersededVersion[] {
  return db
    .prepare(sql.LIST_SUPERSEDED)
    .all()
    .map((found): SupersededVersion => {
      const row = found as SourceRow & {readonly total_sha256: string; readonly facts: number};
      return {
        path: row.path,
        parserId: row.parser_id,
        parserVersion: row.parser_version,
        totalBytes: row.total_bytes,
        sha256: row.total_sha256,
        facts: row.facts,
      };
    });
}

/** The kept examples of all diagnostics, torn tails included, at most MAX_DIAGNOSTICS. */
export function listDiagnostics(db: Database.Database): readonly SourceDiagnostic[] {
  const out: SourceDiagnostic[] = [];
  for (const found of db.prepare(sql.LIST_DIAGNOSTICS).iterate(MAX_DIAGNOSTICS)) {
    const row = found as AtRow & Diagnostic & {readonly path: string};
    const {code, severity, message, count} = row;
    const diagnostic = compact<Diagnostic>({
      code,
      severity,
      message,
      count,
      at: fromAtColumns(row),
    });
    out.push({path: row.path, diagnostic});
  }
  for (const found of db.prepare(sql.LIST_TORN_TAILS).iterate()) {
    const row = found as {readonly path: string; readonly torn_tail: string};
    out.push({path: row.path, diagnostic: JSON.parse(row.torn_tail) as Diagnostic});
  }
  return out;
}
