import type Database from 'better-sqlite3';

/** Statements that a read-only handle lets pass, or that reach other files: refused by name. */
const REFUSED = new Set(['attach', 'detach', 'vacuum', 'pragma', 'begin', 'commit', 'end', 'rollback',
  'savepoint', 'release', 'reindex', 'analyze']); // prettier-ignore

/** A statement that may not run, and why. */
export class RefusedStatement extends Error {}

/** Refused before SQLite says something less clear of them. */
const WRITING = new Set(['insert', 'update', 'delete', 'replace', 'create', 'drop', 'alter']);

/** Spaces and comments in front of a statement. */
const LEADING = /^(?:\s|;|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))+/;

/** The word a statement begins with, behind `EXPLAIN [QUERY PLAN]`, in lower case. */
export function readVerb(sql: string): string {
  let rest = sql.replace(LEADING, '');
  for (const word of ['explain', 'query', 'plan']) {
    if (rest.slice(0, word.length).toLowerCase() !== word) continue;
    if (/^[A-Za-z_]/.test(rest.charAt(word.length))) continue;
    rest = rest.slice(word.length).replace(LEADING, '');
  }
  return /^[A-Za-z_]*/.exec(rest)?.[0].toLowerCase() ?? '';
}

/**
 * The one statement that may run: it reads, and gives rows.
 *
 * @throws RefusedStatement for a statement that writes, reaches other files, or is not alone.
 * @throws what SQLite says of a statement it does not understand.
 */
export function prepareReading(db: Database.Database, sql: string): Database.Statement {
  const verb = readVerb(sql);
  if (verb === '') throw new RefusedStatement('there is no statement');
  if (REFUSED.has(verb)) {
    throw new RefusedStatement(
      `${verb.toUpperCase()} is not allowed: a query only reads this case`,
    );
  }
  const statement = WRITING.has(verb) ? undefined : prepareOne(db, sql);
  if (statement?.readonly !== true) {
    throw new RefusedStatement(`${verb.toUpperCase()} would write: a query only reads`);
  }
  if (!statement.reader) throw new RefusedStatement(`${verb.toUpperCase()} gives no rows`);
  return statement;
}

function prepareOne(db: Database.Database, sql: string): Database.Statement {
  try {
    return db.prepare(sql);
  } catch (error) {
    // better-sqlite3 says so with a RangeError, and in these words.
    const said = String(error);
    if (said.includes('more than one statement')) {
      throw new RefusedStatement('more than one statement: only one is run');
    }
    if (said.includes('contains no statements'))
      throw new RefusedStatement('there is no statement');
    throw error;
  }
}
