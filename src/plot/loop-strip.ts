import {scaleBand} from 'd3-scale';
import {formatCount} from '../text/numbers.js';
import type {SafeHtml} from '../text/html.js';
import {fitLabel, SHADE} from './palette.js';
import {hatchOf, label, mark, rect, svg} from './svg.js';

const WIDTH = 960;
const LEFT = 150;
const ROW = 34;
const TOP = 24;

/** One call of one lap, and what is new in it against the lap before. */
export interface LoopCell {
  readonly step: number;
  readonly failed: boolean;
  /** Names of the fields of the arguments that differ; empty = the same. Undefined = not recorded. */
  readonly changedArguments: readonly string[] | undefined;
  readonly changedResult: boolean | undefined;
}

export interface LoopLap {
  /** From 1. */
  readonly lap: number;
  readonly cells: readonly (LoopCell | undefined)[];
}

export interface LoopStripInput {
  /** Names of the calls of one lap. */
  readonly calls: readonly string[];
  /** The first laps and the last ones. */
  readonly laps: readonly LoopLap[];
  readonly lapsTotal: number;
}

/** Laps side by side: an empty box is the same call with the same answer, a mark says what changed. */
export function plotLoopStrip(id: string, {calls, laps, lapsTotal}: LoopStripInput): SafeHtml {
  const columns = laps.map(({lap}) => String(lap));
  const x = scaleBand(columns, [LEFT, WIDTH]).paddingInner(0.08);
  const y = scaleBand(
    calls.map((_call, place) => String(place)),
    [TOP, TOP + calls.length * ROW],
  );
  const marks: SafeHtml[] = [label('lap', {x: 0, y: 14, fill: SHADE.quiet})];
  for (const [place, call] of calls.entries()) {
    marks.push(label(fitLabel(call, LEFT), {x: 0, y: (y(String(place)) ?? 0) + ROW / 2 + 4}));
  }
  for (const {lap, cells} of laps) {
    const left = x(String(lap)) ?? LEFT;
    marks.push(label(formatCount(lap), {x: left + x.bandwidth() / 2, y: 14, anchor: 'middle'}));
    for (const [place, cell] of cells.entries()) {
      if (cell === undefined) continue;
      const box = {x: left, y: (y(String(place)) ?? 0) + 2, width: x.bandwidth(), height: ROW - 4};
      marks.push(
        ...drawCell(id, {
          box,
          cell,
          isFirst: lap === 1,
          title: `lap ${formatCount(lap)}, ${calls[place] ?? ''}`,
        }),
      );
    }
  }
  const height = TOP + calls.length * ROW + 22;
  const note = 'same: nothing changed since the lap before; hatched: the call failed';
  marks.push(label(note, {x: LEFT, y: height - 6, fill: SHADE.quiet}));
  const description = `${formatCount(laps.length)} of ${formatCount(lapsTotal)} laps of ${formatCount(calls.length)} calls, side by side.`;
  return svg({id, title: 'Laps of the loop', description, width: WIDTH, height}, marks);
}

interface CellFrame {
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly cell: LoopCell;
  readonly isFirst: boolean;
  readonly title: string;
}

function drawCell(id: string, {box, cell, isFirst, title}: CellFrame): readonly SafeHtml[] {
  const {changedArguments, changedResult, failed, step} = cell;
  const words: string[] = [];
  if (!isFirst) {
    if (changedArguments === undefined) words.push('arguments not recorded');
    else if (changedArguments.length > 0) words.push(`changed: ${changedArguments.join(', ')}`);
    if (changedResult === undefined) words.push('answer not recorded');
    else if (changedResult) words.push('other answer');
  }
  const isSame = !isFirst && words.length === 0;
  const fill = failed ? hatchOf(id) : isSame || isFirst ? SHADE.pale : '#ffffff';
  const said = isFirst ? 'first lap' : isSame ? 'same call, same answer' : words.join('; ');
  const drawn = mark(
    rect(box, fill, isSame ? SHADE.line : SHADE.ink),
    `${title}, step ${formatCount(step + 1)}: ${said}${failed ? '; it failed' : ''}`,
  );
  const text = isFirst ? 'first' : isSame ? 'same' : words.map(shorten).join(' ');
  const short = fitLabel(text, box.width);
  if (short === '') return [drawn];
  return [drawn, label(short, {x: box.x + box.width / 2, y: box.y + 19, anchor: 'middle'})];
}

function shorten(words: string): string {
  return words
    .replace('changed: ', '≠ ')
    .replace('other answer', '≠ answer')
    .replace(' not recorded', ' ?');
}
