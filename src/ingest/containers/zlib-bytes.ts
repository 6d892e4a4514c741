import {createGunzip, createInflateRaw} from 'node:zlib';
import {Readable} from 'node:stream';
import {types} from 'node:util';
import {CHUNK_BYTES} from '../records/limits.js';
import type {Unpack} from './encoding.js';

/** Decompresses gzip, several members one after the other too. */
export const gunzipBytes: Unpack = (packed, onProblem) =>
  throughZlib(packed, createGunzip({chunkSize: CHUNK_BYTES}), onProblem);

/** Decompresses bare deflate, as zip members hold it. */
export const inflateBytes: Unpack = (packed, onProblem) =>
  throughZlib(packed, createInflateRaw({chunkSize: CHUNK_BYTES}), onProblem);

async function* throughZlib(
  packed: AsyncIterable<Buffer>,
  unzip: ReturnType<typeof createGunzip> | ReturnType<typeof createInflateRaw>,
  onProblem: (message: string) => void,
): AsyncGenerator<Buffer, undefined> {
  let inputError: Error | undefined;
  // The input reuses its buffers and zlib reads them later, so each chunk is copied.
  const input = Readable.from(copies(packed), {objectMode: false});
  input.on('error', (error) => {
    inputError = error;
    unzip.destroy(error);
  });
  input.pipe(unzip);
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (inputError !== undefined) throw inputError;
    onProblem(types.isNativeError(error) ? error.message : 'broken data');
  } finally {
    input.destroy();
    unzip.destroy();
  }
  return undefined;
}

async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
  return undefined;
}
