/** Text of a JSON array compared and cut without parsing it. */
import {findStringEnd} from './json-text.js';

/** Slices of this many characters are compared by `===`, which runs at memory speed. */
const COMPARE_SLICE = 4096;

/** `count` elements end at `offset`: before it lies the last character of element `count`. */
export interface ElementEnd {
  readonly offset: number;
  readonly count: number;
}

/** Length of the common prefix of two texts that are known to agree up to `from`. */
export function findCommonPrefix(a: string, b: string, from: number): number {
  const limit = Math.min(a.length, b.length);
  let position = from;
  while (position + COMPARE_SLICE <= limit) {
    const next = position + COMPARE_SLICE;
    if (a.slice(position, next) !== b.slice(position, next)) break;
    position = next;
  }
  while (position < limit && a.charCodeAt(position) === b.charCodeAt(position)) position++;
  return position;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** First offset at or after `from` that is not JSON white space. */
export function skipSpace(text: string, from: number): number {
  let position = from;
  while (isSpace(text.charCodeAt(position))) position++;
  return position;
}

/** Offset behind the last element of the text of a non-empty array; undefined if it cannot be one. */
export function findLastElementEnd(text: string): number | undefined {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  if (text.charCodeAt(end - 1) !== 93) return undefined;
  end--;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/**
 * Ends of the elements of a valid array text between `start` (an element end, or offset 0 with
 * count 0) and `limit`, in order:
 *
 *     [{"a":1},{"b":2}]      start 0 -> {offset 8, count 1}, {offset 16, count 2}
 */
export function findElementEnds(
  text: string,
  start: ElementEnd,
  limit: number,
): readonly ElementEnd[] {
  const ends: ElementEnd[] = [];
  let position = start.offset === 0 ? skipSpace(text, 0) + 1 : start.offset;
  let count = start.count;
  let depth = 0;
  let contentEnd = -1;
  while (position <= limit && position < text.length) {
    const code = text.charCodeAt(position);
    if (code === 34) {
      position = findStringEnd(text, position + 1);
      contentEnd = position;
      continue;
    }
    if (code === 44 && depth === 0) {
      if (contentEnd !== -1) {
        count++;
        ends.push({offset: contentEnd, count});
      }
      contentEnd = -1;
    } else if (code === 91 || code === 123) {
      depth++;
    } else if (code === 93 || code === 125) {
      if (depth === 0) break;
      depth--;
      contentEnd = position + 1;
    } else if (!isSpace(code)) {
      contentEnd = position + 1;
    }
    position++;
  }
  return ends;
}
