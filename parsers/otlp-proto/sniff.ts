import type {SniffHead, SniffVerdict} from '../api.js';

/** Field 1, length-delimited: the resource blocks of a request, and the resource in a block. */
const FIRST_FIELD = 0x0a;
/** Field 2, length-delimited: a block without a resource starts with its scopes. */
const SECOND_FIELD = 0x12;
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

export function sniff({container, head}: SniffHead): SniffVerdict {
  const no = (reason: string): SniffVerdict => ({match: 'no', reason});
  if (container !== 'binary' && container !== 'text') return no('not a binary file');
  if (head.length < 8) return no('no message behind a length of four bytes');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getUint32(0);
  if (length < 4 || length > MAX_MESSAGE_BYTES)
    return no('no message behind a length of four bytes');
  if (ZSTD.every((byte, index) => head[4 + index] === byte)) {
    return no('length-prefixed messages compressed with zstd, which are not read: export without');
  }
  const block = readLength(head, 4, length);
  if (block === undefined) return no('no resource block (field 1) behind a length of four bytes');
  const first = head[block.start];
  const inner =
    first === FIRST_FIELD || first === SECOND_FIELD
      ? readLength(head, block.start, block.length, first)
      : undefined;
  if (inner === undefined) return no('no resource (field 1) in the first block');
  return {match: 'yes', reason: 'length-prefixed protobuf with resource blocks (field 1)'};
}

/** Place and length of a length-delimited field that fits into `room` bytes. */
function readLength(
  bytes: Uint8Array,
  at: number,
  room: number,
  tag: number = FIRST_FIELD,
): {readonly start: number; readonly length: number} | undefined {
  if (bytes[at] !== tag) return undefined;
  let length = 0;
  for (let index = 1; index <= 5; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * (index - 1));
    if (byte < 0x80) {
      const used = index + 1;
      return used + length <= room ? {start: at + used, length} : undefined;
    }
  }
  return undefined;
}
