import {Decompress} from 'fzstd';
import type {Unpack} from './encoding.js';

/** The library goes down one call a frame inside a piece: a piece of this holds at most a thousand. */
const PIECE_BYTES = 16 * 1024;

/** Decompresses zstd, several frames one after the other too. */
export const unzstdBytes: Unpack = async function* (packed, onProblem) {
  const out: Uint8Array[] = [];
  const zstd = new Decompress((block) => {
    if (block.length > 0) out.push(block);
  });
  const push = (bytes: Uint8Array, isLast: boolean): string | undefined => {
    try {
      zstd.push(bytes, isLast);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : 'broken zstd data';
    }
  };
  let problem: string | undefined;
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length && problem === undefined; at += PIECE_BYTES) {
      // The library keeps what it could not use yet, and the chunk is used again behind us.
      problem = push(Uint8Array.from(chunk.subarray(at, at + PIECE_BYTES)), false);
      yield* take(out);
    }
    if (problem !== undefined) break;
  }
  problem ??= push(new Uint8Array(0), true);
  yield* take(out);
  if (problem !== undefined) onProblem(problem);
};

function* take(blocks: Uint8Array[]): Generator<Buffer, undefined> {
  for (const {buffer, byteOffset, byteLength} of blocks.splice(0)) {
    // Copied: the library may still refer to a block from its window.
    yield Buffer.from(Buffer.from(buffer, byteOffset, byteLength));
  }
  return undefined;
}
