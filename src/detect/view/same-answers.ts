import type {CallTrack} from './call-track.js';
import {countKeys} from './count-keys.js';
import {findChains} from './chains.js';
import {pairColumns, toPlaces} from './pair-column.js';
import type {RunIndex} from './run-index.js';

/** Places between two equal answers of a tool that still belong together. */
const MAX_GAP = 20;

/**
 * Rows of calls of one tool with one and the same answer, other tools allowed between, another
 * answer of the same tool not. A shell is looked at as one tool, and as one for each program it
 * runs. O(places).
 */
export function findSameAnswers(
  index: RunIndex,
  track: CallTrack,
  minLength: number,
): readonly (readonly number[])[] {
  const known = memo.get(track);
  if (known !== undefined && known.minLength <= minLength) {
    return known.rows.filter((row) => row.length >= minLength);
  }
  const rows = buildSameAnswers(index, track, minLength);
  memo.set(track, {minLength, rows});
  return rows;
}

interface SameAnswers {
  readonly minLength: number;
  readonly rows: readonly (readonly number[])[];
}

const memo = new WeakMap<CallTrack, SameAnswers>();

function buildSameAnswers(
  index: RunIndex,
  track: CallTrack,
  minLength: number,
): readonly (readonly number[])[] {
  const {steps} = index.view;
  const outcomes = toPlaces(track.steps, steps.outcomeSig);
  if (countKeys(outcomes).most < minLength) return [];
  const {programs, names, hasShell} = toTools(index, track);
  const rows = findRows(track, programs, {outcomes, minLength});
  if (hasShell) rows.push(...findRows(track, names, {outcomes, minLength}));
  return rows;
}

function findRows(
  track: CallTrack,
  tools: Int32Array,
  {outcomes, minLength}: {readonly outcomes: Int32Array; readonly minLength: number},
): (readonly number[])[] {
  const keys = pairColumns(tools, outcomes);
  const lastOther = new Map<number, {key: number; place: number}>();
  /** For each place, the last place before it where its tool gave another answer. */
  const otherBefore = new Int32Array(keys.length).fill(-1);
  for (const [place, key] of keys.entries()) {
    const tool = tools[place] ?? -1;
    if (tool < 0) continue;
    const last = lastOther.get(tool);
    if (last !== undefined && last.key === key) otherBefore[place] = otherBefore[last.place] ?? -1;
    else if (last !== undefined) otherBefore[place] = last.place;
    lastOther.set(tool, {key, place});
  }
  const rows: (readonly number[])[] = [];
  for (const chain of findChains(track, keys, {maxGap: MAX_GAP, minLength})) {
    let row: number[] = [];
    for (const place of chain) {
      const previous = row.at(-1);
      if (previous !== undefined && (otherBefore[place] ?? -1) > previous) {
        if (row.length >= minLength) rows.push(row);
        row = [];
      }
      row.push(place);
    }
    if (row.length >= minLength) rows.push(row);
  }
  return rows;
}

interface Tools {
  /** Number of the tool at each place: for a shell its program, else its name. */
  readonly programs: Int32Array;
  readonly names: Int32Array;
  readonly hasShell: boolean;
}

function toTools(index: RunIndex, track: CallTrack): Tools {
  const {steps} = index.view;
  const isShell = new Map<number, boolean>();
  const names = toPlaces(track.steps, steps.l0);
  let hasShell = false;
  // intents and names are numbered apart: even numbers for names, odd ones for intents
  const programs = Int32Array.from(track.steps, (step, place) => {
    if (step < 0) return -1;
    const name = names[place] ?? -1;
    let shell = isShell.get(name);
    if (shell === undefined) {
      shell = index.reader.nature(step).isShell;
      isShell.set(name, shell);
      hasShell ||= shell;
    }
    const intent = steps.l1[step] ?? -1;
    return shell && intent >= 0 ? intent * 2 + 1 : name * 2;
  });
  return {programs, names, hasShell};
}
