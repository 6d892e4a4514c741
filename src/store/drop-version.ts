import type Database from 'better-sqlite3';
import {DELETE_FACTS} from './queries/facts.js';
import {
  DELETE_DIAGNOSTIC_COUNTS,
  DELETE_EXTENTS,
  DELETE_LOOKUP,
  DELETE_VERSION,
  OPEN_VERSIONS,
} from './queries/versions.js';
import {VERSION_STRIDE} from './schema.js';

/** Removes a version that was never finished; bodies stay, a second ingest finds them again. */
export function dropVersion(db: Database.Database, versionId: number): void {
  const first = versionId * VERSION_STRIDE;
  db.transaction(() => {
    for (const statement of DELETE_FACTS) db.prepare(statement).run(first, first + VERSION_STRIDE);
    for (const statement of [DELETE_EXTENTS, DELETE_LOOKUP, DELETE_DIAGNOSTIC_COUNTS]) {
      db.prepare(statement).run(versionId);
    }
    db.prepare(DELETE_VERSION).run(versionId);
  }).immediate();
}

/** What a killed process left: versions that were being written. */
export function dropOpenVersions(db: Database.Database): void {
  for (const id of db.prepare(OPEN_VERSIONS).pluck().all()) dropVersion(db, Number(id));
}
