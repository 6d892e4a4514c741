import {existsSync, rmSync} from 'node:fs';
import type Database from 'better-sqlite3';
import type {FactSink, SourceCandidate, SourceStart} from '../ingest/sink.js';
import {CaseSink} from './case-sink.js';
import {closeCase, makeCaseFolder, openCaseForWriting} from './open-case.js';
import {HAS_VERSION} from './queries/versions.js';
import {lockForWriting} from './writer-lock.js';
import type {WriterLock} from './writer-lock.js';

/** Minutes, not seconds: a batch may ingest many files into one case. */
export const DEFAULT_WAIT_MS = 10 * 60 * 1000;

export interface CaseOptions {
  /** How long to wait for another writer, milliseconds. */
  readonly waitMs?: number;
  /** Told once when the wait begins. */
  readonly onWait?: (message: string) => void;
}

/** A case open for writing, by one process at a time. */
export class CaseWriter implements FactSink {
  /** For the analysis in the same process; it must not be used after `close`. */
  readonly db: Database.Database;
  readonly #lock: WriterLock;
  /** The file that this writer made; undefined where it was there before. */
  readonly #made: string | undefined;
  #sink: CaseSink | undefined;

  private constructor(db: Database.Database, lock: WriterLock, made: string | undefined) {
    this.db = db;
    this.#lock = lock;
    this.#made = made;
  }

  /**
   * Opens or makes a case.
   *
   * @throws UserError if it is not a case, newer, damaged, or written by another process for longer
   *   than `waitMs`.
   */
  static open(path: string, options: CaseOptions = {}): CaseWriter {
    makeCaseFolder(path);
    const lock = lockForWriting(path, {
      waitMs: options.waitMs ?? DEFAULT_WAIT_MS,
      onWait: options.onWait,
    });
    // Asked under the lock: no other writer can make it meanwhile.
    const made = path === ':memory:' || existsSync(path) ? undefined : path;
    try {
      return new CaseWriter(openCaseForWriting(path), lock, made);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  beginSource(candidate: SourceCandidate): Promise<SourceStart> {
    return this.sink.beginSource(candidate);
  }

  /** The sink behind `beginSource`, for a writer that judges sources ahead of their sessions. */
  get sink(): CaseSink {
    this.#sink ??= new CaseSink(this.db);
    return this.#sink;
  }

  /** Leaves a single file behind. An open session is dropped by the next writer. */
  close(): void {
    this.#close(() => undefined);
  }

  /** After a failure: a case that this writer made, and that no source came into, is taken away again. */
  closeFailed(): void {
    const isEmpty = this.db.open && this.db.prepare(HAS_VERSION).get() === undefined;
    const made = this.#made;
    this.#close(() => {
      if (isEmpty && made !== undefined) rmSync(made, {force: true});
    });
  }

  /** @param last done while nobody else may write */
  #close(last: () => void): void {
    if (!this.db.open) return;
    try {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      else this.#sink?.close();
      closeCase(this.db);
      last();
    } finally {
      this.db.close();
      this.#lock.release();
    }
  }
}
