import {BigNumber} from '../../model/json.js';
import type {JsonValue} from '../../model/json.js';
import {MAX_JSON_DEPTH} from './limits.js';

type JsonProblemCode = 'garbage-line' | 'record-too-deep' | 'record-too-long';

/** A text that is no usable JSON value; `code` is that of the diagnostic to report. */
export class JsonProblem extends Error {
  readonly code: JsonProblemCode;
  constructor(code: JsonProblemCode, message: string) {
    super(message);
    this.name = 'JsonProblem';
    this.code = code;
  }
}

/**
 * JSON.parse, with numbers that a double cannot hold kept as `BigNumber` (integers beyond 2^53, and the
 * `NaN` and `Infinity` of Python's writer), and nesting bounded. A `__proto__` key is an own property.
 * One walk over the parsed value (a tenth of the time of the parse) finds the rare value that needs
 * the careful route; no regular expression over the text.
 *
 * @throws JsonProblem
 */
export function parseJson(text: string): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    const careful = NOT_FINITE.test(text) ? parseCarefully(text) : undefined;
    if (careful !== undefined) return careful;
    throw new JsonProblem('garbage-line', error instanceof Error ? error.message : 'not JSON');
  }
  return hasLargeNumber(value) ? unmark(markNumbers(text)) : value;
}

/** What Python writes for a float that is no number, or has no end. */
const NOT_FINITE = /\b(?:NaN|Infinity)\b/;

/** Undefined where the text is no JSON for another reason. */
function parseCarefully(text: string): JsonValue | undefined {
  let value: JsonValue;
  try {
    value = unmark(markNumbers(text));
  } catch {
    // The first parse told what is wrong.
    return undefined;
  }
  hasLargeNumber(value); // For the bound on nesting.
  return value;
}

/** Breadth first, so that the number of rounds is the depth. */
function hasLargeNumber(root: JsonValue): boolean {
  let large = isLarge(root);
  let level: object[] = typeof root === 'object' && root !== null ? [root] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= MAX_JSON_DEPTH) {
      throw new JsonProblem(
        'record-too-deep',
        `nested more than ${String(MAX_JSON_DEPTH)} levels deep`,
      );
    }
    const next: object[] = [];
    for (const container of level) {
      if (Array.isArray(container)) {
        for (const child of container as readonly JsonValue[]) {
          if (typeof child === 'object') {
            if (child !== null) next.push(child);
          } else if (typeof child === 'number' && isLarge(child)) large = true;
        }
      } else {
        // for-in is safe: JSON.parse makes plain objects whose prototype has nothing enumerable.
        for (const key in container) {
          const child = (container as Record<string, JsonValue>)[key];
          if (typeof child === 'object') {
            if (child !== null) next.push(child);
          } else if (typeof child === 'number' && isLarge(child)) large = true;
        }
      }
    }
    level = next;
  }
  return large;
}

function isLarge(value: JsonValue): boolean {
  return (
    typeof value === 'number' &&
    (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)
  );
}

const MARK = '\uE000';
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const N = 0x4e;
const I = 0x49;
const INTEGER = /^-?\d+$/;
const WORD = /(?:NaN|-?Infinity)/y;

interface Marked {
  readonly text: string;
  readonly mark: string;
}

/**
 * Writes each integer that would be rounded (and each number that is or would be infinite) as a string
 * behind a mark that no string of this text can begin with:
 *
 *     {"id": 12345678901234567890}  ->  {"id": "<mark>12345678901234567890"}
 */
function markNumbers(text: string): Marked {
  // One more repetition than there are mark characters, raw or escaped, in the whole text.
  const mark = MARK.repeat(1 + (text.match(/\uE000|\\u[eE]000/g) ?? []).length);
  const pieces: string[] = [];
  let kept = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === MINUS || isDigit(code) || code === N || code === I) {
      const end = endOfNumber(text, at);
      const lexeme = text.slice(at, end);
      if (needsText(lexeme)) {
        pieces.push(text.slice(kept, at), `"${mark}${lexeme}"`);
        kept = end;
      }
      at = end;
    } else at++;
  }
  pieces.push(text.slice(kept));
  return {text: pieces.join(''), mark};
}

/** The number that a JSON lexeme stands for, as `parseJson` has it. */
export function toNumber(lexeme: string): number | BigNumber {
  return needsText(lexeme) ? new BigNumber(lexeme) : Number(lexeme);
}

function needsText(lexeme: string): boolean {
  const value = Number(lexeme);
  return INTEGER.test(lexeme) ? !Number.isSafeInteger(value) : !Number.isFinite(value);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function endOfString(text: string, open: number): number {
  for (let at = open + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
}

function endOfNumber(text: string, start: number): number {
  WORD.lastIndex = start;
  const word = WORD.exec(text);
  if (word !== null) return start + word[0].length;
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isPart =
      isDigit(code) || code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b;
    if (!isPart && code !== MINUS) break;
  }
  return at;
}

function unmark({text, mark}: Marked): JsonValue {
  const root = [JSON.parse(text) as JsonValue];
  const open: (JsonValue[] | Record<string, JsonValue>)[] = [root];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    for (const key of Object.keys(container)) {
      if (key.startsWith(mark)) throw new JsonProblem('garbage-line', 'a number is no key');
      const child = (container as Record<string, JsonValue>)[key];
      if (typeof child === 'string') {
        if (child.startsWith(mark)) {
          (container as Record<string, JsonValue>)[key] = new BigNumber(child.slice(mark.length));
        }
      } else if (typeof child === 'object' && child !== null) {
        open.push(child as JsonValue[] | Record<string, JsonValue>);
      }
    }
  }
  return root[0] ?? null;
}
