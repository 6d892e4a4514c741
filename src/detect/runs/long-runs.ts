import {compareRuns} from './repeat-run.js';
import type {RepeatRun} from './repeat-run.js';
import {hasSmallerPeriod} from './smallest-period.js';
import {fillZ} from './z-function.js';

/** What the second pass looks for, and what the first pass has already found. */
export interface LongRunOptions {
  /** Periods up to this one are not reported. */
  readonly abovePeriod: number;
  readonly minLaps: number;
  /** Runs of the first pass: a long period inside one of them is a multiple of a short one. */
  readonly shortRuns: readonly RepeatRun[];
}

/**
 * Maximal runs with a period above `abovePeriod`: big routines done again and again. Main and
 * Lorentz (1984): split, and find the runs that cross the middle from four Z arrays. A run of three
 * laps holds the middle of exactly one block that contains it whole, so it is found once, there.
 * O(n log n) for every input; ids below 0 equal nothing.
 */
export function findLongRuns(input: Int32Array, options: LongRunOptions): RepeatRun[] {
  const minLength = (options.abovePeriod + 1) * options.minLaps;
  if (input.length < minLength || !mayRepeat(input, options.minLaps, minLength)) return [];
  const ids = distinguishUnknown(input);
  const shortEnd = toCoverage(ids.length, options.shortRuns);
  const scratch = makeScratch(ids.length);
  const found: RepeatRun[] = [];
  const stack: [number, number][] = [[0, ids.length]];
  for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
    const [low, high] = block;
    if (high - low < minLength) continue;
    const middle = (low + high) >> 1;
    findCrossing({ids, low, middle, high, shortEnd, scratch, options, found});
    stack.push([low, middle], [middle, high]);
  }
  return dropMultiples(ids, found.sort(compareRuns));
}

/** A run of `minLaps` laps has that many of each of its ids: most sequences end here. O(n). */
function mayRepeat(ids: Int32Array, minLaps: number, minLength: number): boolean {
  const counts = new Map<number, number>();
  for (const id of ids) if (id >= 0) counts.set(id, (counts.get(id) ?? 0) + 1);
  let frequent = 0;
  for (const count of counts.values()) if (count >= minLaps) frequent += count;
  return frequent >= minLength;
}

interface Scratch {
  readonly text: Int32Array;
  readonly z: readonly [Int32Array, Int32Array, Int32Array, Int32Array];
}

interface Crossing {
  readonly ids: Int32Array;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly shortEnd: Int32Array;
  readonly scratch: Scratch;
  readonly options: LongRunOptions;
  readonly found: RepeatRun[];
}

function makeScratch(count: number): Scratch {
  const size = count + 2;
  const make = (): Int32Array => new Int32Array(size);
  return {text: make(), z: [make(), make(), make(), make()]};
}

/** Every unknown gets an id of its own, so that the Z function needs no special case. */
function distinguishUnknown(input: Int32Array): Int32Array {
  const ids = Int32Array.from(input);
  let fresh = -2;
  for (let i = 0; i < ids.length; i++) if ((ids[i] ?? -1) < 0) ids[i] = fresh--;
  return ids;
}

/** For each position, where the short run that covers it ends (0 = none). */
function toCoverage(count: number, runs: readonly RepeatRun[]): Int32Array {
  const end = new Int32Array(count);
  for (const run of [...runs].sort(compareRuns)) {
    // Runs of different periods overlap by less than the sum of their periods, so this stays O(n P).
    for (let i = run.start; i < run.end; i++) if (run.end > (end[i] ?? 0)) end[i] = run.end;
  }
  return end;
}

const SEPARATOR = -1;

function findCrossing(at: Crossing): void {
  const {ids, low, middle, high, scratch} = at;
  const left = middle - low;
  const right = high - middle;
  const [zRight, zLeftBack, zRightLeft, zLeftRight] = scratch.z;
  const text = scratch.text;
  // common prefixes of v and v[p..]; common suffixes of u and u[..-p]
  for (let i = 0; i < right; i++) text[i] = ids[middle + i] ?? 0;
  fillZ(text, right, zRight);
  for (let i = 0; i < left; i++) text[i] = ids[middle - 1 - i] ?? 0;
  fillZ(text, left, zLeftBack);
  // v against u, and both reversed
  for (let i = 0; i < right; i++) text[i] = ids[middle + i] ?? 0;
  text[right] = SEPARATOR;
  for (let i = 0; i < left; i++) text[right + 1 + i] = ids[low + i] ?? 0;
  fillZ(text, left + right + 1, zRightLeft);
  for (let i = 0; i < left; i++) text[i] = ids[middle - 1 - i] ?? 0;
  text[left] = SEPARATOR;
  for (let i = 0; i < right; i++) text[left + 1 + i] = ids[high - 1 - i] ?? 0;
  fillZ(text, left + right + 1, zLeftRight);

  const wanted = at.options.minLaps - 1;
  for (let period = at.options.abovePeriod + 1; period < right; period++) {
    // laid over itself one period to the right; reaches beyond the middle by a whole lap
    const ahead = zRight[period] ?? 0;
    let back = zLeftRight[left + 1 + right - period] ?? 0;
    if (back === period && period < left) back += zLeftBack[period] ?? 0;
    if (back + ahead < period * wanted) continue;
    keepMaximal(at, {start: middle - back, end: middle + period + ahead, period});
  }
  for (let period = at.options.abovePeriod + 1; period < left; period++) {
    // the same to the left
    const back = zLeftBack[period] ?? 0;
    let ahead = zRightLeft[right + 1 + left - period] ?? 0;
    if (ahead === period && period < right) ahead += zRight[period] ?? 0;
    if (back + ahead < period * wanted) continue;
    keepMaximal(at, {start: middle - period - back, end: middle + ahead, period});
  }
}

/** A stretch cut by the block's edge is found whole in a larger block. */
function keepMaximal(at: Crossing, run: RepeatRun): void {
  const {ids, shortEnd, found} = at;
  const {start, end, period} = run;
  if (start > 0 && ids[start - 1] === ids[start - 1 + period]) return;
  if (end < ids.length && ids[end] === ids[end - period]) return;
  if ((shortEnd[start] ?? 0) >= start + 2 * period) return;
  found.push(run);
}

/** Keeps the smallest period of each stretch; a run may have been found from both sides. */
function dropMultiples(ids: Int32Array, runs: readonly RepeatRun[]): RepeatRun[] {
  const kept: RepeatRun[] = [];
  for (const run of runs) {
    const previous = kept.at(-1);
    if (previous?.start === run.start && previous.end === run.end) continue;
    if (!hasSmallerPeriod(ids, run.start, run.period)) kept.push(run);
  }
  return kept;
}
