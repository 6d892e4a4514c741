import type Database from 'better-sqlite3';
import type {DiagnosticSeverity} from '../model/diagnostic.js';
import type {SourceCounts} from '../ingest/sink.js';
import {READ_DIAGNOSTIC_GROUPS, READ_TORN_TAILS, SUM_RECORDS} from './queries/source-health.js';

/** Diagnostics of one code over several sources, with the message of the first one kept. */
export interface DiagnosticGroup {
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  readonly count: number;
  readonly example: string;
}

/** How much of some sources could be read, and what was odd about them. */
export interface SourceHealth {
  /** Of all live versions, torn tails included: read + refused = present. */
  readonly records: SourceCounts;
  /** Worst severity first, then by code. */
  readonly diagnostics: readonly DiagnosticGroup[];
}

const SEVERITIES: readonly DiagnosticSeverity[] = ['error', 'data-loss', 'notice', 'info'];

/** Over the current versions of these sources, whenever they were ingested. */
export function readSourceHealth(db: Database.Database, paths: readonly string[]): SourceHealth {
  const list = JSON.stringify(paths);
  const records = db.prepare(SUM_RECORDS).get(list) as SourceCounts;
  const groups = [
    ...(db.prepare(READ_DIAGNOSTIC_GROUPS).all(list) as DiagnosticGroup[]),
    ...(db.prepare(READ_TORN_TAILS).all(list) as DiagnosticGroup[]),
  ];
  const diagnostics = groups.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.code < b.code ? -1 : 1),
  );
  return {records, diagnostics};
}
