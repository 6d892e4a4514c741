import Database from 'better-sqlite3';
import {UserError} from '../model/user-error.js';

/** Turns what SQLite says about a file into one line for people; anything else passes unchanged. */
export function explainSqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  if (!(error instanceof Database.SqliteError)) {
    const missing = 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES');
    const cannot = error instanceof TypeError && error.message.includes('directory does not exist');
    return missing || cannot
      ? new UserError(`cannot open the case ${path}: ${error.message}`, {
          next: 'name a writable place with --case FILE',
          cause: error,
        })
      : error;
  }
  const said = explainCode(error.code);
  return said === undefined
    ? error
    : new UserError(`${path}: ${said.found}`, {next: said.next, cause: error});
}

function explainCode(code: string): {readonly found: string; readonly next: string} | undefined {
  if (code.startsWith('SQLITE_NOTADB')) {
    return {
      found: 'not a SQLite file, so not a case',
      next: 'name another file with --case, or read it as a log: whatbroke ./FILE',
    };
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return {found: 'the case is damaged', next: 'ingest the logs into a new case'};
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return {
      found: 'another process is writing this case',
      next: 'wait until it is done, or name another case with --case FILE',
    };
  }
  if (code.startsWith('SQLITE_FULL')) {
    return {
      found: 'no space left for the case',
      next: 'free some space and run the same command again',
    };
  }
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_PERM')
  ) {
    return {
      found: 'the case cannot be opened for this',
      next: 'name a writable place with --case FILE',
    };
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return {
      found: 'the disk failed to read or write the case',
      next: 'check the disk and try again',
    };
  }
  return undefined;
}
