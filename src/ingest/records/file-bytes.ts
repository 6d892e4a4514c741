import {open} from 'node:fs/promises';
import type {FileHandle} from 'node:fs/promises';
import {CHUNK_BYTES} from './limits.js';

export interface FileBytesOptions {
  readonly chunkBytes?: number;
  /** First byte to read. */
  readonly start?: number;
  /** Stop before this byte: what is appended while we read belongs to the next ingest. */
  readonly end?: number;
}

/**
 * Bytes of a file in chunks, one read ahead. Two buffers take turns, so a chunk is only valid until
 * the next one is asked for.
 *
 * @throws the error of the file system
 */
export async function* readFileBytes(
  path: string,
  options: FileBytesOptions = {},
): AsyncGenerator<Buffer, undefined> {
  const {chunkBytes = CHUNK_BYTES, end = Number.POSITIVE_INFINITY} = options;
  const file = await open(path, 'r');
  let pending: Promise<number> | undefined;
  try {
    let front = Buffer.allocUnsafeSlow(chunkBytes);
    let back = Buffer.allocUnsafeSlow(chunkBytes);
    let at = options.start ?? 0;
    pending = fill(file, front, at, end);
    for (;;) {
      const bytesRead = await pending;
      pending = undefined;
      if (bytesRead === 0) return undefined;
      at += bytesRead;
      [front, back] = [back, front];
      pending = fill(file, front, at, end);
      yield back.subarray(0, bytesRead);
    }
  } finally {
    await pending?.catch(() => 0);
    await file.close();
  }
}

async function fill(file: FileHandle, into: Buffer, at: number, end: number): Promise<number> {
  const wanted = Math.min(into.length, end - at);
  if (wanted <= 0) return 0;
  const {bytesRead} = await file.read(into, 0, wanted, at);
  return bytesRead;
}
