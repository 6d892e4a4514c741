import {isPlain} from './plain.js';
import {cells} from './width.js';
import type {DisplayText} from './visible.js';

/** A word longer than this share of the line is broken, so that ids and base64 do not waste lines. */
const MAX_WORD_SHARE = 0.5;

/**
 * Wraps one line of safe text to lines of at most `width` columns, at most `maxLines` of them. Breaks at
 * spaces where one is near, else anywhere between graphemes. O(width x maxLines), whatever the text holds.
 */
export function wrapLine(
  text: DisplayText,
  width: number,
  maxLines: number,
): readonly DisplayText[] {
  if (width <= 0 || maxLines <= 0) return [];
  if (text.length <= width && isPlain(text)) return [text];
  const lines: DisplayText[] = [];
  const minBreak = Math.floor(width * (1 - MAX_WORD_SHARE));
  let from = 0;
  while (from < text.length && lines.length < maxLines) {
    const end = lineEnd(text, from, {width, minBreak});
    lines.push(text.slice(from, end).trimEnd() as DisplayText);
    from = end;
    while (text[from] === ' ') from += 1;
  }
  return lines.length === 0 ? [text] : lines;
}

/** UTF-16 units looked at per column: bounds the work on a line of nothing but marks. */
const UNITS_PER_COLUMN = 24;

function lineEnd(
  text: string,
  from: number,
  limits: {readonly width: number; readonly minBreak: number},
): number {
  const plain = text.slice(from, from + limits.width + 1);
  if (isPlain(plain)) return from + plainEnd(plain, limits);
  const window = text.slice(from, from + (limits.width + 1) * UNITS_PER_COLUMN);
  let columns = 0;
  let lastBreak = -1;
  for (const {segment, index, columns: wide} of cells(window)) {
    const next = columns + wide;
    if (next > limits.width) {
      if (segment === ' ') return from + index;
      // A grapheme wider than the whole line still has to go somewhere.
      return (
        from + (lastBreak >= 0 ? lastBreak : Math.max(index, index === 0 ? segment.length : 0))
      );
    }
    columns = next;
    if (segment === ' ' && columns > limits.minBreak) lastBreak = index + 1;
  }
  return from + window.length;
}

/** As `lineEnd` for ASCII, by arithmetic: most lines of most logs. */
function plainEnd(
  plain: string,
  limits: {readonly width: number; readonly minBreak: number},
): number {
  if (plain.length <= limits.width) return plain.length;
  if (plain[limits.width] === ' ') return limits.width;
  const space = plain.lastIndexOf(' ', limits.width - 1);
  return space >= limits.minBreak ? space + 1 : limits.width;
}

/** Wraps many lines; stops at `maxLines` in all. */
export function wrapLines(
  lines: readonly DisplayText[],
  width: number,
  maxLines: number,
): readonly DisplayText[] {
  const wrapped: DisplayText[] = [];
  for (const line of lines) {
    if (wrapped.length >= maxLines) break;
    wrapped.push(...wrapLine(line, width, maxLines - wrapped.length));
  }
  return wrapped;
}
