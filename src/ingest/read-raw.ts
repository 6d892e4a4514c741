import {open, stat} from 'node:fs/promises';
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {createGunzip} from 'node:zlib';
import {UserError} from '../model/user-error.js';
import type {Locator} from '../model/locator.js';
import {isGzip} from './records/gzip-bytes.js';

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

async function readRange(path: string, start: number, end: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const magic = Buffer.alloc(2);
    await file.read(magic, 0, 2, 0);
    if (!isGzip(magic)) {
      const size = Math.max(0, Math.min(end, (await stat(path)).size) - start);
      const bytes = Buffer.alloc(size);
      await file.read(bytes, 0, size, start);
      return bytes;
    }
  } finally {
    await file.close();
  }
  return readUnpacked(path, start, end);
}

/** Offsets count decompressed bytes: everything before the record is unpacked and thrown away. */
async function readUnpacked(path: string, start: number, end: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let at = 0;
  const unpacked = createReadStream(path).pipe(createGunzip());
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    const from = Math.max(0, start - at);
    if (from < chunk.length) parts.push(chunk.subarray(from, end - at));
    at += chunk.length;
    if (at >= end) break;
  }
  return Buffer.concat(parts);
}
