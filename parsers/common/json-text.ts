import {BigNumber} from '../api.js';
import type {JsonValue} from '../api.js';

/** Fewest digits of an integer that a double may round: 2^53 has 16. */
const LONG_INTEGER = /\d{16}/;
/**
 * Deepest nesting taken for JSON: facts are written by JSON.stringify, which overflows the stack at
 * some 4,000 levels. Deeper text stays text.
 */
const MAX_DEPTH = 900;
/** Control characters that may mark a number: those without a short escape of their own. */
const MARKS = [1, 2, 3, 4, 5, 6, 7, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29];

/**
 * `JSON.parse` for JSON inside a string value, with integers beyond 2^53 kept as `BigNumber`.
 * Returns undefined when the text is not JSON, or nested deeper than MAX_DEPTH.
 */
export function parseJsonText(text: string): JsonValue | undefined {
  const value = parsePlain(text);
  if (value === undefined) return undefined;
  const found = inspect(value);
  if (found === 'too-deep') return undefined;
  if (found === 'plain') return value;
  const mark = findUnusedMark(text);
  if (mark === undefined) return value;
  const marked = markLongIntegers(text, mark);
  const careful = marked === undefined ? undefined : parsePlain(marked);
  return careful === undefined ? value : unmark(careful, String.fromCharCode(mark));
}

/** One walk, level by level: a tenth of the time of the parse. */
function inspect(root: JsonValue): 'plain' | 'long-integer' | 'too-deep' {
  let long = isUnsafe(root);
  let level: object[] = typeof root === 'object' && root !== null ? [root] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= MAX_DEPTH) return 'too-deep';
    const next: object[] = [];
    for (const container of level) {
      // for-in is safe: JSON.parse makes plain objects whose prototype has nothing enumerable.
      for (const key in container) {
        const child = (container as Record<string, JsonValue>)[key];
        if (typeof child === 'object') {
          if (child !== null) next.push(child);
        } else if (typeof child === 'number' && isUnsafe(child)) long = true;
      }
    }
    level = next;
  }
  return long ? 'long-integer' : 'plain';
}

function isUnsafe(value: JsonValue): boolean {
  return typeof value === 'number' && (value > MAX_SAFE || value < -MAX_SAFE);
}

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

function parsePlain(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function escapeOf(mark: number): string {
  return `\\u${mark.toString(16).padStart(4, '0')}`;
}

/** JSON forbids raw control characters, so a mark is unused when its escape is nowhere in the text. */
function findUnusedMark(text: string): number | undefined {
  const lower = text.includes('\\u00') ? text.toLowerCase() : '';
  return MARKS.find((mark) => !lower.includes(escapeOf(mark)));
}

/** Turns each unsafe integer outside strings into a marked string; undefined if there is none. */
function markLongIntegers(text: string, mark: number): string | undefined {
  const out: string[] = [];
  const found = {count: 0};
  let position = 0;
  while (position < text.length) {
    const quote = text.indexOf('"', position);
    const end = quote === -1 ? text.length : quote;
    const between = text.slice(position, end);
    if (LONG_INTEGER.test(between)) {
      out.push(
        between.replace(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
          if (!/^-?\d{16,}$/.test(token) || Number.isSafeInteger(Number(token))) return token;
          // A leading zero is no JSON: left alone, so that the parse still fails.
          if (/^-?0/.test(token)) return token;
          found.count++;
          return `"${escapeOf(mark)}${token}"`;
        }),
      );
    } else {
      out.push(between);
    }
    if (quote === -1) break;
    const close = findStringEnd(text, quote + 1);
    out.push(text.slice(quote, close));
    position = close;
  }
  return found.count > 0 ? out.join('') : undefined;
}

/** Offset behind the closing quote of the string whose content starts at `from`. */
export function findStringEnd(text: string, from: number): number {
  let close = text.indexOf('"', from);
  while (close !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(close - 1 - backslashes) === 92 && close - 1 - backslashes >= from) {
      backslashes++;
    }
    if (backslashes % 2 === 0) return close + 1;
    close = text.indexOf('"', close + 1);
  }
  return text.length;
}

/** Replaces marked strings by numbers, in place; the value was just parsed and is ours. */
function unmark(root: JsonValue, mark: string): JsonValue {
  const box: JsonValue[] = [root];
  const open: unknown[] = [box];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    const object = holder as Record<string, unknown>;
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (typeof value === 'string') {
        if (!value.startsWith(mark)) continue;
        // defineProperty: a key `__proto__` stays a key.
        Object.defineProperty(object, key, {
          value: new BigNumber(value.slice(mark.length)),
          enumerable: true,
          writable: true,
          configurable: true,
        });
      } else if (typeof value === 'object' && value !== null) {
        open.push(value);
      }
    }
  }
  return box[0] ?? null;
}
