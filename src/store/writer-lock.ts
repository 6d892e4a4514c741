import {closeSync, openSync, rmSync, statSync} from 'node:fs';
import Database from 'better-sqlite3';
import {UserError} from '../model/user-error.js';
import {explainSqliteError, isBusy} from './sqlite-error.js';

/** Pause between two tries, milliseconds. */
const RETRY_MS = 100;

export interface LockOptions {
  /** How long to wait for another process, milliseconds; 0 = say so at once. */
  readonly waitMs: number;
  /** Called once when the wait begins, to tell people. */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** Held by the one process that may write a case; freed by the system when the process dies. */
export interface WriterLock {
  release(): void;
}

const NO_LOCK: WriterLock = {
  release() {
    // An in-memory case belongs to its process.
  },
};

/**
 * Takes the writer lock of a case: a file lock (through SQLite, the only portable one Node has) on
 * `CASE-lock`, which is removed on release. Readers are never kept out by it.
 *
 * @throws UserError when another process holds it for longer than `waitMs`.
 */
export function lockForWriting(casePath: string, options: LockOptions): WriterLock {
  if (casePath === ':memory:') return NO_LOCK;
  const path = `${casePath}-lock`;
  const deadlineMs = performance.now() + options.waitMs;
  for (let isFirst = true; ; isFirst = false) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    if (performance.now() >= deadlineMs) {
      throw new UserError(`${casePath}: another process is writing this case`, {
        next: 'wait until it is done, or name another case with --case FILE',
      });
    }
    if (isFirst) options.onWait?.(`waiting for another process that is writing ${casePath}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
  }
}

function tryLock(path: string): WriterLock | undefined {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw explainSqliteError(error, path);
  }
  const inode = readInode(path);
  const db = new Database(path, {timeout: 0});
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  // The holder before us may have removed the file while we waited at it: then ours locks nothing.
  if (inode === undefined || readInode(path) !== inode) {
    db.close();
    return undefined;
  }
  return {
    release() {
      if (!db.open) return;
      rmSync(path, {force: true});
      db.close();
    },
  };
}

function readInode(path: string): bigint | undefined {
  return statSync(path, {bigint: true, throwIfNoEntry: false})?.ino;
}
