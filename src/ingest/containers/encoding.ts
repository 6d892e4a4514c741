import {fromUtf16} from './utf16-bytes.js';
import {gunzipBytes, inflateBytes} from './zlib-bytes.js';
import {unzstdBytes} from './zstd-bytes.js';

/** How bytes are packed, one layer. `deflate` is told by a zip file alone; the others tell themselves. */
export type Encoding = 'gzip' | 'zstd' | 'deflate' | 'utf-16le' | 'utf-16be';

/**
 * Undoes one layer. A broken or cut stream ends the bytes and is told to `onProblem`; errors of the
 * input are thrown. A chunk is only valid until the next one is asked for, of both.
 */
export type Unpack = (
  packed: AsyncIterable<Buffer>,
  onProblem: (message: string) => void,
) => AsyncIterable<Buffer>;

const UNPACK: Readonly<Record<Encoding, Unpack>> = {
  gzip: gunzipBytes,
  zstd: unzstdBytes,
  deflate: inflateBytes,
  'utf-16le': fromUtf16('utf-16le'),
  'utf-16be': fromUtf16('utf-16be'),
};

const MAGIC: readonly {readonly encoding: Encoding; readonly bytes: Buffer}[] = [
  {encoding: 'gzip', bytes: Buffer.from([0x1f, 0x8b])},
  {encoding: 'zstd', bytes: Buffer.from([0x28, 0xb5, 0x2f, 0xfd])},
  {encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe])},
  {encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff])},
];

/** Layers that are undone: a compressed member of an archive that holds compressed UTF-16. */
export const MAX_LAYERS = 3;

/**
 * What a stream may unpack to, whatever its size: a loop of a million equal records packs a
 * thousand to one, and is what the tool is for.
 */
export const FREE_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024;
/** Above that, times its packed size; deflate cannot do more than 1032 to 1. */
export const MAX_UNPACK_RATIO = 1024;

/** The packing of what begins with these bytes, from content alone; undefined for plain bytes. */
export function detectEncoding(start: Buffer): Encoding | undefined {
  for (const {encoding, bytes} of MAGIC) {
    if (start.subarray(0, bytes.length).equals(bytes)) return encoding;
  }
  return undefined;
}

export interface UnpackOptions {
  /** Outermost layer first. */
  readonly encodings: readonly Encoding[];
  readonly packedBytes: number;
  readonly onProblem: (message: string) => void;
  readonly freeBytes?: number;
}

/** Undoes all layers; stops, and says so, where a small file unpacks without end. */
export function unpackBytes(
  packed: AsyncIterable<Buffer>,
  options: UnpackOptions,
): AsyncIterable<Buffer> {
  const {encodings, packedBytes, onProblem, freeBytes = FREE_UNPACKED_BYTES} = options;
  const maxBytes = Math.max(freeBytes, packedBytes * MAX_UNPACK_RATIO);
  let bytes = packed;
  for (const encoding of encodings) {
    const unpacked = UNPACK[encoding](bytes, (message) => {
      onProblem(`the ${encoding} data cannot be read further: ${message}`);
    });
    bytes = limited(unpacked, maxBytes, onProblem);
  }
  return bytes;
}

async function* limited(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  onProblem: (message: string) => void,
): AsyncGenerator<Buffer, undefined> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      onProblem(`unpacks to more than ${String(maxBytes)} bytes: the rest is not read`);
      return undefined;
    }
    yield chunk;
  }
  return undefined;
}
