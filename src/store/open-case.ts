import {chmodSync, existsSync, mkdirSync} from 'node:fs';
import {dirname} from 'node:path';
import Database from 'better-sqlite3';
import {UserError} from '../model/user-error.js';
import {SIGNATURE_VERSION} from '../tree/signature/body-signature.js';
import {INIT_SIGNATURE_VERSION} from './queries/signatures.js';
import {APPLICATION_ID, MIGRATIONS} from './schema.js';
import {createViews} from './views.js';
import {explainSqliteError, isBusy} from './sqlite-error.js';

/**
 * Pages kept in memory, in KiB. Indexes are filled in order and steps read by range: 64 MB brought
 * no speed over 16.
 */
const CACHE_KIB = 16 * 1024;
/**
 * Of a new case. A body over a quarter of a page fills pages of its own, the last one half empty: with
 * 4 KiB a case of 8 kB bodies took 1.33 times their bytes, with this 1.20.
 */
const PAGE_BYTES = 2048;
/** How long one statement waits for another process before it is told to people. */
export const DEFAULT_BUSY_MS = 5000;

export interface OpenOptions {
  readonly busyMs?: number;
}

/**
 * Opens a case for writing, or makes it; brings an older schema up to date.
 *
 * @param path file, or `:memory:`.
 * @throws UserError if the file is not a case, is newer than this program, or is damaged.
 */
export function openCaseForWriting(path: string, options: OpenOptions = {}): Database.Database {
  const isNew = path === ':memory:' || !existsSync(path);
  makeCaseFolder(path);
  return guard(path, () => {
    const db = new Database(path, {timeout: options.busyMs ?? DEFAULT_BUSY_MS});
    return closeOnError(db, () => {
      if (isNew && path !== ':memory:') chmodSync(path, 0o600);
      checkIsCase(db, path);
      // Without effect on a case that has pages already.
      db.pragma(`page_size = ${String(PAGE_BYTES)}`);
      db.pragma('journal_mode = WAL');
      // A crash of the machine may lose the last transactions, never the order of them: a version is live only after its finish.
      db.pragma('synchronous = NORMAL');
      db.pragma(`cache_size = -${String(CACHE_KIB)}`);
      db.pragma('foreign_keys = ON');
      migrate(db);
      return db;
    });
  });
}

/** Opens an existing case for reading only. @throws UserError as `openCaseForWriting`. */
export function openCaseForReading(path: string, options: OpenOptions = {}): Database.Database {
  if (!existsSync(path)) {
    throw new UserError(`no case at ${path}`, {
      next: 'make one: whatbroke ingest FILE --case CASE',
    });
  }
  return guard(path, () => {
    const db = new Database(path, {readonly: true, timeout: options.busyMs ?? DEFAULT_BUSY_MS});
    return closeOnError(db, () => {
      checkIsCase(db, path);
      if (isOlder(db)) {
        throw new UserError(
          `${path} was written by an older version and must be brought up to date`,
          {
            next: 'whatbroke ingest FILE --case CASE, which updates it',
          },
        );
      }
      db.pragma(`cache_size = -${String(CACHE_KIB)}`);
      return db;
    });
  });
}

/** Whether there is a case that a writer would bring up to date. @throws UserError as `openCaseForWriting` */
export function isOlderCase(path: string): boolean {
  if (!existsSync(path)) return false;
  return guard(path, () => {
    const db = new Database(path, {readonly: true});
    try {
      checkIsCase(db, path);
      return isOlder(db);
    } finally {
      db.close();
    }
  });
}

function isOlder(db: Database.Database): boolean {
  return readNumber(db, 'user_version') < MIGRATIONS.length;
}

/** Leaves a single file behind: checkpoints, and drops the log unless another process reads it. */
export function closeCase(db: Database.Database): void {
  if (!db.open) return;
  if (!db.readonly && !db.memory) {
    db.pragma('wal_checkpoint(TRUNCATE)');
    try {
      db.pragma('journal_mode = DELETE');
    } catch (error) {
      // A reader holds the log open; the last one to close removes it.
      if (!isBusy(error)) throw error;
    }
  }
  db.close();
}

/** Folders we make are closed to others; a folder of the user stays as it is. @throws UserError */
export function makeCaseFolder(path: string): void {
  if (path === ':memory:') return;
  const folder = dirname(path);
  guard(path, () => {
    if (!existsSync(folder)) mkdirSync(folder, {recursive: true, mode: 0o700});
  });
}

function checkIsCase(db: Database.Database, path: string): void {
  const schemaSize = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  const applicationId = readNumber(db, 'application_id');
  if (applicationId !== APPLICATION_ID && schemaSize !== 0) {
    throw new UserError(`${path} is a SQLite file, but not a case of whatbroke`, {
      next: 'name another file with --case, or read it as a log: whatbroke ./FILE',
    });
  }
  const version = readNumber(db, 'user_version');
  if (version > MIGRATIONS.length) {
    throw new UserError(
      `${path} was written by a newer version (schema ${String(version)}, this program knows ${String(MIGRATIONS.length)})`,
      {next: 'update whatbroke, or ingest the logs into a new case'},
    );
  }
}

function migrate(db: Database.Database): void {
  if (readNumber(db, 'user_version') === MIGRATIONS.length) return;
  db.transaction(() => {
    // Read again inside the lock: another process may have migrated meanwhile.
    for (const step of MIGRATIONS.slice(readNumber(db, 'user_version'))) db.exec(step);
    db.pragma(`application_id = ${String(APPLICATION_ID)}`);
    db.pragma(`user_version = ${String(MIGRATIONS.length)}`);
    createViews(db);
    db.prepare(INIT_SIGNATURE_VERSION).run(String(SIGNATURE_VERSION));
  }).immediate();
}

function readNumber(db: Database.Database, pragma: 'user_version' | 'application_id'): number {
  return Number(db.pragma(pragma, {simple: true}));
}

function closeOnError<T>(db: Database.Database, run: () => T): T {
  try {
    return run();
  } catch (error) {
    db.close();
    throw error;
  }
}

function guard<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw explainSqliteError(error, path);
  }
}
