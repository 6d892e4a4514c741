import {scaleLinear} from 'd3-scale';
import {line} from 'd3-shape';
import type {RunProfile} from '../replay/overview.js';
import {formatCount, formatCompact, formatTokens} from '../text/numbers.js';
import type {SafeHtml} from '../text/html.js';
import {SHADE} from './palette.js';
import {decorate, hatchOf, label, mark, path, rect, stroke, svg} from './svg.js';

const WIDTH = 960;
const HEIGHT = 200;
const LEFT = 60;
const RIGHT = 60;
const TOP = 20;
const BOTTOM = 28;
const MAX_BARS = 96;

/** Tokens spent (bars, left scale) and context fill (line, right scale) along the run. */
export function plotBurn(
  id: string,
  profile: RunProfile,
  window: {readonly first: number; readonly last: number},
): SafeHtml {
  const bars = gather(profile);
  const floor = HEIGHT - BOTTOM;
  const most = Math.max(1, ...bars.map(({tokens}) => tokens));
  const fullest = Math.max(1, profile.contextWindow ?? 0, ...bars.map(({context}) => context));
  const x = scaleLinear([0, Math.max(1, profile.steps)], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([0, most], [floor, TOP]);
  const fill = scaleLinear([0, fullest], [floor, TOP]);
  const marks: SafeHtml[] = [
    mark(
      rect(
        {
          x: x(window.first),
          y: TOP,
          width: x(window.last + 1) - x(window.first),
          height: floor - TOP,
        },
        hatchOf(id),
      ),
      `the incident: steps ${formatCount(window.first + 1)} to ${formatCount(window.last + 1)}`,
    ),
  ];
  for (const {from, to, tokens} of bars) {
    if (tokens === 0) continue;
    const box = {x: x(from), y: y(tokens), width: x(to) - x(from) - 1, height: floor - y(tokens)};
    const title = `steps ${formatCount(from + 1)} to ${formatCount(to)}: ${formatTokens(tokens)} tokens`;
    marks.push(mark(rect(box, SHADE.fill), title));
  }
  const told = bars.filter(({context}) => context > 0);
  const draw = line<Bar>(
    ({from, to}) => Math.round(x((from + to) / 2)),
    ({context}) => Math.round(fill(context)),
  ).digits(0);
  const data = draw([...told]);
  if (data !== null && told.length > 1) {
    marks.push(
      mark(path(data, SHADE.ink), `context fill, at most ${formatTokens(fullest)} tokens`),
    );
  }
  if (profile.contextWindow !== undefined) {
    const at = fill(profile.contextWindow);
    marks.push(
      mark(
        stroke({x: LEFT, y: at}, {x: WIDTH - RIGHT, y: at}, {dashed: true, colour: SHADE.alarm}),
        `context window: ${formatTokens(profile.contextWindow)} tokens`,
      ),
    );
  }
  marks.push(...drawAxes({most, fullest, steps: profile.steps, floor}));
  const description = `At most ${formatTokens(most)} tokens in one bar, context up to ${formatTokens(fullest)} tokens.`;
  return svg(
    {id, title: 'Token burn and context fill', description, width: WIDTH, height: HEIGHT},
    marks,
  );
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly tokens: number;
  readonly context: number;
}

/** Buckets of the profile joined to what a page is wide enough for. */
function gather({steps, buckets, tokens, context}: RunProfile): readonly Bar[] {
  const group = Math.max(1, Math.ceil(buckets / MAX_BARS));
  const bars: Bar[] = [];
  for (let first = 0; first < buckets; first += group) {
    const end = Math.min(buckets, first + group);
    let sum = 0;
    let fullest = 0;
    for (let bucket = first; bucket < end; bucket++) {
      sum += tokens[bucket] ?? 0;
      fullest = Math.max(fullest, context[bucket] ?? 0);
    }
    const from = Math.floor((first * steps) / buckets);
    bars.push({
      from,
      to: Math.max(from + 1, Math.floor((end * steps) / buckets)),
      tokens: sum,
      context: fullest,
    });
  }
  return bars;
}

function drawAxes(scale: {
  readonly most: number;
  readonly fullest: number;
  readonly steps: number;
  readonly floor: number;
}): readonly SafeHtml[] {
  const {most, fullest, steps, floor} = scale;
  return [
    decorate(stroke({x: LEFT, y: floor}, {x: WIDTH - RIGHT, y: floor}, {colour: SHADE.line})),
    label(formatCompact(most), {x: LEFT - 6, y: TOP + 8, anchor: 'end'}),
    label('0', {x: LEFT - 6, y: floor, anchor: 'end'}),
    label(formatCompact(fullest), {x: WIDTH - RIGHT + 6, y: TOP + 8}),
    label('spent', {x: LEFT - 6, y: TOP + 22, anchor: 'end', fill: SHADE.quiet}),
    label('context', {x: WIDTH - RIGHT + 6, y: TOP + 22, fill: SHADE.quiet}),
    label('step 1', {x: LEFT, y: HEIGHT - 8, fill: SHADE.quiet}),
    label(`step ${formatCount(steps)}`, {
      x: WIDTH - RIGHT,
      y: HEIGHT - 8,
      anchor: 'end',
      fill: SHADE.quiet,
    }),
  ];
}
