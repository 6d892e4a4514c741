import type {JsonValue} from '../../model/json.js';
import {isArray, isObject} from '../../model/json.js';
import type {ContainerKind} from '../../model/record-source.js';
import {parseJson} from './parse-json.js';
import {repairJson} from './repair-json.js';
import {ValueSkip} from './value-skip.js';

/** Values that a sniffer gets to see (contract of SniffHead). */
const MAX_SNIFF_VALUES = 64;
/** Lines looked at to tell JSON lines from text. */
const MAX_SNIFF_LINES = 200;

const MAGIC: readonly {
  readonly kind: ContainerKind;
  readonly at: number;
  readonly bytes: Buffer;
}[] = [
  {kind: 'sqlite', at: 0, bytes: Buffer.from('SQLite format 3\0', 'latin1')},
  {kind: 'archive', at: 0, bytes: Buffer.from('PK\x03\x04', 'latin1')},
  // A zip file without members.
  {kind: 'archive', at: 0, bytes: Buffer.from('PK\x05\x06', 'latin1')},
  {kind: 'archive', at: 257, bytes: Buffer.from('ustar', 'latin1')},
];

/** The start of a source: all of it, or as much as the sniffer reads. */
export interface SourceStartBytes {
  readonly bytes: Buffer;
  /** There is nothing behind `bytes`. */
  readonly isWhole: boolean;
}

/** Tells how a source is laid out, from content alone. */
export function detectLayout(start: SourceStartBytes): ContainerKind {
  const {bytes} = start;
  for (const {kind, at, bytes: magic} of MAGIC) {
    if (
      bytes.length >= at + magic.length &&
      bytes.compare(magic, 0, magic.length, at, at + magic.length) === 0
    ) {
      return kind;
    }
  }
  const from = skipBlank(bytes, 0);
  if (from === bytes.length) return start.isWhole ? 'empty' : 'binary';
  const first = firstValue(start, from);
  if (first !== undefined) return first;
  if (countJsonLines(start)) return 'json-lines';
  if (bytes.includes(0)) return 'binary';
  return hasPrettyValue(bytes) ? 'json-values' : 'text';
}

/**
 * A console on which a program printed JSON over several lines among its own lines: a line that is only
 * an opening brace begins a whole value.
 *
 *     INFO starting
 *     {
 *         "name": "chat", …
 *     }
 */
function hasPrettyValue(bytes: Buffer): boolean {
  let from = 0;
  for (let line = 0; line < MAX_SNIFF_LINES && from < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, from);
    if (feed < 0) return false;
    if (bytes[from] === 0x7b && skipBlank(bytes, from + 1) > feed) {
      const skip = new ValueSkip();
      skip.begin(0x7b);
      const end = skip.advance(bytes, from);
      return end >= 0 && parse(bytes.toString('utf8', from, end)) !== undefined;
    }
    from = feed + 1;
  }
  return false;
}

/** Undefined when the source does not begin with a JSON object or array. */
function firstValue({bytes, isWhole}: SourceStartBytes, from: number): ContainerKind | undefined {
  if (!isOpening(bytes[from])) return undefined;
  const skip = new ValueSkip();
  skip.begin(bytes[from] ?? 0);
  const end = skip.advance(bytes, from);
  if (end < 0) {
    const lines = countJsonLines({bytes, isWhole});
    if (lines) return 'json-lines';
    return repairJson(bytes.toString('utf8', from, from + 65_536)) === undefined
      ? undefined
      : 'json-document';
  }
  if (parse(bytes.toString('utf8', from, end)) === undefined) return undefined;
  const next = skipBlank(bytes, end);
  if (next === bytes.length) return isWhole ? 'json-document' : 'json-values';
  const isOneLine = !bytes.subarray(from, end).includes(0x0a);
  const isNextLine = bytes.subarray(end, next).includes(0x0a);
  if (isOneLine && isNextLine) return 'json-lines';
  return isOpening(bytes[next])
    ? 'json-values'
    : countJsonLines({bytes, isWhole})
      ? 'json-lines'
      : 'json-values';
}

/** At least one, and at least half, of the whole lines at the start are JSON objects or arrays. */
function countJsonLines({bytes, isWhole}: SourceStartBytes): boolean {
  let json = 0;
  let other = 0;
  let from = 0;
  while (json + other < MAX_SNIFF_LINES && from < bytes.length) {
    const feed = bytes.indexOf(0x0a, from);
    if (feed < 0 && !isWhole) break;
    const end = feed < 0 ? bytes.length : feed;
    const start = skipBlank(bytes, from);
    if (start < end) {
      if (isOpening(bytes[start]) && parse(bytes.toString('utf8', start, end)) !== undefined)
        json++;
      else other++;
    }
    from = end + 1;
  }
  return json > 0 && json >= other;
}

/** The first JSON values of the head; a last one that is cut is closed where the head ends. */
export function headValues(head: Buffer): readonly JsonValue[] {
  const out: JsonValue[] = [];
  let at = skipBlank(head, 0);
  while (out.length < MAX_SNIFF_VALUES && at < head.length) {
    if (!isOpening(head[at])) {
      const feed = head.indexOf(0x0a, at);
      if (feed < 0) break;
      at = skipBlank(head, feed + 1);
      continue;
    }
    const skip = new ValueSkip();
    skip.begin(head[at] ?? 0);
    const end = skip.advance(head, at);
    const feed = head.indexOf(0x0a, at);
    const value = end < 0 ? undefined : parse(head.toString('utf8', at, end));
    if (value !== undefined) {
      out.push(value);
      at = skipBlank(head, end);
    } else {
      const line = feed < 0 ? undefined : parse(head.toString('utf8', at, feed));
      const repaired = line ?? (end < 0 ? repairJson(head.toString('utf8', at)) : undefined);
      if (repaired !== undefined) out.push(repaired);
      if (feed < 0 || (end < 0 && repaired !== undefined)) break;
      at = skipBlank(head, feed + 1);
    }
  }
  return out;
}

function parse(text: string): JsonValue | undefined {
  try {
    const value = parseJson(text);
    return isObject(value) || isArray(value) ? value : undefined;
  } catch {
    // Not JSON is an answer here, not a failure: the layout is being told.
    return undefined;
  }
}

function isOpening(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}

/** Behind blanks, NUL bytes, a byte order mark and record separators. */
function skipBlank(bytes: Buffer, from: number): number {
  let at = from;
  if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (
      byte > 0x20 ||
      (byte !== 0x20 &&
        byte !== 0x0a &&
        byte !== 0x0d &&
        byte !== 0x09 &&
        byte !== 0 &&
        byte !== 0x1e)
    )
      break;
  }
  return at;
}
