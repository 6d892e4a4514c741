import {chmodSync, existsSync, rmSync} from 'node:fs';
import Database from 'better-sqlite3';
import {BODY_HASH, GET_META, SET_META} from '../queries/search.js';
import {explainSqliteError} from '../sqlite-error.js';
import {SEARCH_INDEX_VERSION, SEARCH_SCHEMA} from './search-schema.js';

/** How long one statement waits for another process that builds the same index. */
const BUSY_MS = 60_000;

/**
 * Opens the index beside a case, or makes an empty one. An index of another version, of another case,
 * or a damaged one is thrown away: it can be built again.
 *
 * @throws UserError where nothing can be written there.
 */
export function openIndex(path: string, caseDb: Database.Database): Database.Database {
  try {
    const found = existsSync(path) ? tryOpen(path, caseDb) : undefined;
    if (found !== undefined) return found;
    removeIndex(path);
    const db = new Database(path, {timeout: BUSY_MS});
    chmodSync(path, 0o600);
    prepare(db);
    db.exec(`BEGIN IMMEDIATE; ${SEARCH_SCHEMA} COMMIT`);
    db.prepare(SET_META).run('version', SEARCH_INDEX_VERSION);
    return db;
  } catch (error) {
    throw explainSqliteError(error, path);
  }
}

function tryOpen(path: string, caseDb: Database.Database): Database.Database | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, {timeout: BUSY_MS});
    prepare(db);
    if (readMeta(db, 'version') === SEARCH_INDEX_VERSION && isOfCase(db, caseDb)) return db;
  } catch {
    // Not a database, or damaged: built anew below.
  }
  db?.close();
  return undefined;
}

/** A killed process leaves whole transactions; a crash of the machine may cost the index, never the case. */
function prepare(db: Database.Database): void {
  db.pragma('journal_mode = DELETE');
  db.pragma('synchronous = OFF');
}

export function readMeta(db: Database.Database, key: string): string | undefined {
  const value = db.prepare(GET_META).pluck().get(key);
  return typeof value === 'string' ? value : undefined;
}

/** Body numbers belong to one case: the last indexed body must still be the same. */
export function isOfCase(db: Database.Database, caseDb: Database.Database): boolean {
  const last = readMeta(db, 'last-body');
  if (last === undefined) return true;
  const [id, hash] = last.split(' ');
  return caseDb.prepare(BODY_HASH).pluck().get(Number(id)) === hash;
}

function removeIndex(path: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(path + end, {force: true});
}
