import {open, stat} from 'node:fs/promises';
import {basename, dirname, isAbsolute, join, normalize, sep} from 'node:path';
import type {ContainerKind, RecordSource} from '../model/record-source.js';
import {makeChunkSource} from './records/chunk-source.js';
import {readFileBytes} from './records/file-bytes.js';
import {gunzipBytes, isGzip} from './records/gzip-bytes.js';
import {detectLayout} from './records/layout.js';
import {CHUNK_BYTES} from './records/limits.js';
import {SourceReport} from './records/source-report.js';
import {RunningHash} from './running-hash.js';
import {SCAN_BYTES, TAIL_BYTES} from './sniff-head.js';
import type {SniffInput} from './sniff-head.js';

/** A file whose start was looked at; it is read through `makeSource`. */
export interface OpenedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly container: ContainerKind;
  /** Bytes on disk are those of the records: offsets can be resumed. */
  readonly isPlain: boolean;
  readonly sniff: SniffInput;
}

/** @throws the error of the file system */
export async function openFile(path: string): Promise<OpenedFile> {
  const {size: sizeBytes} = await stat(path);
  const raw = await readRange(path, 0, Math.min(sizeBytes, SCAN_BYTES));
  const gzip = isGzip(raw);
  const start = gzip ? await unpackStart(path, sizeBytes) : raw;
  const isWhole = gzip ? start.length < SCAN_BYTES : start.length >= sizeBytes;
  const tail = await readTail({path, sizeBytes, start, isWhole, gzip});
  const container = detectLayout({bytes: start, isWhole});
  const sniff = {name: basename(path), start, isWhole, tail, container};
  return {path, sizeBytes, container, isPlain: !gzip, sniff};
}

async function readRange(path: string, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const file = await open(path, 'r');
  try {
    let filled = 0;
    while (filled < length) {
      const {bytesRead} = await file.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}

async function unpackStart(path: string, sizeBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let lengthBytes = 0;
  const unpacked = gunzipBytes(readFileBytes(path, {end: sizeBytes}), {
    chunkBytes: CHUNK_BYTES,
    // The problem is met again, and reported, when the records are read.
    onProblem: () => undefined,
  });
  for await (const chunk of unpacked) {
    parts.push(Buffer.from(chunk));
    lengthBytes += chunk.length;
    if (lengthBytes >= SCAN_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, SCAN_BYTES);
}

async function readTail(file: {
  readonly path: string;
  readonly sizeBytes: number;
  readonly start: Buffer;
  readonly isWhole: boolean;
  readonly gzip: boolean;
}): Promise<Buffer> {
  if (file.isWhole) return file.start.subarray(-TAIL_BYTES);
  if (file.gzip) return Buffer.alloc(0);
  return readRange(file.path, file.sizeBytes - TAIL_BYTES, TAIL_BYTES);
}

/** A file that a parser reads: its records, what the reader counted, and the hash of its bytes. */
export interface ReadableFile {
  readonly file: OpenedFile;
  readonly source: RecordSource;
  readonly report: SourceReport;
  readonly hash: RunningHash;
  /** Files beside it that the parser asked for. */
  readonly siblings: readonly ReadableFile[];
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Bytes on disk that were read for the first time. */
  readonly onBytes: (bytes: number) => void;
  readonly member?: string;
  /** Hash of the bytes before a resumed tail. */
  readonly hash?: RunningHash;
}

export function makeReadable(file: OpenedFile, options: ReadOptions): ReadableFile {
  const report = new SourceReport();
  const hash = options.hash ?? makeFileHash(file);
  const siblings: ReadableFile[] = [];
  const openBytes = (fromOffset: number): AsyncIterable<Buffer> => {
    const raw = tap(file, hash, fromOffset, options.onBytes);
    if (file.isPlain) return raw;
    return gunzipBytes(raw, {
      chunkBytes: CHUNK_BYTES,
      onProblem: ({message}) => {
        report.note({
          code: 'broken-gzip',
          severity: 'data-loss',
          message: `the compressed data cannot be read further: ${message}`,
        });
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
      const sibling = await openSibling(file.path, path);
      if (sibling === undefined) return undefined;
      const readable = makeReadable(sibling, {
        ...options,
        member: path,
        hash: makeFileHash(sibling),
      });
      siblings.push(readable);
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
  for await (const chunk of readFileBytes(file.path, {start: fromOffset, end: file.sizeBytes})) {
    const before = hash.bytes;
    hash.add(chunk, offset);
    offset += chunk.length;
    if (hash.bytes > before) onBytes(hash.bytes - before);
    yield chunk;
  }
  return undefined;
}

/** A path from a log never leaves the folder of the file that names it. */
async function openSibling(path: string, relative: string): Promise<OpenedFile | undefined> {
  const inside = normalize(relative);
  if (isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)) return undefined;
  try {
    return await openFile(join(dirname(path), inside));
  } catch {
    // The contract of sibling: undefined where there is none.
    return undefined;
  }
}

/** Hashes what no parser has read (trailing bytes, a parser that stopped early). */
export async function finishHash({file, hash}: ReadableFile, signal: AbortSignal): Promise<void> {
  let offset = hash.bytes;
  for await (const chunk of readFileBytes(file.path, {start: offset, end: file.sizeBytes})) {
    signal.throwIfAborted();
    hash.add(chunk, offset);
    offset += chunk.length;
  }
}
