import {expect, test} from '@jest/globals';
import {sourceFromText} from '../../helpers/record-source.js';

function framed(...messages: readonly string[]): Buffer {
  return Buffer.concat(
    messages.map((message) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(message.length);
      return Buffer.concat([length, Buffer.from(message, 'latin1')]);
    }),
  );
}

async function read(bytes: Buffer, chunkBytes: number, maxFrameBytes = 1000): Promise<unknown> {
  const source = sourceFromText(bytes, {chunkBytes, bounds: {maxFrameBytes}});
  const frames: string[] = [];
  for await (const batch of source.frames()) {
    for (const {bytes: frame, at} of batch) {
      const offset = at.kind === 'bytes' ? at.offset : -1;
      frames.push(`${String(offset)} ${Buffer.from(frame).toString('latin1')}`);
    }
  }
  const {present, refused, tornTail, endOffset} = source.report.pass;
  const codes = source.report.pass.diagnostics().map(({code}) => code);
  return {frames, present, refused, torn: tornTail?.message, endOffset, codes};
}

test('messages come whole with their place, for any chunking, an empty one too', async () => {
  const bytes = framed('abc', '', 'defgh');
  for (const chunkBytes of [1, 2, 5, 7, 100]) {
    expect(await read(bytes, chunkBytes)).toEqual({
      frames: ['4 abc', '11 ', '15 defgh'],
      present: 3,
      refused: 0,
      torn: undefined,
      endOffset: 20,
      codes: [],
    });
  }
});

test('a message above the bound is skipped, the next one is read', async () => {
  const bytes = framed('x'.repeat(50), 'ok');
  for (const chunkBytes of [1, 9, 100]) {
    expect(await read(bytes, chunkBytes, 10)).toMatchObject({
      frames: ['58 ok'],
      present: 2,
      refused: 1,
      codes: ['record-too-long'],
    });
  }
});

test('data that end inside a message or its length are a torn tail', async () => {
  const bytes = framed('abc', 'defgh');
  for (const cut of [8, 10, 11, 14]) {
    expect(await read(bytes.subarray(0, cut), 3)).toMatchObject({
      frames: ['4 abc'],
      present: 2,
      refused: 1,
      endOffset: 7,
    });
  }
});
