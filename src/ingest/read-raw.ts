import {stat} from 'node:fs/promises';
import {dirname, join, relative, sep} from 'node:path';
import {UserError} from '../model/user-error.js';
import type {Locator} from '../model/locator.js';
import {readPart, readSlice} from './containers/byte-slice.js';
import {unpackBytes} from './containers/encoding.js';
import {openArchive} from './containers/open-archive.js';
import {openFile} from './open-file.js';
import type {OpenedFile} from './open-file.js';

/** Bytes of a record that are shown; a record of 400 MB is cut and says so. */
export const MAX_RAW_BYTES = 1024 * 1024;

export interface RawRecord {
  readonly bytes: Buffer;
  /** Bytes that the record has in the source. */
  readonly totalBytes: number;
}

/**
 * The record at a locator as it stands in the source, at most MAX_RAW_BYTES of it.
 *
 * @throws UserError when the source is gone, or the locator names no byte range
 */
export async function readRaw(source: string, at: Locator): Promise<RawRecord> {
  if (at.kind === 'row' || at.offset === undefined || at.length === undefined) {
    throw new UserError(`${source}: this place in it is not a range of bytes`, {
      next: 'whatbroke show without --raw prints what was read from it',
    });
  }
  const path = at.member === undefined ? source : join(source, at.member);
  const end = at.offset + Math.min(at.length, MAX_RAW_BYTES);
  try {
    const bytes = await readRange(path, at.offset, end);
    return {bytes, totalBytes: at.length};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: cannot be read again: ${reason}`, {
      next: 'put the file back where it was when it was ingested',
      cause: error,
    });
  }
}

/** Offsets count unpacked bytes: everything before the record is unpacked and thrown away. */
async function readRange(path: string, start: number, end: number): Promise<Buffer> {
  const {file, close} = await openPath(path);
  try {
    const {slice, encodings, isPlain, sizeBytes} = file;
    if (isPlain) return await readPart(slice, start, end - start);
    const parts: Buffer[] = [];
    let at = 0;
    const unpacked = unpackBytes(readSlice(slice), {
      encodings,
      packedBytes: sizeBytes,
      // Told when the file was ingested; what is before the problem is shown.
      onProblem: () => undefined,
    });
    for await (const chunk of unpacked) {
      const from = Math.max(0, start - at);
      if (from < chunk.length) parts.push(Buffer.from(chunk.subarray(from, end - at)));
      at += chunk.length;
      if (at >= end) break;
    }
    return Buffer.concat(parts);
  } finally {
    await close();
  }
}

interface Opened {
  readonly file: OpenedFile;
  readonly close: () => Promise<void>;
}

/** A file on disk, or the member of an archive: its path is that of the archive and its own. */
async function openPath(path: string): Promise<Opened> {
  const archivePath = await findFile(path);
  const file = await openFile(archivePath);
  if (archivePath === path) return {file, close: () => Promise.resolve()};
  const archive = await openArchive(file, new AbortController().signal);
  const inside = relative(archivePath, path).split(sep).join('/');
  const member = await archive.open(inside);
  if (member !== undefined) return {file: member, close: () => archive.close()};
  await archive.close();
  throw new Error(`it holds no ${inside}`);
}

/** The path, or the first file above it. */
async function findFile(path: string): Promise<string> {
  for (let at = path; dirname(at) !== at; at = dirname(at)) {
    try {
      if ((await stat(at)).isFile()) return at;
    } catch {
      // Not there, or below a file: what is above it is looked at next.
    }
  }
  return path;
}
