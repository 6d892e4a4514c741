import type {RunView} from '../../tree/run-view.js';
import {OUTCOMES, STEP_KINDS} from '../../tree/step-table.js';
import {alignSequences} from './align.js';
import {StepKeys} from './step-keys.js';

/** A stretch of steps: the same in both runs, or only in one. Steps count from 0; ends are not included. */
export interface DiffSection {
  readonly kind: 'same' | 'only-a' | 'only-b';
  readonly lane: string | undefined;
  /** Steps of each run in order; empty on the side that has none. */
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** One call that both runs made, and that was answered differently. */
export interface OtherAnswer {
  readonly a: number;
  readonly b: number;
  readonly name: string;
}

export interface ToolCount {
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

export interface RunDiff {
  readonly sections: readonly DiffSection[];
  /** Where they part: the first step of each that the other does not share; undefined = one ends there. */
  readonly parting: {readonly a: number | undefined; readonly b: number | undefined} | undefined;
  /** Steps that both made; model calls are not counted where anything else was called. */
  readonly sameSteps: number;
  readonly otherAnswers: readonly OtherAnswer[];
  /** Tools by name with their calls, those that differ most first. */
  readonly tools: readonly ToolCount[];
}

const LLM = STEP_KINDS.indexOf('llm');
const TOOL = STEP_KINDS.indexOf('tool');
const UNRESOLVED = OUTCOMES.indexOf('unresolved');

/** Aligns two runs lane by lane, by what was called and not by step number. O(n log n) in their steps. */
export function buildRunDiff(a: RunView, b: RunView): RunDiff {
  const keys = new StepKeys();
  const sections: DiffSection[] = [];
  const otherAnswers: OtherAnswer[] = [];
  for (const [name, one, other] of pairLanes(a, b)) {
    const partner = alignSequences(
      Int32Array.from(one, (step) => keys.read(a, step)),
      Int32Array.from(other, (step) => keys.read(b, step)),
    );
    sections.push(...toSections(name, {one, other, partner}));
    for (const [index, step] of one.entries()) {
      const match = other[partner[index] ?? -1];
      if (match !== undefined && hasOtherAnswer(keys, {a, b, step, match})) {
        otherAnswers.push({
          a: step,
          b: match,
          name: a.spans.strings[a.steps.name[step] ?? -1] ?? '',
        });
      }
    }
  }
  otherAnswers.sort((x, y) => x.a - y.a);
  let sameSteps = 0;
  for (const section of sections) if (section.kind === 'same') sameSteps += section.a.length;
  return {
    sections,
    parting: findParting(sections),
    sameSteps,
    otherAnswers,
    tools: countTools(a, b),
  };
}

type LanePair = readonly [name: string | undefined, a: Int32Array, b: Int32Array];

/**
 * Lanes of the same agent and branch, the first with the first; a lane without a partner stands alone. Model
 * calls are left out where anything else was called: what they led to tells more, and no two prompts are equal.
 */
function pairLanes(a: RunView, b: RunView): readonly LanePair[] {
  const none = new Int32Array(0);
  const waiting = new Map<string, Int32Array[]>();
  const keyOf = (lane: RunView['lanes'][number]): string =>
    `${lane.agentName ?? ''}\0${lane.branch ?? ''}`;
  for (const lane of b.lanes) {
    const key = keyOf(lane);
    const own = waiting.get(key);
    if (own === undefined) waiting.set(key, [lane.steps]);
    else own.push(lane.steps);
  }
  for (const own of waiting.values()) own.reverse();
  const pairs: LanePair[] = a.lanes.map((lane) => [
    lane.agentName,
    lane.steps,
    waiting.get(keyOf(lane))?.pop() ?? none,
  ]);
  for (const [key, own] of waiting) {
    for (const steps of own.reverse()) pairs.push([key.split('\0')[0], none, steps]);
  }
  return pairs.map(([name, one, other]) => {
    const isCalled = (view: RunView) => (step: number) => view.steps.kind[step] !== LLM;
    const [mine, theirs] = [one.filter(isCalled(a)), other.filter(isCalled(b))];
    return mine.length + theirs.length > 0 ? [name, mine, theirs] : [name, one, other];
  });
}

function toSections(
  lane: string | undefined,
  {one, other, partner}: {one: Int32Array; other: Int32Array; partner: Int32Array},
): readonly DiffSection[] {
  const sections: DiffSection[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const [a, b]: [number[], number[]] = [[], []];
    if (i < one.length && partner[i] === j) {
      for (; i < one.length && partner[i] === j; i++, j++) {
        a.push(one[i] ?? 0);
        b.push(other[j] ?? 0);
      }
      sections.push({kind: 'same', lane, a, b});
      continue;
    }
    for (; i < one.length && (partner[i] ?? -1) < 0; i++) a.push(one[i] ?? 0);
    const next = i < one.length ? (partner[i] ?? other.length) : other.length;
    for (; j < next; j++) b.push(other[j] ?? 0);
    if (a.length > 0) sections.push({kind: 'only-a', lane, a, b: []});
    if (b.length > 0) sections.push({kind: 'only-b', lane, a: [], b});
  }
  return sections;
}

/** The earliest stretch that is not shared, and what stands in its place on the other side. */
function findParting(sections: readonly DiffSection[]): RunDiff['parting'] {
  let place = -1;
  for (const [at, section] of sections.entries()) {
    if (section.kind === 'same') continue;
    const best = sections[place];
    if (best === undefined || firstOf(section) < firstOf(best)) place = at;
  }
  const first = sections[place];
  if (first === undefined) return undefined;
  const next = sections[place + 1];
  // What replaces a stretch follows it at once.
  const beside =
    first.kind === 'only-a' && next?.kind === 'only-b' && next.lane === first.lane
      ? next
      : undefined;
  return {a: first.a[0], b: first.b[0] ?? beside?.b[0]};
}

function firstOf({a, b}: DiffSection): number {
  return a[0] ?? b[0] ?? 0;
}

/** Equal calls, both answered, with answers that differ in more than times and ids. */
function hasOtherAnswer(
  keys: StepKeys,
  {a, b, step, match}: {a: RunView; b: RunView; step: number; match: number},
): boolean {
  if (a.steps.kind[step] !== TOOL) return false;
  const [one, other] = [a.steps.outcome[step] ?? 0, b.steps.outcome[match] ?? 0];
  if (one === UNRESOLVED || other === UNRESOLVED) return false;
  if (one !== other) return true;
  const [mine, theirs] = [a.steps.resultBody[step] ?? -1, b.steps.resultBody[match] ?? -1];
  if (mine === theirs || mine < 0 || theirs < 0) return false;
  return keys.sign(a, 'outcome', mine) !== keys.sign(b, 'outcome', theirs);
}

function countTools(a: RunView, b: RunView): readonly ToolCount[] {
  const counts = new Map<string, {a: number; b: number}>();
  for (const [side, view] of [
    ['a', a],
    ['b', b],
  ] as const) {
    for (let step = 0; step < view.steps.count; step++) {
      if (view.steps.kind[step] !== TOOL) continue;
      const name = view.spans.strings[view.steps.name[step] ?? -1] ?? '';
      const count = counts.get(name) ?? {a: 0, b: 0};
      count[side]++;
      counts.set(name, count);
    }
  }
  return [...counts]
    .map(([name, count]) => ({name, ...count}))
    .sort((x, y) => Math.abs(y.a - y.b) - Math.abs(x.a - x.b) || (x.name < y.name ? -1 : 1));
}
