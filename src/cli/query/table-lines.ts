import type {QueryCell} from '../../store/ask/protocol.js';
import {line, span, type Line, type Span} from '../../text/spans.js';
import {literal, visible} from '../../text/visible.js';
import {fit, padStartTo, padTo, textWidth} from '../../text/width.js';
import {toDisplayCell} from './cells.js';

/** Rows that column widths are made from; later ones that do not fit are cut. */
export const MEASURED_ROWS = 200;
/** A column that is narrower than this is no longer read. */
const MIN_WIDTH = 6;
/** Characters of an id that tell runs of a case apart. */
const ID_WIDTH = 9;
const GAP = 2;

export interface TableLayout {
  readonly widths: readonly number[];
  readonly isNumber: readonly boolean[];
}

/** Widths in columns so that a row fits `width`: the widest columns give way first. */
export function layoutTable(
  names: readonly string[],
  rows: readonly (readonly QueryCell[])[],
  width: number,
): TableLayout {
  const measured = rows.slice(0, MEASURED_ROWS);
  const widths = names.map((name, at) => {
    let wide = textWidth(visible(name));
    for (const row of measured) {
      wide = Math.max(wide, textWidth(fit(toDisplayCell(row[at] ?? null), width)));
    }
    return wide;
  });
  const isNumber = names.map((_, at) => measured.every((row) => isNumberCell(row[at] ?? null)));
  const room = width - GAP * Math.max(0, names.length - 1);
  // The beginning of an id is enough for other commands, so ids give way before names do.
  const isId = names.map((name) => name.endsWith('_id'));
  shrink(widths, room, {least: ID_WIDTH, mayShrink: (at) => isId[at] === true});
  shrink(widths, room, {least: MIN_WIDTH, mayShrink: () => true});
  return {widths, isNumber};
}

function isNumberCell(cell: QueryCell): boolean {
  return cell === null || typeof cell === 'number' || (typeof cell === 'object' && 'int' in cell);
}

function shrink(
  widths: number[],
  room: number,
  {least, mayShrink}: {readonly least: number; readonly mayShrink: (at: number) => boolean},
): void {
  for (;;) {
    let total = 0;
    let widest = -1;
    for (const [at, wide] of widths.entries()) {
      total += wide;
      if (mayShrink(at) && wide > Math.max(least, widths[widest] ?? 0)) widest = at;
    }
    if (total <= room || widest < 0) return;
    const wide = widths[widest] ?? 0;
    const others = widths.filter((_, at) => at !== widest && mayShrink(at));
    const second = Math.max(least, ...others);
    widths[widest] = Math.max(Math.min(second, wide - 1), wide - (total - room), least);
  }
}

export function buildHeadLine(names: readonly string[], layout: TableLayout): Line {
  const cells = names.map((name, at) => pad(visible(name), layout, at));
  return cells.flatMap((text, at): Span[] => [...gap(at), span('muted', text)]);
}

export function buildRowLine(row: readonly QueryCell[], layout: TableLayout): Line {
  if (row.length === 0) return line('plain', literal(''));
  return row.flatMap((cell, at): Span[] => [
    ...gap(at),
    span('plain', pad(toDisplayCell(cell), layout, at)),
  ]);
}

function pad(text: ReturnType<typeof visible>, {widths, isNumber}: TableLayout, at: number) {
  const width = widths[at] ?? MIN_WIDTH;
  return isNumber[at] === true ? padStartTo(text, width) : padTo(text, width);
}

function gap(at: number): readonly Span[] {
  return at === 0 ? [] : [span('plain', literal(' '.repeat(GAP)))];
}
