import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import Database from 'better-sqlite3';
import type {TableFile, TableRow} from '../ingest/containers/table-file.js';
import {BigNumber} from '../model/json.js';
import type {JsonValue} from '../model/json.js';
import {UserError} from '../model/user-error.js';

/** Rows handed over at a time. */
const BATCH_ROWS = 500;
/** Files beside a database that hold changes of its own. */
const COMPANIONS = ['-wal', '-journal'];
/** Bytes 18 and 19 of the header: 1 is a rollback journal, 2 a write-ahead log. */
const FORMAT_OFFSET = 18;

/**
 * Opens a log that is a SQLite file. The file and its folder are never written to: what has a journal
 * beside it, or is in write-ahead mode, is copied to a temporary folder and read there.
 *
 * @throws UserError when it is no database that can be read
 */
export function openContainerSqlite(path: string): TableFile {
  const copy = needsCopy(path) ? copyAside(path) : undefined;
  const place = {path: copy?.path ?? path, isCopy: copy !== undefined};
  const close = (): void => {
    copy?.remove();
  };
  try {
    return {tables: listTables(place), rows: (table) => readRows(place, table), close};
  } catch (error) {
    close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: a SQLite file that cannot be read: ${reason}`, {
      next: 'copy it with `sqlite3 FILE .recover` and name the copy',
      cause: error,
    });
  }
}

/** A copy may be written to: a journal beside it is played back when it is opened. */
interface Place {
  readonly path: string;
  readonly isCopy: boolean;
}

function openPlace({path, isCopy}: Place): Database.Database {
  return new Database(path, {readonly: !isCopy, fileMustExist: true});
}

function needsCopy(path: string): boolean {
  if (COMPANIONS.some((suffix) => existsSync(path + suffix))) return true;
  const bytes = Buffer.alloc(2);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, bytes.length, FORMAT_OFFSET);
  } finally {
    closeSync(file);
  }
  return bytes.includes(2);
}

function copyAside(path: string): {readonly path: string; readonly remove: () => void} {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-'));
  const target = join(folder, basename(path));
  for (const suffix of ['', ...COMPANIONS]) {
    if (existsSync(path + suffix)) copyFileSync(path + suffix, target + suffix);
  }
  return {
    path: target,
    remove: () => {
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

function listTables(place: Place): readonly string[] {
  const database = openPlace(place);
  try {
    const names: unknown[] = database
      .prepare(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
      )
      .pluck()
      .all();
    return names.map(String);
  } finally {
    database.close();
  }
}

/** A connection of its own, since a connection reads one statement at a time. */
function* readRows(place: Place, table: string): Generator<readonly TableRow[], undefined> {
  const database = openPlace(place);
  try {
    const columns: unknown[] = database
      .prepare('SELECT name FROM pragma_table_info(?)')
      .pluck()
      .all(table);
    const names = columns.map(String);
    const statement = database
      .prepare(selectFrom(database, table, names))
      .raw()
      .safeIntegers();
    let batch: TableRow[] = [];
    let position = 0;
    for (const cells of statement.iterate() as IterableIterator<readonly unknown[]>) {
      position++;
      batch.push(toRow(cells, names, position));
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    database.close();
  }
  return undefined;
}

/** Names of a foreign file cannot be bound, so they are quoted; the rowid, or NULL, comes first. */
function selectFrom(
  database: Database.Database,
  table: string,
  columns: readonly string[],
): string {
  const taken = new Set(columns.map((name) => name.toLowerCase()));
  const hasNone = database
    .prepare(`SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'`)
    .pluck()
    .get(table);
  const rowid = ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name));
  const known = hasNone === 0 ? rowid : undefined;
  const order = known === undefined ? '' : ` ORDER BY ${known}`;
  return `SELECT ${[known ?? 'NULL', ...columns.map(quote)].join(', ')} FROM ${quote(table)}${order}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function toRow(cells: readonly unknown[], names: readonly string[], position: number): TableRow {
  const [rowid, ...values] = cells;
  const entries = values.map((cell, index): [string, JsonValue] => [
    names[index] ?? '',
    toJson(cell),
  ]);
  // fromEntries makes `__proto__` an own key.
  return {row: Object.fromEntries(entries), rowid: rowid === null ? position : Number(rowid)};
}

function toJson(cell: unknown): JsonValue {
  if (typeof cell === 'bigint') {
    const value = Number(cell);
    return Number.isSafeInteger(value) ? value : new BigNumber(String(cell));
  }
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  if (typeof cell === 'string' || cell === null) return cell;
  if (Buffer.isBuffer(cell)) return cell.toString('base64');
  throw new Error('a SQLite value of no known type');
}
