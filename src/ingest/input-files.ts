import type {Dirent, Stats} from 'node:fs';
import {readdir, realpath, stat} from 'node:fs/promises';
import {basename, join, resolve, sep} from 'node:path';
import {types} from 'node:util';
import {glob, isDynamicPattern} from 'tinyglobby';
import {UserError} from '../model/user-error.js';

/** Something a person named, or standard input, made absolute. */
export type Input = FileInput | FolderInput;

export interface FileInput {
  readonly kind: 'file';
  readonly path: string;
  /** A copy of what came from standard input. */
  readonly isStdin?: boolean;
}

export interface FolderInput {
  readonly kind: 'folder';
  readonly path: string;
  /** Relative, sorted. */
  readonly files: readonly string[];
  /** What lies in it and is no file, or cannot be looked into. */
  readonly skipped: readonly {readonly path: string; readonly reason: string}[];
}

/** Members listed of one folder; above it the folder is refused rather than read in part. */
const MAX_FOLDER_FILES = 1_000_000;

/**
 * What a person named: a file, a folder, or a glob that the shell has not expanded. A file whose
 * name looks like a glob is that file.
 *
 * @throws UserError when nothing is there, or it cannot be read
 */
export async function readInputs(
  path: string,
  isOwnFile: (path: string) => boolean,
): Promise<readonly Input[]> {
  const absolute = resolve(path);
  try {
    return [await readInput(absolute, path, isOwnFile)];
  } catch (error) {
    if (codeOf(error) !== 'ENOENT')
      throw error instanceof UserError ? error : unreadable(path, error);
    const found = isDynamicPattern(path) ? await glob(path, {absolute: true, dot: true}) : [];
    if (found.length === 0) throw unreadable(path, error);
    const inputs: Input[] = [];
    for (const match of found.sort()) {
      if (!isOwnFile(match)) inputs.push(await readInput(match, match, isOwnFile));
    }
    return inputs;
  }
}

/** @throws the error of the file system, UserError for what is neither a file nor a folder */
async function readInput(
  absolute: string,
  path: string,
  isOwnFile: (path: string) => boolean,
): Promise<Input> {
  const stats = await stat(absolute);
  if (stats.isDirectory()) {
    return {kind: 'folder', path: absolute, ...(await listFiles(absolute, isOwnFile))};
  }
  assertFile(path, stats);
  return {kind: 'file', path: absolute};
}

/** Reading a pipe or a device could wait for ever. @throws UserError */
export function assertFile(path: string, stats: Pick<Stats, StatKind>): void {
  if (stats.isFile()) return;
  throw new UserError(`${path}: ${kindOf(stats)}, neither a file nor a folder`, {
    next: 'name a log file or a folder of log files, or pipe into `whatbroke -`',
  });
}

type StatKind =
  'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice';

function kindOf(stats: Pick<Stats, StatKind>): string {
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  if (stats.isDirectory()) return 'a link to a folder, which is not followed';
  return stats.isBlockDevice() || stats.isCharacterDevice() ? 'a device' : 'something';
}

/** The file system failed, or a file changed while it was read: this file is lost, not the others. */
export function isFileProblem(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  return 'syscall' in error || (error instanceof UserError && isFileProblem(error.cause));
}

function codeOf(error: unknown): string {
  return types.isNativeError(error) && 'code' in error ? String(error.code) : '';
}

export function unreadable(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  const reasons = new Map([
    ['ENOENT', 'no such file'],
    ['EACCES', 'permission denied'],
    ['EPERM', 'permission denied'],
    ['ELOOP', 'links that lead to themselves'],
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
): Promise<Pick<FolderInput, 'files' | 'skipped'>> {
  const files: string[] = [];
  const skipped: {readonly path: string; readonly reason: string}[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await listFolder(join(folder, at), at === '' ? undefined : skipped)) {
      const relative = at === '' ? entry.name : `${at}/${entry.name}`;
      const path = join(folder, relative);
      if (isOwnFile(path)) continue;
      if (entry.isDirectory()) open.push(relative);
      else if (entry.isFile() || entry.isSymbolicLink()) files.push(relative);
      else skipped.push({path, reason: `${path}: ${kindOf(entry)}, not a file`});
      if (files.length + skipped.length > MAX_FOLDER_FILES) {
        const limit = String(MAX_FOLDER_FILES);
        throw new UserError(`${folder}: more than ${limit} files`, {next: 'name a smaller folder'});
      }
    }
  }
  return {files: files.sort(), skipped: skipped.sort((a, b) => (a.path < b.path ? -1 : 1))};
}

/** A folder below the one that was named may be closed to us, or gone again: it is skipped. */
async function listFolder(
  path: string,
  skipped: {readonly path: string; readonly reason: string}[] | undefined,
): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, {withFileTypes: true});
  } catch (error) {
    if (skipped === undefined) throw error;
    skipped.push({path, reason: unreadable(path, error).message});
    return [];
  }
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
