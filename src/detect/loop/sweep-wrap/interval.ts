import {isObject} from '../../../model/json.js';
import type {JsonObject, JsonValue} from '../../../model/json.js';

/** A stretch of a file, list or result that a call asks for: [from, to). */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

const FROM = ['offset', 'start', 'startline', 'linestart', 'line', 'from', 'skip', 'begin', 'cursor',
  'startindex', 'firstline', 'position', 'seek']; // prettier-ignore
const TO = ['end', 'endline', 'lineend', 'to', 'until', 'lastline', 'endindex', 'stop'];
const SIZE = ['limit', 'count', 'numlines', 'lines', 'length', 'size', 'pagesize', 'perpage', 'max',
  'maxresults', 'take', 'n', 'num']; // prettier-ignore
const PAGE = ['page', 'pagenumber', 'pageno', 'pageindex', 'chunk', 'part', 'index'];

const SED = /\bsed\s+-n\s+['"]?(\d{1,9}),\s?(\+?)(\d{1,9})p/;

function readNumber(args: JsonObject, names: readonly string[]): number | undefined {
  for (const [key, value] of Object.entries(args)) {
    if (!names.includes(key.replaceAll(/[_-]/g, '').toLowerCase())) continue;
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
  }
  return undefined;
}

/** What part a call reads, from its usual fields or a `sed` range; undefined if it names none. */
export function toInterval(args: JsonValue | undefined): Interval | undefined {
  if (args === undefined) return undefined;
  const command = typeof args === 'string' ? args : isObject(args) ? readCommand(args) : undefined;
  if (command !== undefined) return toSedInterval(command);
  if (!isObject(args)) return undefined;
  const from = readNumber(args, FROM);
  const to = readNumber(args, TO);
  const size = readNumber(args, SIZE);
  const page = readNumber(args, PAGE);
  // "end" fields are mostly inclusive; one unit more or less does not matter for the share read again
  if (from !== undefined && to !== undefined && to >= from) return {from, to: to + 1};
  if (from !== undefined) return {from, to: from + Math.max(1, size ?? 1)};
  if (page !== undefined) return {from: page, to: page + 1};
  return undefined;
}

function readCommand(args: JsonObject): string | undefined {
  for (const name of ['command', 'cmd']) {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (typeof value === 'string') return value.slice(0, 2000);
  }
  return undefined;
}

function toSedInterval(command: string): Interval | undefined {
  const range = SED.exec(command);
  if (range === null) return undefined;
  const from = Number(range[1]);
  const to = range[2] === '+' ? from + Number(range[3]) : Number(range[3]);
  return to < from ? undefined : {from, to: to + 1};
}

/**
 * Moves against the way that most moves go: a sweep may run from the end to the beginning, and is
 * then no less a sweep.
 */
export function countTurns(intervals: readonly Interval[]): number {
  let [up, down] = [0, 0];
  for (let i = 1; i < intervals.length; i++) {
    const [before, after] = [intervals[i - 1]?.from ?? 0, intervals[i]?.from ?? 0];
    if (after > before) up++;
    else if (after < before) down++;
  }
  return Math.min(up, down);
}

/** Units asked for, and units among them that had been asked for before. O(n log n). */
export function measureOverlap(intervals: readonly Interval[]): {
  readonly asked: number;
  readonly distinct: number;
} {
  const sorted = [...intervals].sort((a, b) => a.from - b.from || a.to - b.to);
  let [asked, distinct, reached] = [0, 0, -Infinity];
  for (const {from, to} of sorted) {
    asked += to - from;
    distinct += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return {asked, distinct};
}
