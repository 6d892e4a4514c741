import {extract} from 'tar-stream';
import type {Header} from 'tar-stream';
import {Readable} from 'node:stream';
import {MAX_ARCHIVE_MEMBERS, MemberCollector} from './archive.js';
import type {MemberList} from './archive.js';
import {readSlice} from './byte-slice.js';
import type {ByteSlice} from './byte-slice.js';

/** Members of a plain tar file, by one walk over it. What stands behind a broken header is named as not read. */
export async function listTar(tar: ByteSlice, signal: AbortSignal): Promise<MemberList> {
  const found = new MemberCollector();
  const reader = extract();
  const input = Readable.from(copies(readSlice(tar)), {objectMode: false});
  input.on('error', (error) => {
    reader.destroy(error);
  });
  input.pipe(reader);
  try {
    for await (const entry of reader) {
      signal.throwIfAborted();
      if (found.isFull) {
        found.skip('(more members)', `behind the first ${String(MAX_ARCHIVE_MEMBERS)}`);
        break;
      }
      addHeader(found, tar, entry.header);
      entry.resume();
    }
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    found.skip('(more members)', `the tar file is broken or cut: ${reason}`);
  } finally {
    input.destroy();
    reader.destroy();
  }
  return {members: found.list(), skipped: found.skipped, close: () => Promise.resolve()};
}

function addHeader(found: MemberCollector, tar: ByteSlice, header: Header): void {
  const {name, type, size} = header;
  if (type !== 'file' && type !== 'contiguous-file') {
    if (type !== 'directory') found.skip(name, `a ${type} in the archive, not a file`);
    return;
  }
  const start = offsetOf(header);
  const sizeBytes = Math.max(0, Math.min(size, tar.sizeBytes - start));
  const slice = {diskPath: tar.diskPath, start: tar.start + start, sizeBytes};
  if (sizeBytes < size) found.skip(name, `cut: ${String(size - sizeBytes)} bytes are missing`);
  found.add(name, () => Promise.resolve({slice, encodings: []}));
}

/** The library tells where the data of an entry start; its types do not. */
function offsetOf(header: Header): number {
  const offset = 'byteOffset' in header ? header.byteOffset : undefined;
  if (typeof offset !== 'number') throw new Error('tar-stream told no byteOffset');
  return offset;
}

async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
  return undefined;
}
