import {open} from 'node:fs/promises';
import {readFileBytes} from '../records/file-bytes.js';

/** Bytes on disk: a file, or the part of an archive that holds one member. */
export interface ByteSlice {
  readonly diskPath: string;
  readonly start: number;
  readonly sizeBytes: number;
}

/** In chunks, from an offset inside the slice. @throws the error of the file system */
export function readSlice(slice: ByteSlice, from = 0, to = slice.sizeBytes): AsyncIterable<Buffer> {
  const {diskPath, start} = slice;
  return readFileBytes(diskPath, {start: start + from, end: start + to});
}

/** Part of a slice in one buffer, shorter where it ends. @throws the error of the file system */
export async function readPart(slice: ByteSlice, from: number, length: number): Promise<Buffer> {
  const wanted = Math.max(0, Math.min(length, slice.sizeBytes - from));
  const bytes = Buffer.allocUnsafe(wanted);
  const file = await open(slice.diskPath, 'r');
  try {
    let filled = 0;
    while (filled < wanted) {
      const at = slice.start + from + filled;
      const {bytesRead} = await file.read(bytes, filled, wanted - filled, at);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}
