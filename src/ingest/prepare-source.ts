import type {TraceParser} from '../model/parser.js';
import {UserError} from '../model/user-error.js';
import {readSlice} from './containers/byte-slice.js';
import {hashFolder, makeReadableFolder} from './folder-source.js';
import type {OpenedFolder} from './folder-source.js';
import type {PreparedSource, ReadingSource} from './ingest-source.js';
import {finishHash, makeFileHash, makeReadable, openSibling} from './open-file.js';
import type {OpenedFile, ReadOptions, ReadableFile, SoughtFile} from './open-file.js';
import type {PassReport} from './records/source-report.js';
import type {RunningHash} from './running-hash.js';
import type {ResumePoint, SiblingHash, SourceEnd} from './sink.js';

type ReadingOptions = Pick<ReadOptions, 'signal' | 'onBytes' | 'openSibling'>;

/** A file, with the hash of its known prefix kept, so that a grown file goes on from there. */
export function prepareFile(
  file: OpenedFile,
  parser: TraceParser,
  options: ReadingOptions,
): PreparedSource {
  const resumable = parser.resumable && file.isPlain && file.container === 'json-lines';
  let prefix = makeFileHash(file);
  return {
    path: file.path,
    container: file.container,
    sizeBytes: file.sizeBytes,
    resumable,
    hashPrefix: async (lengthBytes) => {
      if (lengthBytes > file.sizeBytes) return undefined;
      if (lengthBytes < prefix.bytes) prefix = makeFileHash(file);
      await hashUpTo(file, prefix, {lengthBytes, signal: options.signal});
      return prefix.at(lengthBytes);
    },
    hashSibling: async (path) => {
      const open = options.openSibling ?? ((relative) => openSibling(file.path, relative));
      const sibling = await open(path);
      if (sibling === undefined) return undefined;
      const hash = makeFileHash(sibling);
      await hashUpTo(sibling, hash, {lengthBytes: sibling.sizeBytes, signal: options.signal});
      return hash.at(sibling.sizeBytes);
    },
    read: (resume) => readFile(file, resume === undefined ? undefined : prefix, resume, options),
  };
}

async function hashUpTo(
  file: OpenedFile,
  hash: RunningHash,
  to: {readonly lengthBytes: number; readonly signal: AbortSignal},
): Promise<void> {
  let offset = hash.bytes;
  for await (const chunk of readSlice(file.slice, offset, to.lengthBytes)) {
    to.signal.throwIfAborted();
    hash.add(chunk, offset);
    offset += chunk.length;
  }
}

function readFile(
  file: OpenedFile,
  prefix: RunningHash | undefined,
  resume: ResumePoint | undefined,
  options: ReadingOptions,
): ReadingSource {
  const hash = prefix?.bytes === resume?.offset ? prefix : undefined;
  const readable = makeReadable(file, {...options, ...(hash === undefined ? {} : {hash})});
  return {
    source: readable.source,
    passes: () => passesOf([readable]),
    settle: async () => {
      await finishHash(readable, options.signal);
      const siblings = await hashSiblings(readable.siblings, options.signal);
      return {...settleFile(readable), ...(siblings.length === 0 ? {} : {siblings})};
    },
  };
}

async function hashSiblings(
  sought: readonly SoughtFile[],
  signal: AbortSignal,
): Promise<readonly SiblingHash[]> {
  const hashes: SiblingHash[] = [];
  for (const {path, file} of sought) {
    if (file === undefined) {
      hashes.push({path});
      continue;
    }
    await finishHash(file, signal);
    const sha256 = file.hash.at(file.file.sizeBytes);
    hashes.push({path, ...(sha256 === undefined ? {} : {sha256})});
  }
  return hashes;
}

function settleFile({file, hash, report}: ReadableFile): Omit<SourceEnd, 'counts'> {
  const {tornTail, endOffset: offset, endLine: line} = report.pass;
  const totalSha256 = hash.at(file.sizeBytes);
  if (totalSha256 === undefined) throw changed(file.path);
  const total = {totalBytes: file.sizeBytes, totalSha256, offset, line};
  const prefixSha256 = tornTail === undefined ? undefined : hash.at(offset);
  if (tornTail === undefined || prefixSha256 === undefined) {
    return {
      ...total,
      prefixBytes: file.sizeBytes,
      prefixSha256: totalSha256,
      ...(tornTail === undefined ? {} : {tornTail}),
    };
  }
  return {...total, prefixBytes: offset, prefixSha256, tornTail};
}

function changed(path: string): UserError {
  return new UserError(`${path}: became shorter while it was read`, {
    next: 'ingest it again when it is no longer rewritten',
    cause: Object.assign(new Error('the end of the file came early'), {syscall: 'read'}),
  });
}

/** A folder or an archive that one parser reads as a whole. */
export function prepareFolder(folder: OpenedFolder, options: ReadingOptions): PreparedSource {
  return {
    path: folder.path,
    container: folder.container,
    sizeBytes: folder.sizeBytes,
    resumable: false,
    hashPrefix: async (lengthBytes) =>
      lengthBytes === folder.sizeBytes ? hashFolder(folder, new Map(), options.signal) : undefined,
    read: () => {
      const readable = makeReadableFolder(folder, options);
      return {
        source: readable.source,
        passes: () => passesOf([...readable.members.values()]),
        settle: async () => {
          const sha256 = await hashFolder(folder, readable.members, options.signal);
          const bytes = folder.sizeBytes;
          return {
            prefixBytes: bytes,
            prefixSha256: sha256,
            totalBytes: bytes,
            totalSha256: sha256,
            offset: bytes,
            line: 1,
          };
        },
      };
    },
  };
}

function passesOf(files: readonly ReadableFile[]): readonly PassReport[] {
  const passes: PassReport[] = [];
  const open = [...files];
  for (let file = open.shift(); file !== undefined; file = open.shift()) {
    passes.push(file.report.pass);
    for (const sibling of file.siblings) if (sibling.file !== undefined) open.push(sibling.file);
  }
  return passes;
}
