import {visible} from '../../text/visible.js';
import {textWidth} from '../../text/width.js';

/** Characters shown in front of the place: a statement may be one long line. */
const BEFORE = 50;
const AFTER = 25;

/** The line of a statement with a mark below the place; empty where no place is known. */
export function pointAt(text: string, offset: number | undefined): string {
  if (offset === undefined) return '';
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const start = Math.max(lineStart, offset - BEFORE);
  const end = Math.min(lineEnd < 0 ? text.length : lineEnd, offset + AFTER);
  const before = visible(text.slice(start, offset));
  return `  ${visible(text.slice(start, end))}\n  ${' '.repeat(textWidth(before))}^\n`;
}
