import type Database from 'better-sqlite3';

/** Where a statement went wrong. */
export interface SqlFault {
  readonly message: string;
  /** UTF-16 offset of what SQLite stumbled over; undefined where it names no place. */
  readonly offset: number | undefined;
  /** A name that SQLite does not know. */
  readonly unknown?: {readonly what: 'view' | 'column' | 'function'; readonly name: string};
}

/** What SQLite says of a statement, with the place: SQLite itself names only the word. */
export function explainSqlError(db: Database.Database, sql: string, message: string): SqlFault {
  const near = /^near "(.*)": syntax error$/s.exec(message)?.[1];
  if (near !== undefined) return {message, offset: findSyntaxError(db, sql, {near, message})};
  if (message === 'incomplete input')
    return {message: 'the statement ends too early', offset: sql.length};
  const token = /^unrecognized token: "(.*)"$/s.exec(message)?.[1];
  if (token !== undefined) return {message, offset: findWord(sql, token)};
  const [, kind, name] = /^no such (table|column|function): (.*)$/s.exec(message) ?? [];
  if (kind === undefined || name === undefined) return {message, offset: undefined};
  const last = name.split('.').at(-1) ?? name;
  const what = kind === 'table' ? 'view' : kind === 'column' ? 'column' : 'function';
  return {
    message: `no such ${what}: ${name}`,
    offset: findWord(sql, last),
    unknown: {what, name: last},
  };
}

/** Of several equal words, the first at which the text up to it is accepted and with it is not. */
function findSyntaxError(
  db: Database.Database,
  sql: string,
  {near, message}: {readonly near: string; readonly message: string},
): number | undefined {
  let from = 0;
  for (;;) {
    const at = sql.indexOf(near, from);
    if (at < 0) return undefined;
    if (tryPrepare(db, sql.slice(0, at + near.length)) === message) return at;
    from = at + Math.max(1, near.length);
  }
}

function tryPrepare(db: Database.Database, sql: string): string | undefined {
  try {
    db.prepare(sql);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function findWord(sql: string, word: string): number | undefined {
  const at = sql.toLowerCase().indexOf(word.toLowerCase());
  return at < 0 ? undefined : at;
}
