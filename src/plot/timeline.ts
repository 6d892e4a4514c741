import {scaleLinear} from 'd3-scale';
import {OUTCOMES} from '../tree/step-table.js';
import type {RunView} from '../tree/run-view.js';
import {formatCount, formatCountOf} from '../text/numbers.js';
import type {SafeHtml} from '../text/html.js';
import {fitLabel, SHADE} from './palette.js';
import {hatchOf, label, mark, rect, stroke, svg} from './svg.js';

const WIDTH = 960;
const LEFT = 130;
const LANE = 30;
const MAX_LANES = 8;
/** Marks of one lane; with titles the picture stays under 500 nodes. */
const BUCKETS = 44;
const MAX_FINDINGS = 8;
const FINDING = 16;
const ERROR = OUTCOMES.indexOf('error');

export interface TimelineMoment {
  readonly step: number;
  readonly name: string;
}

export interface TimelineFinding {
  readonly rule: string;
  readonly first: number;
  readonly last: number;
}

export interface TimelineInput {
  readonly view: Pick<RunView, 'steps' | 'lanes'>;
  readonly window: {readonly first: number; readonly last: number};
  readonly moments: readonly TimelineMoment[];
  readonly findings: readonly TimelineFinding[];
}

/** Steps by lane: height is how many, a cross that some failed; findings below, the incident hatched behind. */
export function plotTimeline(id: string, input: TimelineInput): SafeHtml {
  const {steps} = input.view;
  const x = scaleLinear([0, Math.max(1, steps.count)], [LEFT, WIDTH]);
  const lanes = chooseLanes(input.view);
  const top = 34;
  const below = top + lanes.length * LANE + 8;
  const findings = input.findings.slice(0, MAX_FINDINGS);
  const bottom = below + findings.length * FINDING;
  const {first, last} = input.window;
  const marks: SafeHtml[] = [
    mark(
      rect(
        {x: x(first), y: top - 4, width: x(last + 1) - x(first), height: bottom - top + 8},
        hatchOf(id),
      ),
      `the incident: steps ${formatCount(first + 1)} to ${formatCount(last + 1)}`,
    ),
  ];
  for (const [place, lane] of lanes.entries()) {
    marks.push(...drawLane(input.view, lane, {x, y: top + place * LANE}));
  }
  for (const [place, finding] of findings.entries()) {
    const y = below + place * FINDING;
    const box = {
      x: x(finding.first),
      y: y + 4,
      width: x(finding.last + 1) - x(finding.first),
      height: 6,
    };
    const title = `${finding.rule}: steps ${formatCount(finding.first + 1)} to ${formatCount(finding.last + 1)}`;
    marks.push(
      mark(rect(box, SHADE.alarm), title),
      label(fitLabel(finding.rule, LEFT), {x: 0, y: y + 11}),
    );
  }
  marks.push(...drawMoments(input.moments, {x, top, bottom}));
  const height = bottom + 24;
  marks.push(
    label('step 1', {x: LEFT, y: height - 6, fill: SHADE.quiet}),
    label(`step ${formatCount(steps.count)}`, {
      x: WIDTH,
      y: height - 6,
      anchor: 'end',
      fill: SHADE.quiet,
    }),
  );
  const rest = input.view.lanes.length - lanes.length;
  const more = rest > 0 ? `, ${formatCountOf(rest, 'lane')} with fewer steps left out` : '';
  const description = `${formatCountOf(steps.count, 'step')} in ${formatCountOf(lanes.length, 'lane')}${more}.`;
  return svg({id, title: 'Timeline by lane', description, width: WIDTH, height}, marks);
}

/** The fullest lanes, in their order. */
function chooseLanes({lanes}: TimelineInput['view']): readonly number[] {
  return [...lanes.keys()]
    .sort((a, b) => (lanes[b]?.steps.length ?? 0) - (lanes[a]?.steps.length ?? 0) || a - b)
    .slice(0, MAX_LANES)
    .sort((a, b) => a - b);
}

interface LaneFrame {
  readonly x: (step: number) => number;
  readonly y: number;
}

function drawLane(
  {steps, lanes}: TimelineInput['view'],
  number: number,
  {x, y}: LaneFrame,
): readonly SafeHtml[] {
  const lane = lanes[number];
  if (lane === undefined) return [];
  const size = Math.max(1, Math.ceil(steps.count / BUCKETS));
  const counts = new Map<number, {steps: number; errors: number}>();
  for (const step of lane.steps) {
    const bucket = Math.floor(step / size);
    const own = counts.get(bucket) ?? {steps: 0, errors: 0};
    own.steps += 1;
    if (steps.outcome[step] === ERROR) own.errors += 1;
    counts.set(bucket, own);
  }
  const name = lane.agentName ?? `lane ${number + 1}`;
  const marks: SafeHtml[] = [label(fitLabel(name, LEFT), {x: 0, y: y + LANE - 10})];
  for (const [bucket, {steps: count, errors}] of counts) {
    const from = bucket * size;
    const to = Math.min(steps.count, from + size);
    const height = Math.max(2, (count / size) * (LANE - 6));
    const box = {x: x(from), y: y + LANE - 4 - height, width: x(to) - x(from) - 1, height};
    const failed = errors > 0 ? `, ${formatCount(errors)} failed` : '';
    const title = `${name}, steps ${formatCount(from + 1)} to ${formatCount(to)}: ${formatCount(count)}${failed}`;
    marks.push(mark(rect(box, errors > 0 ? SHADE.alarm : SHADE.fillDark), title));
  }
  return marks;
}

/** Upright lines with their names on two rows, so that neighbours can be read. */
function drawMoments(
  moments: readonly TimelineMoment[],
  {
    x,
    top,
    bottom,
  }: {readonly x: (step: number) => number; readonly top: number; readonly bottom: number},
): readonly SafeHtml[] {
  return moments.flatMap(({step, name}, place) => {
    const at = x(step);
    const isRight = at > WIDTH - 120;
    const line = stroke({x: at, y: top - 6}, {x: at, y: bottom}, {dashed: true});
    return [
      mark(line, `${name}: step ${formatCount(step + 1)}`),
      label(name, {x: at, y: 11 + (place % 2) * 13, anchor: isRight ? 'end' : 'start'}),
    ];
  });
}
