import {stat} from 'node:fs/promises';
import {basename, dirname, isAbsolute, join, normalize, sep} from 'node:path';
import type {ContainerKind, RecordSource} from '../model/record-source.js';
import {UserError} from '../model/user-error.js';
import {readPart, readSlice} from './containers/byte-slice.js';
import type {ByteSlice} from './containers/byte-slice.js';
import {MAX_LAYERS, detectEncoding, unpackBytes} from './containers/encoding.js';
import type {Encoding} from './containers/encoding.js';
import {assertFile} from './input-files.js';
import {makeChunkSource} from './records/chunk-source.js';
import {detectLayout} from './records/layout.js';
import {SourceReport} from './records/source-report.js';
import {RunningHash} from './running-hash.js';
import {SCAN_BYTES, TAIL_BYTES} from './sniff-head.js';
import type {SniffInput} from './sniff-head.js';

/** A file, or a member of an archive, whose start was looked at; it is read through `makeReadable`. */
export interface OpenedFile {
  /** Of a member: the path of the archive, `/`, its path inside. */
  readonly path: string;
  readonly slice: ByteSlice;
  /** Bytes on disk, packed as they are. */
  readonly sizeBytes: number;
  readonly encodings: readonly Encoding[];
  readonly container: ContainerKind;
  /** Bytes on disk are those of the records: offsets can be resumed. */
  readonly isPlain: boolean;
  readonly sniff: SniffInput;
}

/** @throws the error of the file system, UserError for a pipe or a device */
export async function openFile(path: string): Promise<OpenedFile> {
  const stats = await stat(path);
  assertFile(path, stats);
  const sizeBytes = stats.size;
  return openSlice(path, {slice: {diskPath: path, start: 0, sizeBytes}, encodings: []});
}

/**
 * Looks at the start of bytes on disk, below all their packings.
 *
 * @throws the error of the file system, UserError for a packed file of which not a byte can be had
 */
export async function openSlice(
  path: string,
  packed: {readonly slice: ByteSlice; readonly encodings: readonly Encoding[]},
): Promise<OpenedFile> {
  const {slice} = packed;
  const encodings = [...packed.encodings];
  let problem: string | undefined;
  const note = (message: string): void => {
    problem = message;
  };
  let start = await readStart(slice, encodings, note);
  while (encodings.length < MAX_LAYERS) {
    const encoding = detectEncoding(start);
    if (encoding === undefined) break;
    encodings.push(encoding);
    start = await readStart(slice, encodings, note);
  }
  if (start.length === 0 && problem !== undefined) {
    throw new UserError(`${path}: nothing of it can be unpacked: ${problem}`, {
      next: 'copy or export the file again',
    });
  }
  const isPlain = encodings.length === 0;
  const isWhole = isPlain ? start.length >= slice.sizeBytes : start.length < SCAN_BYTES;
  const tail = await readTail(slice, {start, isWhole, isPlain});
  const container = detectLayout({bytes: start, isWhole});
  const sniff = {name: basename(path), start, isWhole, tail, container};
  return {path, slice, sizeBytes: slice.sizeBytes, encodings, container, isPlain, sniff};
}

/** @param onProblem told again, and reported, when the records are read */
async function readStart(
  slice: ByteSlice,
  encodings: readonly Encoding[],
  onProblem: (message: string) => void,
): Promise<Buffer> {
  if (encodings.length === 0) return readPart(slice, 0, SCAN_BYTES);
  const parts: Buffer[] = [];
  let lengthBytes = 0;
  const unpacked = unpackBytes(readSlice(slice), {
    encodings,
    packedBytes: slice.sizeBytes,
    onProblem,
  });
  for await (const chunk of unpacked) {
    parts.push(Buffer.from(chunk));
    lengthBytes += chunk.length;
    if (lengthBytes >= SCAN_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, SCAN_BYTES);
}

async function readTail(
  slice: ByteSlice,
  head: {readonly start: Buffer; readonly isWhole: boolean; readonly isPlain: boolean},
): Promise<Buffer> {
  if (head.isWhole) return head.start.subarray(-TAIL_BYTES);
  if (!head.isPlain) return Buffer.alloc(0);
  return readPart(slice, slice.sizeBytes - TAIL_BYTES, TAIL_BYTES);
}

/** A file that a parser reads: its records, what the reader counted, and the hash of its bytes. */
export interface ReadableFile {
  readonly file: OpenedFile;
  readonly source: RecordSource;
  readonly report: SourceReport;
  readonly hash: RunningHash;
  /** Files beside it that the parser asked for, there or not. */
  readonly siblings: readonly SoughtFile[];
}

export interface SoughtFile {
  /** Relative to the file that asks. */
  readonly path: string;
  readonly file: ReadableFile | undefined;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Bytes on disk that were read for the first time. */
  readonly onBytes: (bytes: number) => void;
  readonly member?: string;
  /** Hash of the bytes before a resumed tail. */
  readonly hash?: RunningHash;
  /** A file beside it, by relative path; default: on disk, in the same folder. */
  readonly openSibling?: (path: string) => Promise<OpenedFile | undefined>;
}

export function makeReadable(file: OpenedFile, options: ReadOptions): ReadableFile {
  const report = new SourceReport();
  const hash = options.hash ?? makeFileHash(file);
  const siblings: SoughtFile[] = [];
  const openBytes = (fromOffset: number): AsyncIterable<Buffer> => {
    const raw = tap(file, hash, fromOffset, options.onBytes);
    if (file.isPlain) return raw;
    return unpackBytes(raw, {
      encodings: file.encodings,
      packedBytes: file.sizeBytes,
      onProblem: (message) => {
        report.note({code: 'broken-packing', severity: 'data-loss', message});
      },
    });
  };
  const source = makeChunkSource({
    name: file.sniff.name,
    container: file.container,
    open: openBytes,
    report,
    signal: options.signal,
    ...(options.member === undefined ? {} : {member: options.member}),
    sibling: async (path) => {
      const open = options.openSibling ?? ((relative) => openSibling(file.path, relative));
      const sibling = await open(path);
      if (sibling === undefined) {
        siblings.push({path, file: undefined});
        return undefined;
      }
      const readable = makeReadable(sibling, {
        ...options,
        member: path,
        hash: makeFileHash(sibling),
      });
      siblings.push({path, file: readable});
      return readable.source;
    },
  });
  return {file, source, report, hash, siblings};
}

/** Only plain JSON lines can have a torn tail that is left out of the settled prefix. */
export function makeFileHash(file: OpenedFile): RunningHash {
  return new RunningHash(file.isPlain && file.container === 'json-lines');
}

async function* tap(
  file: OpenedFile,
  hash: RunningHash,
  fromOffset: number,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, undefined> {
  let offset = fromOffset;
  for await (const chunk of readSlice(file.slice, fromOffset)) {
    const before = hash.bytes;
    hash.add(chunk, offset);
    offset += chunk.length;
    if (hash.bytes > before) onBytes(hash.bytes - before);
    yield chunk;
  }
  return undefined;
}

/** A path from a log never leaves the folder of the file that names it. */
export async function openSibling(path: string, relative: string): Promise<OpenedFile | undefined> {
  const inside = toInside(relative);
  if (inside === undefined) return undefined;
  try {
    return await openFile(join(dirname(path), inside));
  } catch {
    // The contract of sibling: undefined where there is none.
    return undefined;
  }
}

/** A relative path that stays in its folder; undefined for any other. */
export function toInside(relative: string): string | undefined {
  const inside = normalize(relative);
  const isOutside = isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`);
  return isOutside ? undefined : inside;
}

/** Hashes what no parser has read (trailing bytes, a parser that stopped early). */
export async function finishHash({file, hash}: ReadableFile, signal: AbortSignal): Promise<void> {
  let offset = hash.bytes;
  for await (const chunk of readSlice(file.slice, offset)) {
    signal.throwIfAborted();
    hash.add(chunk, offset);
    offset += chunk.length;
  }
}
