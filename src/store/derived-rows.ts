import type Database from 'better-sqlite3';
import {assert} from '../model/assert.js';
import type {SqlValue} from './bulk-insert.js';
import {
  DELETE_RUN,
  describeTable,
  LIST_COLUMNS,
  LIST_DERIVED_TABLES,
} from './queries/derived-rows.js';

/** Rows of one table, without the key of the run. */
export interface TableRows {
  readonly name: string;
  readonly rows: readonly (readonly SqlValue[])[];
}

/** The derived rows of one run as plain data, apart from the case: they cross processes. */
export interface DerivedRows {
  readonly runId: string;
  /** `run` first. */
  readonly tables: readonly TableRows[];
}

/** A table of derived rows with its statements, prepared once for many runs. */
export interface DerivedStatements {
  readonly name: string;
  readonly read: Database.Statement;
  readonly insert: Database.Statement;
  readonly clear: Database.Statement;
}

/** All tables of derived rows, told by the schema itself: a new one needs no word here. */
export function prepareDerivedTables(db: Database.Database): readonly DerivedStatements[] {
  const names = db.prepare(LIST_DERIVED_TABLES).pluck().all() as string[];
  const columns = db.prepare(LIST_COLUMNS).pluck();
  return ['run', ...names].map((name) => {
    const {read, insert, clear} = describeTable(name, columns.all(name) as string[]);
    return {
      name,
      read: db.prepare(read).raw().safeIntegers(),
      insert: db.prepare(insert),
      clear: db.prepare(clear),
    };
  });
}

/** Takes the one run that `db` holds out of it, and leaves it empty. */
export function takeDerivedRows(tables: readonly DerivedStatements[], runId: string): DerivedRows {
  const taken = tables.map(({name, read}): TableRows => {
    const rows = read.all() as SqlValue[][];
    return {name, rows: rows.map((row) => row.map(toNumber))};
  });
  for (const {clear} of tables) clear.run();
  return {runId, tables: taken};
}

/** Replaces the derived rows of a run. The caller owns the transaction. */
export function putDerivedRows(
  db: Database.Database,
  tables: readonly DerivedStatements[],
  taken: DerivedRows,
): void {
  db.prepare(DELETE_RUN).run(taken.runId);
  const insertOf = new Map(tables.map(({name, insert}) => [name, insert]));
  let runKey: number | bigint = 0;
  for (const {name, rows} of taken.tables) {
    const statement = insertOf.get(name);
    assert(statement !== undefined, 'both ends know the same tables');
    for (const row of rows) {
      if (name === 'run') runKey = statement.run(...row).lastInsertRowid;
      else statement.run(runKey, ...row);
    }
  }
}

/** Exact where a double is, so that most values stay cheap. */
function toNumber(value: SqlValue): SqlValue {
  if (typeof value !== 'bigint') return value;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
    ? Number(value)
    : value;
}
