import {BigNumber} from '../api.js';

/** Deep equality of JSON values, key order apart; iterative, so depth is no danger. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  const open: unknown[] = [a, b];
  while (open.length > 0) {
    const y = open.pop();
    const x = open.pop();
    if (x === y) continue;
    if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return false;
    if (x instanceof BigNumber || y instanceof BigNumber) {
      if (!(x instanceof BigNumber && y instanceof BigNumber && x.text === y.text)) return false;
      continue;
    }
    if (Array.isArray(x) !== Array.isArray(y)) return false;
    const keys = Object.keys(x);
    if (keys.length !== Object.keys(y).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(y, key)) return false;
      open.push((x as Record<string, unknown>)[key], (y as Record<string, unknown>)[key]);
    }
  }
  return true;
}

/** Characters a JSON value keeps alive, roughly: string lengths plus a flat cost for each value. */
export function measureJson(root: unknown): number {
  let chars = 0;
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    chars += FLAT_COST;
    if (typeof value === 'string') chars += value.length;
    else if (value instanceof BigNumber) chars += value.text.length;
    else if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) if (part !== undefined) open.push(part);
    }
  }
  return chars;
}

/** Characters counted for each value beside its text: about the size of a property and its header. */
const FLAT_COST = 16;
