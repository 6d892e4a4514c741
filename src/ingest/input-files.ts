import {readdir, realpath, stat} from 'node:fs/promises';
import {basename, join, resolve, sep} from 'node:path';
import {types} from 'node:util';
import {UserError} from '../model/user-error.js';

/** Something a person named, or standard input, made absolute. */
export type Input =
  | {readonly kind: 'file'; readonly path: string}
  | {readonly kind: 'folder'; readonly path: string; readonly files: readonly string[]};

/** Members listed of one folder; above it the folder is refused rather than read in part. */
const MAX_FOLDER_FILES = 1_000_000;

/** @throws UserError when the path is not there or cannot be read */
export async function readInput(
  path: string,
  isOwnFile: (path: string) => boolean,
): Promise<Input> {
  const absolute = resolve(path);
  try {
    const stats = await stat(absolute);
    if (stats.isDirectory()) {
      return {kind: 'folder', path: absolute, files: await listFiles(absolute, isOwnFile)};
    }
    if (stats.isFile()) return {kind: 'file', path: absolute};
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw unreadable(path, error);
  }
  throw new UserError(`${path}: neither a file nor a folder`, {
    next: 'name a log file or a folder of log files, or pipe into `whatbroke -`',
  });
}

export function unreadable(path: string, error: unknown): UserError {
  const code = types.isNativeError(error) && 'code' in error ? String(error.code) : '';
  const reasons = new Map([
    ['ENOENT', 'no such file'],
    ['EACCES', 'permission denied'],
  ]);
  const reason = reasons.get(code) ?? (types.isNativeError(error) ? error.message : String(error));
  return new UserError(`${path}: cannot be read: ${reason}`, {
    next: 'check the path and its permissions',
    cause: error,
  });
}

/** Files below a folder as relative paths with `/`, sorted by code unit; links to folders are not followed. */
async function listFiles(
  folder: string,
  isOwnFile: (path: string) => boolean,
): Promise<readonly string[]> {
  const files: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await readdir(join(folder, at), {withFileTypes: true})) {
      const relative = at === '' ? entry.name : `${at}/${entry.name}`;
      if (isOwnFile(join(folder, relative))) continue;
      if (entry.isDirectory()) open.push(relative);
      else if (entry.isFile() || entry.isSymbolicLink()) files.push(relative);
      if (files.length > MAX_FOLDER_FILES) {
        const limit = String(MAX_FOLDER_FILES);
        throw new UserError(`${folder}: more than ${limit} files`, {next: 'name a smaller folder'});
      }
    }
  }
  return files.sort();
}

/** Tells the files of the case (database, journal, spooled sources) from logs that lie around it. */
export async function ownFiles(
  caseDir: string | undefined,
  casePath: string | undefined,
): Promise<(path: string) => boolean> {
  const dir = caseDir === undefined ? undefined : await real(caseDir);
  const file = casePath === undefined ? undefined : resolve(casePath);
  // A case file that lies among logs does not make its folder ours: only a folder of that name is.
  const isOwnDir = dir !== undefined && basename(dir) === '.whatbroke';
  return (path) => {
    if (file !== undefined && path.startsWith(file)) return true;
    return isOwnDir && (path === dir || path.startsWith(dir + sep));
  };
}

async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    // Not made yet: then nothing lies in it either.
    return resolve(path);
  }
}
