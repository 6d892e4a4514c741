import {UserError} from '../model/user-error.js';

/** `SQLITE_BUSY`, `ENOENT`: the code of an error, of whatever realm its class is. */
function readCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : undefined;
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(readCode(error) ?? '');
}

/** Turns what SQLite or the system says about a file into one line for people; else unchanged. */
export function explainSqliteError(error: unknown, path: string): unknown {
  const said = explainCode(readCode(error) ?? '');
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
    /^E(NOENT|ACCES|PERM|ROFS|NOTDIR)$/.test(code) ||
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
