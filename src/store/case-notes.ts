import {accessSync, constants} from 'node:fs';
import {dirname} from 'node:path';
import Database from 'better-sqlite3';
import {assertNever} from '../model/assert.js';
import {UserError} from '../model/user-error.js';
import type {NoteChange, NoteKeeper} from '../replay/notes.js';
import {CHUNK_ROWS} from './chunk-layout.js';
import {ChunkReader} from './chunk-reader.js';
import * as sql from './queries/notes.js';
import {READ_EVENT_PLACE, READ_RUN, READ_SPAN_PLACE} from './queries/replay.js';
import {explainSqliteError} from './sqlite-error.js';
import {lockForWriting} from './writer-lock.js';

/** How long a note waits for an ingest that is writing the case, milliseconds. */
const WAIT_MS = 3000;
/** Characters of one note that are kept (STYLE H5). */
const MAX_NOTE_CHARS = 10_000;

/** Where a note rests: its span, or the event and its place in the log. */
interface NotePlace {
  readonly trace_id: string;
  readonly span_id: string | null;
  readonly event_kind: string | null;
  readonly source_path: string;
  readonly at_offset: number | null;
  readonly at_length: number | null;
  readonly at_line: number | null;
  readonly at_rest: string | null;
}

/**
 * Keeps notes in a case that others read: each change takes the writer lock, opens the file, commits and closes. The
 * journal mode is left as it is, so that readers go on undisturbed.
 */
export class CaseNotes implements NoteKeeper {
  readonly refusal: string | undefined;
  readonly #path: string;
  readonly #nowUs: () => number;

  constructor(path: string, nowUs: () => number) {
    this.#path = path;
    this.#nowUs = nowUs;
    this.refusal = findRefusal(path);
  }

  save(runId: string, change: NoteChange): Promise<void> {
    return new Promise((resolve) => {
      if (this.refusal !== undefined) throw new UserError(this.refusal);
      const lock = lockForWriting(this.#path, {waitMs: WAIT_MS});
      try {
        this.#write(runId, change);
      } finally {
        lock.release();
      }
      resolve();
    });
  }

  #write(runId: string, change: NoteChange): void {
    let db: Database.Database | undefined;
    try {
      db = new Database(this.#path, {fileMustExist: true, timeout: WAIT_MS});
      const opened = db;
      opened
        .transaction(() => {
          apply(opened, runId, {change, nowUs: this.#nowUs()});
        })
        .immediate();
    } catch (error) {
      throw explainSqliteError(error, this.#path);
    } finally {
      db?.close();
    }
  }
}

function apply(
  db: Database.Database,
  runId: string,
  {change, nowUs}: {readonly change: NoteChange; readonly nowUs: number},
): void {
  switch (change.kind) {
    case 'add': {
      const place = findPlace(db, runId, change.step);
      db.prepare(sql.INSERT_NOTE).run({
        ...place,
        is_bookmark: change.isBookmark ? 1 : 0,
        text: change.text.slice(0, MAX_NOTE_CHARS),
        made_us: Math.round(nowUs),
      });
      return;
    }
    case 'remove':
      db.prepare(sql.DELETE_NOTE).run(change.noteId);
      return;
    case 'triage': {
      const why = change.why.slice(0, MAX_NOTE_CHARS);
      db.prepare(sql.UPSERT_TRIAGE).run(change.findingId, change.verdict, why, Math.round(nowUs));
      return;
    }
    case 'untriage':
      db.prepare(sql.DELETE_TRIAGE).run(change.findingId);
      return;
    default:
      assertNever(change);
  }
}

/** @throws UserError where the step is not in the case any more */
function findPlace(db: Database.Database, runId: string, step: number): NotePlace {
  const run = db.prepare(READ_RUN).get(runId) as
    {readonly id: number; readonly steps: number} | undefined;
  const chunk =
    run === undefined
      ? undefined
      : new ChunkReader(db).steps(run.id, Math.floor(step / CHUNK_ROWS), run.steps);
  const spanKey = chunk?.get('spanKey', step % CHUNK_ROWS) ?? NaN;
  const eventKey = chunk?.get('eventKey', step % CHUNK_ROWS) ?? NaN;
  const place = Number.isNaN(eventKey)
    ? db.prepare(READ_SPAN_PLACE).get(spanKey)
    : db.prepare(READ_EVENT_PLACE).get(eventKey);
  if (place === undefined) {
    throw new UserError(`step ${String(step + 1)} is not in the case any more`, {
      next: 'press r to read the case again',
    });
  }
  return place as NotePlace;
}

/** A case that may not be written, or whose folder may not (SQLite puts its journal there). */
function findRefusal(path: string): string | undefined {
  for (const [file, what] of [
    [path, 'the case is read-only'],
    [dirname(path), 'the folder of the case is read-only'],
  ] as const) {
    try {
      accessSync(file, constants.W_OK);
    } catch {
      // Said on the key that would write.
      return `${what}: nothing can be kept in it`;
    }
  }
  return undefined;
}
