import {once} from 'node:events';
import {buffer} from 'node:stream/consumers';
import {pack} from 'tar-stream';
import {ZipFile} from 'yazl';

export interface TestMember {
  readonly path: string;
  readonly content: string | Buffer;
}

export async function zipOf(members: readonly TestMember[], compress = true): Promise<Buffer> {
  const zip = new ZipFile();
  for (const {path, content} of members) zip.addBuffer(Buffer.from(content), path, {compress});
  zip.end();
  return buffer(zip.outputStream);
}

export async function tarOf(members: readonly TestMember[]): Promise<Buffer> {
  const tar = pack();
  const whole = buffer(tar);
  for (const {path, content} of members) {
    const entry = tar.entry({name: path, size: Buffer.byteLength(content)});
    entry.end(content);
    await once(entry, 'finish');
  }
  tar.finalize();
  return whole;
}

/** Sets a 16-bit field of the local and the central header of every member of a zip file. */
export function setZipField(
  zip: Buffer,
  field: {readonly local: number; readonly central: number},
  value: number,
): Buffer {
  const out = Buffer.from(zip);
  for (const [magic, at] of [
    ['PK\x03\x04', field.local],
    ['PK\x01\x02', field.central],
  ] as const) {
    for (let start = out.indexOf(magic); start >= 0; start = out.indexOf(magic, start + 1)) {
      out.writeUInt16LE(value, start + at);
    }
  }
  return out;
}

const MAX_BLOCK_BYTES = 100_000;

/** A zstd frame (RFC 8878) of blocks that are not compressed: Node 20 cannot write compressed ones. */
export function zstdFrameOf(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38])];
  for (let at = 0; at === 0 || at < bytes.length; at += MAX_BLOCK_BYTES) {
    const block = bytes.subarray(at, at + MAX_BLOCK_BYTES);
    const isLast = at + MAX_BLOCK_BYTES >= bytes.length;
    const header = Buffer.alloc(3);
    header.writeUIntLE(block.length * 8 + (isLast ? 1 : 0), 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}
