import {getField, isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {unfold} from '../common/unfold.js';

/**
 * Where a value is in a record:
 *
 *     status.code            a key in a key
 *     calls[0].id            an element, from 0; [-1] is the last
 *     attributes["gen.ai"]   a key with dots or brackets in it
 *     ^.trace_id             in the object around the record; ^^ one further out
 *     .                      the whole record
 *
 * A text that holds JSON is stepped into as if it were that JSON.
 */
export interface Path {
  readonly text: string;
  /** Objects to go out of, from the record. */
  readonly up: number;
  readonly steps: readonly (string | number)[];
}

const MAX_STEPS = 32;
const STEP = /\.?([^.[\]"^]+)|\[(-?\d{1,9})\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** What is wrong with a path, in words that end a sentence. */
export interface PathProblem {
  readonly problem: string;
}

export function parsePath(text: string): Path | PathProblem {
  const trimmed = text.trim();
  if (trimmed === '') return {problem: 'is empty'};
  const [lead = ''] = /^\^*/.exec(trimmed) ?? [];
  const steps: (string | number)[] = [];
  if (trimmed.slice(lead.length) === '.') return {text, up: lead.length, steps};
  let at = lead.length;
  while (at < trimmed.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(trimmed);
    if (match === null) return {problem: `cannot be read from "${trimmed.slice(at)}" on`};
    const [whole, name, index, quoted] = match;
    if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(quoted.replaceAll(/\\(.)/g, '$1'));
    else if (name !== undefined) steps.push(name.trim());
    at += whole.length;
    if (steps.length > MAX_STEPS) return {problem: `has more than ${String(MAX_STEPS)} steps`};
  }
  return {text, up: lead.length, steps};
}

/** The value at a path; undefined where it is not, or null. */
export function readPath(
  path: Path,
  record: JsonValue,
  above: readonly JsonObject[],
): JsonValue | undefined {
  let value: JsonValue | undefined = path.up === 0 ? record : above.at(-path.up);
  for (const step of path.steps) {
    if (value === undefined || value === null) return undefined;
    value = stepInto(typeof value === 'string' ? unfold(value) : value, step);
  }
  return value ?? undefined;
}

function stepInto(value: JsonValue, step: string | number): JsonValue | undefined {
  if (typeof step === 'number') return isArray(value) ? value.at(step) : undefined;
  return isObject(value) ? getField(value, step) : undefined;
}

/** The first of several paths that leads to a value, and which one it was. */
export function readFirst(
  paths: readonly Path[],
  record: JsonValue,
  above: readonly JsonObject[],
): {readonly value: JsonValue; readonly path: Path} | undefined {
  for (const path of paths) {
    const value = readPath(path, record, above);
    if (value !== undefined && value !== '') return {value, path};
  }
  return undefined;
}
