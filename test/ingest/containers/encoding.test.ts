import {gzipSync, deflateRawSync} from 'node:zlib';
import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {MAX_UNPACK_RATIO, unpackBytes} from '../../../src/ingest/containers/encoding.js';
import type {Encoding} from '../../../src/ingest/containers/encoding.js';
import {zstdFrameOf} from '../../helpers/archive-files.js';

/** Copies whose memory is overwritten behind the reader, as a reused buffer would be. */
async function* chunksOf(bytes: Buffer, chunkBytes: number): AsyncGenerator<Buffer, undefined> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = Buffer.from(bytes.subarray(at, at + chunkBytes));
    yield await Promise.resolve(chunk);
    chunk.fill(0x21);
  }
  return undefined;
}

async function unpack(
  bytes: Buffer,
  options: {
    readonly encodings: readonly Encoding[];
    readonly chunkBytes: number;
    readonly freeBytes?: number;
  },
): Promise<{readonly text: string; readonly problems: readonly string[]}> {
  const problems: string[] = [];
  const parts: Buffer[] = [];
  const unpacked = unpackBytes(chunksOf(bytes, options.chunkBytes), {
    ...options,
    packedBytes: bytes.length,
    onProblem: (message) => problems.push(message),
  });
  for await (const chunk of unpacked) parts.push(Buffer.from(chunk));
  return {text: Buffer.concat(parts).toString(), problems};
}

const PACK: readonly [Encoding, (text: string) => Buffer][] = [
  ['gzip', gzipSync],
  ['deflate', deflateRawSync],
  ['zstd', zstdFrameOf],
  ['utf-16le', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['utf-16be', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
];

test.each(PACK)(
  '%s gives the same text for any chunking, alone and inside gzip',
  async (kind, pack) => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({unit: 'grapheme', minLength: 1, maxLength: 300}),
        fc.integer({min: 1, max: 40}),
        async (text, chunkBytes) => {
          const packed = pack(text);
          const alone = await unpack(packed, {encodings: [kind], chunkBytes});
          expect(alone).toEqual({text, problems: []});
          const encodings: readonly Encoding[] = ['gzip', kind];
          expect(await unpack(gzipSync(packed), {encodings, chunkBytes})).toEqual(alone);
        },
      ),
      {numRuns: 30},
    );
  },
);

test('what unpacks without end is stopped and named', async () => {
  const bomb = gzipSync(gzipSync(Buffer.alloc(50_000_000)));
  const encodings: readonly Encoding[] = ['gzip', 'gzip'];
  const {text, problems} = await unpack(bomb, {encodings, chunkBytes: 4096, freeBytes: 1000});
  expect(text.length).toBeLessThanOrEqual(bomb.length * MAX_UNPACK_RATIO);
  expect(problems).toEqual([expect.stringMatching(/unpacks to more than \d+ bytes/)]);
});
