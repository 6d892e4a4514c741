import type {JsonObject} from '../../model/json.js';

export interface TableRow {
  readonly row: JsonObject;
  /** Its rowid; in a table that has none its position, from 1. */
  readonly rowid: number;
}

/** A log that is a SQLite file, opened for reading only. The layer that may open SQLite hands it in. */
export interface TableFile {
  /** Names, sorted; neither views nor SQLite's own tables. */
  readonly tables: readonly string[];
  /**
   * Rows in batches, in rowid order. Several tables may be read at a time. Integers above 2^53 are
   * `BigNumber`, bytes are base64 text.
   *
   * @throws Error where the file is damaged
   */
  rows(table: string): Iterable<readonly TableRow[]>;
  close(): void;
}

/** @throws UserError when the file is no database that can be read */
export type OpenTables = (path: string) => TableFile;
