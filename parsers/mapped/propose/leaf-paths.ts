import {isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue} from '../../api.js';
import {unfold} from '../../common/unfold.js';

/** A place that some of the sample records have, with the values found there. */
export interface Place {
  /** As a map writes it. */
  readonly path: string;
  /** Names it goes by, in lower case without dashes and the like: its last two words, its last one. */
  readonly keys: readonly string[];
  readonly depth: number;
  readonly values: JsonValue[];
}

const MAX_DEPTH = 4;
const MAX_PLACES = 400;

export function normaliseKey(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** All places of the records and of the objects around them, containers too. */
export function findPlaces(
  records: readonly {readonly record: JsonObject; readonly above: readonly JsonObject[]}[],
): readonly Place[] {
  const places = new Map<string, Place>();
  for (const {record, above} of records) {
    addPlaces(record, '', 0, places);
    above.toReversed().forEach((object, index) => {
      for (const key of Object.keys(object)) {
        const value = object[key];
        if (value === undefined || isArray(value) || isObject(value)) continue;
        const path = `${'^'.repeat(index + 1)}${pathStep('.', key)}`;
        addPlace({path, keys: namesOf('', key), depth: MAX_DEPTH + index}, value, places);
      }
    });
  }
  return [...places.values()];
}

/** As deep as MAX_DEPTH: the bound is on the recursion too. */
function addPlaces(
  object: JsonObject,
  prefix: string,
  depth: number,
  places: Map<string, Place>,
): void {
  for (const key of Object.keys(object)) {
    const raw = object[key];
    if (raw === undefined || raw === null) continue;
    const path = prefix + pathStep(prefix === '' ? '' : '.', key);
    addPlace({path, keys: namesOf(prefix, key), depth}, raw, places);
    const value = typeof raw === 'string' ? unfold(raw) : raw;
    if (isObject(value) && depth < MAX_DEPTH) addPlaces(value, path, depth + 1, places);
  }
}

function addPlace(
  place: Omit<Place, 'values'>,
  value: JsonValue,
  places: Map<string, Place>,
): void {
  const known = places.get(place.path);
  if (known !== undefined) known.values.push(value);
  else if (places.size < MAX_PLACES) places.set(place.path, {...place, values: [value]});
}

/** `gen_ai.tool.name` and `tool: {name}` are a `toolname`, and less surely a `name`. */
function namesOf(prefix: string, key: string): readonly string[] {
  const words = `${prefix}.${key}`.split(/[.[\]"]+/).filter((word) => word !== '');
  return [normaliseKey(words.slice(-2).join('.')), normaliseKey(words.at(-1) ?? '')];
}

function pathStep(dot: string, key: string): string {
  if (/^[^.[\]"^\s]+$/.test(key)) return dot + key;
  return `["${key.replaceAll(/["\\]/g, '\\$&')}"]`;
}
