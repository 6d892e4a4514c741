/** How the derived rows of one run are read from one database and written to another, by table. */
export interface DerivedTable {
  readonly name: string;
  readonly read: string;
  readonly insert: string;
  readonly clear: string;
}

/** `run` first, then every table whose rows belong to one: they have a `run_key`. By name, so always alike. */
export const LIST_DERIVED_TABLES = `SELECT t.name FROM pragma_table_list t
  JOIN pragma_table_xinfo(t.name) c ON c.name = 'run_key'
  WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name`;
/** Columns that are written; a number that SQLite gives by itself is not. */
export const LIST_COLUMNS = `SELECT name FROM pragma_table_xinfo(?)
  WHERE name <> 'run_key' AND NOT (name = 'id' AND pk = 1) ORDER BY cid`;
export const DELETE_RUN = 'DELETE FROM run WHERE run_id = ?';

/** Names are those of our own schema, never of a log. */
export function describeTable(name: string, columns: readonly string[]): DerivedTable {
  const list = columns.join(', ');
  const into = name === 'run' ? list : `run_key, ${list}`;
  const marks = new Array(columns.length + (name === 'run' ? 0 : 1)).fill('?').join(', ');
  return {
    name,
    read: `SELECT ${list} FROM ${name} ORDER BY ${name === 'finding' ? 'id' : '1'}`,
    insert: `INSERT INTO ${name}(${into}) VALUES (${marks})`,
    clear: `DELETE FROM ${name}`,
  };
}
