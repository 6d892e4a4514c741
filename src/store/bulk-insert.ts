import type Database from 'better-sqlite3';

/** What SQLite takes; integers beyond 2^53 as bigint. */
export type SqlValue = number | bigint | string | Uint8Array | null;

/** Rows per statement: 20 rows cost a third less than 20 statements, more brought nothing. */
const ROWS_PER_STATEMENT = 20;
/** Text held back before it is written, in characters (bounds memory for long bodies). */
const MAX_PENDING_CHARS = 1 << 20;

/**
 * Inserts rows of one table with multi-row prepared statements. Rows are held back until the
 * statement is full or `flush` is called, which must happen before COMMIT.
 */
export class BulkInsert {
  readonly #columns: number;
  readonly #db: Database.Database;
  readonly #insert: string;
  readonly #row: string;
  /** Prepared when first needed: a small file fills few tables, and preparing all cost more than its rows. */
  #one: Database.Statement | undefined;
  #many: Database.Statement | undefined;
  #pending: SqlValue[] = [];
  #chars = 0;

  /** @param insert `INSERT INTO t(...) VALUES ` up to the first row, a constant of `queries/`. */
  constructor(db: Database.Database, insert: string, columns: number) {
    const row = `(${new Array(columns).fill('?').join(',')})`;
    this.#columns = columns;
    this.#db = db;
    this.#insert = insert;
    this.#row = row;
  }

  /** Adds one row; `chars` is the length of its long text, if any. */
  add(row: readonly SqlValue[], chars = 0): void {
    const pending = this.#pending;
    for (const value of row) pending.push(value);
    this.#chars += chars;
    if (pending.length === this.#columns * ROWS_PER_STATEMENT) {
      // Spread: binding arguments is a fifth cheaper than binding an array.
      this.#many ??= this.#db.prepare(
        this.#insert + new Array(ROWS_PER_STATEMENT).fill(this.#row).join(','),
      );
      this.#many.run(...pending);
      this.#reset();
    } else if (this.#chars > MAX_PENDING_CHARS) this.flush();
  }

  flush(): void {
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#one ??= this.#db.prepare(this.#insert + this.#row);
    for (let at = 0; at < pending.length; at += this.#columns) {
      this.#one.run(pending.slice(at, at + this.#columns));
    }
    this.#reset();
  }

  #reset(): void {
    this.#pending = [];
    this.#chars = 0;
  }
}
