import {scaleLinear} from 'd3-scale';
import {formatCount} from '../text/numbers.js';
import type {SafeHtml} from '../text/html.js';
import {fitLabel, SHADE} from './palette.js';
import {decorate, hatchOf, label, mark, rect, stroke, svg} from './svg.js';

const WIDTH = 960;
const LEFT = 230;
const ROW = 26;
const MAX_ROWS = 10;

/** Where one guard trips in the run, and what it would not have let run. */
export interface GuardTrip {
  readonly name: string;
  readonly tripStep: number;
  readonly savedSteps: number;
}

/** One row a guard: what ran before the trip (dark), what would have been saved (hatched). */
export function plotGuards(id: string, guards: readonly GuardTrip[], steps: number): SafeHtml {
  const shown = guards.slice(0, MAX_ROWS);
  const x = scaleLinear([0, Math.max(1, steps)], [LEFT, WIDTH]);
  const marks: SafeHtml[] = [];
  for (const [place, {name, tripStep, savedSteps}] of shown.entries()) {
    const y = place * ROW + 6;
    const before = {x: LEFT, y, width: x(tripStep) - LEFT, height: ROW - 8};
    const after = {
      x: x(tripStep),
      y,
      width: x(Math.min(steps, tripStep + savedSteps)) - x(tripStep),
      height: ROW - 8,
    };
    const title = `${name}: trips at step ${formatCount(tripStep + 1)}, ${formatCount(savedSteps)} of ${formatCount(steps)} steps would not have run`;
    marks.push(
      label(fitLabel(name, LEFT), {x: 0, y: y + 13}),
      mark(rect(before, SHADE.fillDark), title),
      mark(rect(after, hatchOf(id), SHADE.line), title),
      decorate(stroke({x: x(tripStep), y: y - 3}, {x: x(tripStep), y: y + ROW - 5})),
    );
  }
  const height = shown.length * ROW + 26;
  marks.push(
    label('step 1', {x: LEFT, y: height - 6, fill: SHADE.quiet}),
    label(`step ${formatCount(steps)}`, {
      x: WIDTH,
      y: height - 6,
      anchor: 'end',
      fill: SHADE.quiet,
    }),
  );
  const description = `${formatCount(shown.length)} guards; dark: what runs before the trip, hatched: what is saved.`;
  return svg({id, title: 'Where each guard trips', description, width: WIDTH, height}, marks);
}
