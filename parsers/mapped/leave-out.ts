import {isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {setField} from '../common/attributes.js';
import type {Path} from './path.js';

/** What is left of a record when the values at these paths were taken; undefined for nothing. */
export function leaveOut(record: JsonObject, taken: readonly Path[]): JsonObject | undefined {
  const own = taken.filter((path) => path.up === 0);
  if (own.some((path) => path.steps.length === 0)) return undefined;
  const rest = copyWithout(
    record,
    own.map((path) => path.steps),
  );
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/** As deep as the paths go: they come from the map, not from the log. */
function copyWithout(
  object: JsonObject,
  paths: readonly (readonly (string | number)[])[],
): JsonObject {
  const out: Record<string, JsonValue> = {};
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined || value === null) continue;
    const below = paths.filter(([first]) => first === key).map((steps) => steps.slice(1));
    if (below.some((steps) => steps.length === 0)) continue;
    if (below.length === 0 || !isObject(value)) setField(out, key, value);
    else {
      const inner = copyWithout(value, below);
      if (Object.keys(inner).length > 0) setField(out, key, inner);
    }
  }
  return out;
}
