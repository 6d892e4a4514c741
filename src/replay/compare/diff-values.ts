import type {JsonValue} from '../../model/json.js';
import {isArray, isObject} from '../../model/json.js';

/** One leaf that differs. `before` or `after` absent: it was added, or taken away. */
export interface ValueChange {
  /** `input.path[2]`; empty for the value as a whole. */
  readonly path: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** Changes that are listed; all are counted (STYLE H5). */
export const MAX_CHANGES = 100;
/** Pairs compared: a value of a million leaves is not compared to its end, and says so. */
const MAX_COMPARED = 200_000;

export interface ValueDiff {
  readonly changes: readonly ValueChange[];
  readonly total: number;
  /** More was there than was compared. */
  readonly isCut: boolean;
}

/** Leaves that differ, in the order of the newer value. Iterative; O(leaves). */
export function diffValues(before: JsonValue, after: JsonValue): ValueDiff {
  const changes: ValueChange[] = [];
  let total = 0;
  const open: ValueChange[] = [{path: '', before, after}];
  let compared = 0;
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    compared += 1;
    if (compared > MAX_COMPARED) return {changes, total, isCut: true};
    const inner = splitPair(pair);
    if (inner !== undefined) {
      for (const item of inner.reverse()) open.push(item);
      continue;
    }
    if (isSameLeaf(pair.before, pair.after)) continue;
    total += 1;
    if (changes.length < MAX_CHANGES) changes.push(pair);
  }
  return {changes, total, isCut: false};
}

/** The fields of two objects or the items of two lists; undefined for a pair that is compared as it is. */
function splitPair({path, before, after}: ValueChange): ValueChange[] | undefined {
  if (before === undefined || after === undefined) return undefined;
  if (isArray(before) && isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({length}, (_unused, index) => ({
      path: `${path}[${String(index)}]`,
      before: before[index],
      after: after[index],
    }));
  }
  if (!isObject(before) || !isObject(after)) return undefined;
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  return Array.from(keys, (key) => ({
    path: path === '' ? key : `${path}.${key}`,
    before: Object.hasOwn(before, key) ? before[key] : undefined,
    after: Object.hasOwn(after, key) ? after[key] : undefined,
  }));
}

function isSameLeaf(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  if (before === after) return true;
  if (before === undefined || after === undefined) return false;
  return JSON.stringify(before) === JSON.stringify(after);
}
