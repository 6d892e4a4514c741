import {createHash} from 'node:crypto';
import type {RecordSource} from '../model/record-source.js';
import {finishHash, makeReadable} from './open-file.js';
import type {OpenedFile, ReadOptions, ReadableFile} from './open-file.js';

/** A folder, or an archive, that one parser claims as a whole. */
export interface OpenedFolder {
  readonly path: string;
  readonly container: 'folder' | 'archive';
  /** Relative paths, sorted. */
  readonly files: readonly string[];
  readonly sizeBytes: number;
  /** One of `files`. @throws the error of the file system */
  open(path: string): Promise<OpenedFile>;
}

export interface ReadableFolder {
  readonly source: RecordSource;
  /** Members read so far, each once. */
  readonly members: ReadonlyMap<string, ReadableFile>;
}

/** Members are opened when they are asked for, and each once, so that their counts add up. */
export function makeReadableFolder(folder: OpenedFolder, options: ReadOptions): ReadableFolder {
  const members = new Map<string, ReadableFile>();
  const known = new Set(folder.files);
  const openMember = async (path: string): Promise<RecordSource> => {
    const opened = members.get(path);
    if (opened !== undefined) return opened.source;
    const file = await folder.open(path);
    const readable = makeReadable(file, {...options, member: path});
    members.set(path, readable);
    return {...readable.source, sibling};
  };
  const sibling = async (path: string): Promise<RecordSource | undefined> =>
    known.has(path) ? openMember(path) : undefined;
  const source: RecordSource = {
    name: folder.path,
    container: folder.container,
    records: () => nothing(),
    lines: () => nothing(),
    frames: () => nothing(),
    rows: () => nothing(),
    entries: async function* () {
      for (const path of folder.files) {
        options.signal.throwIfAborted();
        yield {path, source: await openMember(path)};
      }
    },
    sibling,
  };
  return {source, members};
}

/**
 * One hash over the paths and the content of all members. Content that was hashed while it was
 * parsed is not read again.
 */
export async function hashFolder(
  folder: OpenedFolder,
  members: ReadonlyMap<string, ReadableFile>,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  for (const path of folder.files) {
    const member =
      members.get(path) ??
      makeReadable(await folder.open(path), {signal, onBytes: () => undefined});
    await finishHash(member, signal);
    const content = member.hash.at(member.file.sizeBytes) ?? '';
    hash.update(`${path}\0${String(member.file.sizeBytes)}\0${content}\n`);
  }
  return hash.digest('hex');
}

async function* nothing(): AsyncGenerator<never, undefined> {
  // A folder has members, no records of its own.
}
