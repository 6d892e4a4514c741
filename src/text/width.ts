import stringWidth from 'string-width';
import {isPlain} from './plain.js';
import type {DisplayText} from './visible.js';

const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/**
 * UTF-16 units that one column may take in safe text: a base, its eight marks, and room. Text is cut to
 * `columns * UNITS_PER_COLUMN` before anything is measured (500 KB x 20 rows: 895 ms unsliced, 3 ms sliced).
 */
const UNITS_PER_COLUMN = 24;

const ELLIPSIS = '…';

/**
 * Terminal columns that safe text takes. A cluster that terminals draw in several ways (conjuncts, prepended
 * signs) counts as the sum of its characters: too wide is cut early, too narrow breaks a frame. O(n).
 */
export function textWidth(text: DisplayText): number {
  if (isPlain(text)) return text.length;
  let columns = 0;
  for (const cell of cells(text)) columns += cell.columns;
  return columns;
}

/** The longest prefix of at most `width` columns; a cut is shown by an ellipsis. O(width). */
export function fit(text: DisplayText, width: number): DisplayText {
  if (width <= 0) return '' as DisplayText;
  const maxUnits = width * UNITS_PER_COLUMN;
  const head = text.length > maxUnits ? text.slice(0, maxUnits) : text;
  if (isPlain(head)) {
    if (text.length <= width) return text;
    return (head.slice(0, width - 1) + ELLIPSIS) as DisplayText;
  }
  return fitClusters(head, width, head.length < text.length);
}

/** As `fit`, but keeps the end: for paths and ids, where the end tells more. */
export function fitEnd(text: DisplayText, width: number): DisplayText {
  if (width <= 0) return '' as DisplayText;
  const maxUnits = width * UNITS_PER_COLUMN;
  if (text.length <= maxUnits && textWidth(text) <= width) return text;
  const clusters = [...cells(text.slice(-maxUnits))];
  let columns = 1;
  let from = clusters.length;
  while (from > 0) {
    const cluster = clusters[from - 1];
    if (cluster === undefined) break;
    columns += cluster.columns;
    if (columns > width) break;
    from -= 1;
  }
  const kept = clusters.slice(from).map((cluster) => cluster.segment);
  return (ELLIPSIS + wellFormed(kept.join(''))) as DisplayText;
}

/** Fits and fills with spaces to exactly `width` columns. */
export function padTo(text: DisplayText, width: number): DisplayText {
  const fitted = fit(text, width);
  return (fitted + ' '.repeat(Math.max(0, width - textWidth(fitted)))) as DisplayText;
}

/** As `padTo`, aligned to the right: for numbers. */
export function padStartTo(text: DisplayText, width: number): DisplayText {
  const fitted = fit(text, width);
  return (' '.repeat(Math.max(0, width - textWidth(fitted))) + fitted) as DisplayText;
}

function fitClusters(head: string, width: number, isCut: boolean): DisplayText {
  let kept = '';
  let columns = 0;
  let withEllipsis = '';
  for (const {segment, columns: wide} of cells(head)) {
    const next = columns + wide;
    if (next > width) return (wellFormed(withEllipsis) + ELLIPSIS) as DisplayText;
    kept += segment;
    columns = next;
    if (columns <= width - 1) withEllipsis = kept;
  }
  if (!isCut) return kept as DisplayText;
  return (wellFormed(withEllipsis) + ELLIPSIS) as DisplayText;
}

/** A piece that is drawn as a whole, where it begins (UTF-16 units), and its columns. */
export interface Cell {
  readonly segment: string;
  readonly index: number;
  readonly columns: number;
}

/**
 * The pieces of safe text from left to right: grapheme clusters, but a cluster that terminals draw as
 * several characters comes character by character, so that a line of one endless cluster can be cut.
 */
export function* cells(text: string): Generator<Cell> {
  for (const {segment, index} of segmenter.segment(text)) {
    if (segment.length === 1 || isDrawnAsOne(segment)) {
      yield {segment, index, columns: stringWidth(segment)};
      continue;
    }
    let at = index;
    for (const char of segment) {
      yield {segment: char, index: at, columns: stringWidth(char)};
      at += char.length;
    }
  }
}

const EMOJI_MODIFIER = /^\p{EMod}$/u;
const FLAG = /^\p{RI}\p{RI}$/u;

function isDrawnAsOne(cluster: string): boolean {
  let bases = 0;
  for (const char of cluster) if (!EMOJI_MODIFIER.test(char) && stringWidth(char) > 0) bases += 1;
  return bases <= 1 || FLAG.test(cluster);
}

/** Cutting by units may leave half a character at an end. */
function wellFormed(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/gu, '');
}
