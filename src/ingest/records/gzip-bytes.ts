import {createGunzip} from 'node:zlib';
import {Readable} from 'node:stream';
import {types} from 'node:util';

/** The compressed data ended early or broke; what came before was handed over. */
export interface GzipProblem {
  readonly message: string;
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

export function isGzip(head: Buffer): boolean {
  return head.subarray(0, 2).equals(GZIP_MAGIC);
}

/**
 * Decompresses, several members one after the other too. A broken or cut stream ends the bytes and
 * is told to `onProblem`; errors of the input are thrown.
 */
export async function* gunzipBytes(
  compressed: AsyncIterable<Buffer>,
  options: {readonly chunkBytes: number; readonly onProblem: (problem: GzipProblem) => void},
): AsyncGenerator<Buffer, undefined> {
  const gunzip = createGunzip({chunkSize: options.chunkBytes});
  let inputError: Error | undefined;
  // The input reuses its buffers and zlib reads them later, so each chunk is copied.
  const input = Readable.from(copies(compressed), {objectMode: false});
  input.on('error', (error) => {
    inputError = error;
    gunzip.destroy(error);
  });
  input.pipe(gunzip);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (inputError !== undefined) throw inputError;
    options.onProblem({message: types.isNativeError(error) ? error.message : 'broken gzip data'});
  } finally {
    input.destroy();
    gunzip.destroy();
  }
  return undefined;
}

async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
  return undefined;
}
