import {open, stat} from 'node:fs/promises';
import {dirname, join, posix} from 'node:path';
import type {TraceParser} from '../model/parser.js';
import {UserError} from '../model/user-error.js';
import {openArchive, type OpenedArchive} from '../ingest/containers/open-archive.js';
import {detectFolder} from '../ingest/detect-folder.js';
import {assertFile, ownFiles, readInputs, unreadable} from '../ingest/input-files.js';
import {openFile, toInside} from '../ingest/open-file.js';
import {splitFolder, type WholeFolder} from '../ingest/split-folder.js';
import type {PackedMember} from '../ingest/containers/archive.js';
import {buildPathFilter, type PathPatterns} from './path-filter.js';
import type {ReadTask} from './worker/protocol.js';

/** One thing to read. */
export interface PlannedTask {
  readonly task: ReadTask;
  /** Finds a file beside a member of an archive. */
  readonly findSibling?: (path: string) => Promise<PackedMember | undefined>;
  /** To be called when the task is over, so that its archive can be closed. */
  readonly release: () => Promise<void>;
}

export interface PlannedSkip {
  readonly path: string;
  readonly reason: string;
  /** A person named this very file, and it is not there or cannot be read. */
  readonly isNamed: boolean;
}

/** A file on disk that the plan has found, not looked into yet. */
interface FoundFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly isWhole: boolean;
  /** Files on disk that it is: those of a folder that is one log, else one. */
  readonly files: number;
}

export interface PlanOptions {
  readonly paths: readonly string[];
  readonly parsers: readonly TraceParser[];
  /** Of `--format`. */
  readonly named: TraceParser | undefined;
  readonly casePath: string;
  /** Files that were last changed before it are left out. */
  readonly sinceMs: number | undefined;
  /** Of files in folders; a file that is named itself, and what is in an archive, is always read. */
  readonly patterns?: PathPatterns;
  readonly signal: AbortSignal;
  readonly onSkip: (skip: PlannedSkip) => void;
}

/** End of the reason of a file that the patterns leave out. */
export const NOT_CHOSEN = 'left out by --include or --exclude';

/** What is on disk; archives are opened later, one after the other. */
export interface Plan {
  readonly files: readonly FoundFile[];
  readonly fileCount: number;
  readonly bytesTotal: number;
}

/** Lists all that is named, each file once, in the order given and then by path. */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const {paths, casePath, signal} = options;
  const isOwnFile = await ownFiles(dirname(casePath), casePath);
  const files = new Map<string, FoundFile>();
  for (const path of paths) {
    signal.throwIfAborted();
    for (const file of await listPath(path, isOwnFile, options)) {
      if (!files.has(file.path)) files.set(file.path, file);
    }
  }
  let [bytesTotal, fileCount] = [0, 0];
  for (const file of files.values()) {
    bytesTotal += file.sizeBytes;
    fileCount += file.files;
  }
  return {files: [...files.values()], fileCount, bytesTotal};
}

async function listPath(
  path: string,
  isOwnFile: (path: string) => boolean,
  options: PlanOptions,
): Promise<readonly FoundFile[]> {
  if (path === '-') {
    throw new UserError('-: batch reads files, not standard input', {next: 'whatbroke ingest -'});
  }
  const found: FoundFile[] = [];
  try {
    for (const input of await readInputs(path, isOwnFile)) {
      if (input.kind === 'file') {
        found.push(...(await measure([input.path], options, true)));
        continue;
      }
      for (const skip of input.skipped) options.onSkip({...skip, isNamed: false});
      const chosen = chooseFiles(input, options);
      const {wholes, files} = splitFolder(
        {path: input.path, files: chosen},
        (inside) =>
          detectFolder({path: inside.path, container: 'folder', entries: inside.files}, options) !==
          undefined,
      );
      for (const whole of wholes) found.push(...(await measureWhole(whole, options)));
      const inside = files.map((file) => join(input.path, file));
      found.push(...(await measure(inside, options, false)));
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    options.onSkip({path, reason: error.message, isNamed: true});
  }
  return found;
}

function chooseFiles(
  {path, files}: WholeFolder,
  {patterns, onSkip}: PlanOptions,
): readonly string[] {
  if (patterns === undefined || patterns.include.length + patterns.exclude.length === 0)
    return files;
  const isChosen = buildPathFilter(patterns);
  for (const file of files) {
    if (isChosen(file)) continue;
    const left = join(path, file);
    onSkip({path: left, reason: `${left}: ${NOT_CHOSEN}`, isNamed: false});
  }
  return files.filter(isChosen);
}

async function measure(
  paths: readonly string[],
  {sinceMs, signal, onSkip}: PlanOptions,
  isNamed: boolean,
): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const path of paths) {
    signal.throwIfAborted();
    try {
      const stats = await stat(path);
      assertFile(path, stats);
      if (sinceMs !== undefined && stats.mtimeMs < sinceMs) {
        onSkip({path, reason: `${path}: last changed before --since`, isNamed: false});
      } else found.push({path, sizeBytes: stats.size, isWhole: false, files: 1});
    } catch (error) {
      onSkip({path, reason: unreadable(path, error).message, isNamed});
    }
  }
  return found;
}

/** A folder that is one log: as old as its newest file. */
async function measureWhole(
  {path, files}: WholeFolder,
  {sinceMs, signal, onSkip}: PlanOptions,
): Promise<readonly FoundFile[]> {
  let [sizeBytes, newestMs] = [0, -Infinity];
  for (const file of files) {
    signal.throwIfAborted();
    try {
      const stats = await stat(join(path, file));
      sizeBytes += stats.size;
      newestMs = Math.max(newestMs, stats.mtimeMs);
    } catch {
      // Told when it is read.
    }
  }
  if (sinceMs === undefined || newestMs >= sinceMs) {
    return [{path, sizeBytes, isWhole: true, files: files.length}];
  }
  for (const file of files) {
    const old = join(path, file);
    onSkip({path: old, reason: `${old}: last changed before --since`, isNamed: false});
  }
  return [];
}

/** Tasks in the order of the plan; an archive is opened when its turn comes, and closed after its last task. */
export async function* planTasks(
  plan: Plan,
  options: PlanOptions & {
    /** Sources that were found in an archive, before their tasks. */
    readonly onMembers: (paths: readonly string[], archiveBytes: number) => void;
  },
): AsyncGenerator<PlannedTask> {
  for (const file of plan.files) {
    options.signal.throwIfAborted();
    const {path, sizeBytes, isWhole} = file;
    const archive = isWhole ? undefined : await tryOpenArchive(file, options);
    if (archive === 'skipped') continue;
    if (archive === undefined) {
      yield {
        task: {kind: isWhole ? 'whole' : 'file', path, sizeBytes},
        release: () => Promise.resolve(),
      };
      continue;
    }
    const listed = {path, container: 'archive', entries: archive.files} as const;
    if (detectFolder(listed, options) !== undefined) {
      await archive.close();
      yield {task: {kind: 'whole', path, sizeBytes}, release: () => Promise.resolve()};
    } else yield* planMembers(archive, options);
  }
}

async function* planMembers(
  archive: OpenedArchive,
  options: Parameters<typeof planTasks>[1],
): AsyncGenerator<PlannedTask> {
  const {path, files} = archive;
  for (const {path: member, reason} of archive.skipped) {
    const named = join(path, member);
    options.onSkip({path: named, reason: `${named}: ${reason}`, isNamed: false});
  }
  const sources = files.map((file) => join(path, file));
  options.onMembers(sources, archive.sizeBytes);
  let open = files.length + 1;
  const release = async (): Promise<void> => {
    if (--open === 0) await archive.close();
  };
  try {
    for (const file of files) {
      options.signal.throwIfAborted();
      const source = join(path, file);
      const packed = await archive.find(file);
      if (packed === undefined) {
        options.onSkip({path: source, reason: `${source}: cannot be read`, isNamed: false});
        await release();
        continue;
      }
      const {sizeBytes} = packed.slice;
      yield {
        task: {kind: 'member', path: source, sizeBytes, packed},
        findSibling: async (sibling) => {
          const inside = toInside(sibling);
          if (inside === undefined) return undefined;
          return archive.find(posix.join(posix.dirname(file), inside));
        },
        release,
      };
    }
  } finally {
    await release();
  }
}

/** Bytes that tell an archive, packed or not, from any other file. */
const MAGIC_BYTES = 512;

/** Undefined for what is no archive, 'skipped' for one that cannot be opened. */
async function tryOpenArchive(
  {path}: FoundFile,
  {signal, onSkip}: PlanOptions,
): Promise<OpenedArchive | 'skipped' | undefined> {
  try {
    if (!(await mayBeArchive(path))) return undefined;
    const file = await openFile(path);
    if (file.container !== 'archive') return undefined;
    const archive = await openArchive(file, signal);
    if (archive.files.length + archive.skipped.length > 0) return archive;
    await archive.close();
    onSkip({path, reason: `${path}: an empty archive`, isNamed: false});
    return 'skipped';
  } catch (error) {
    signal.throwIfAborted();
    onSkip({path, reason: unreadable(path, error).message, isNamed: false});
    return 'skipped';
  }
}

async function mayBeArchive(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(MAGIC_BYTES);
    await file.read(bytes, 0, MAGIC_BYTES, 0);
    const isPacked = bytes.readUInt16BE(0) === 0x1f8b || bytes.readUInt32LE(0) === 0xfd2fb528;
    const isZip = bytes.toString('latin1', 0, 2) === 'PK';
    return isPacked || isZip || bytes.toString('latin1', 257, 262) === 'ustar';
  } finally {
    await file.close();
  }
}
