import {accessSync, constants} from 'node:fs';
import {homedir} from 'node:os';
import {join, relative, resolve} from 'node:path';
import {createHash} from 'node:crypto';
import {readText, type Arguments} from './arguments.js';

export interface CasePath {
  /** Absolute. */
  readonly path: string;
  /** What a later command needs to find it: `--case x.db`, or nothing for the default. */
  readonly option: string;
}

export interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `--case`, else `.whatbroke/case.db` here, else (where nothing may be written here) the user's cache. */
export function chooseCasePath(args: Arguments, {cwd, env}: Place): CasePath {
  const named = readText(args, 'case');
  if (named !== undefined) {
    return {path: resolve(cwd, named), option: `--case ${quote(named)}`};
  }
  const local = join(cwd, '.whatbroke', 'case.db');
  if (isWritable(join(cwd, '.whatbroke')) ?? isWritable(cwd) ?? false) {
    return {path: local, option: ''};
  }
  // One case a folder, as it would be if the folder could be written.
  const name = createHash('sha256').update(cwd).digest('hex').slice(0, 16);
  return {path: join(cacheFolder(env), 'whatbroke', name, 'case.db'), option: ''};
}

/** The case of a bundled incident: in the user's cache, so that no folder gets runs that are not its own. */
export function demoCasePath(name: string, env: Place['env']): string {
  return join(cacheFolder(env), 'whatbroke', 'demo', name, 'case.db');
}

function cacheFolder(env: Place['env']): string {
  const xdg = env.XDG_CACHE_HOME;
  return xdg !== undefined && xdg.startsWith('/') ? xdg : join(homedir(), '.cache');
}

/** Undefined where there is no such folder. */
function isWritable(folder: string): boolean | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? undefined : false;
  }
}

function quote(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** A path as a person in `cwd` would write it. */
export function toShownPath(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near !== '' && !near.startsWith('..') ? near : path;
}
