import type Database from 'better-sqlite3';
import {ANALYZED_RUNS} from './queries/derived.js';

/** Run id -> digest of the facts that its stored analysis rests on, under this analysis version. */
export function readAnalyzedRuns(
  db: Database.Database,
  analysisVersion: string,
): ReadonlyMap<string, string> {
  const runs = new Map<string, string>();
  for (const row of db.prepare(ANALYZED_RUNS).raw().iterate(analysisVersion)) {
    const [runId, digest] = row as [string, string];
    runs.set(runId, digest);
  }
  return runs;
}
