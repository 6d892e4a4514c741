import {BigNumber} from '../../api.js';
import type {JsonValue} from '../../api.js';
import {readTime} from '../../common/plain-time.js';
import type {Place} from './leaf-paths.js';

/** A field whose values alone give it away, whatever its name. */
export interface ValueClue {
  readonly field: 'parent' | 'start' | 'end';
  readonly place: Place;
  readonly reason: string;
}

/** Of this share of the records at least a time must be known to be that of the record. */
const MIN_SHARE = 0.6;

export function keyOf(value: JsonValue): string {
  return value instanceof BigNumber ? value.text : JSON.stringify(value);
}

/** What names did not tell: ids of other records are parents; of two times the earlier is the start. */
export function findByValues(
  places: readonly Place[],
  known: ReadonlyMap<string, Place>,
  total: number,
): readonly ValueClue[] {
  const used = new Set([...known.values()].map(({path}) => path));
  const free = places.filter(({path}) => !used.has(path));
  const out: ValueClue[] = [];
  const ids = known.get('span');
  const parent = known.has('parent') || ids === undefined ? undefined : findParent(free, ids);
  if (parent !== undefined) {
    out.push({field: 'parent', place: parent, reason: 'its values are ids of other records'});
  }
  const times = free.filter(
    ({values}) => values.length >= total * MIN_SHARE && values.every(isPointInTime),
  );
  const start = known.get('start') ?? times.toSorted(byFirstTime)[0];
  if (start === undefined) return out;
  if (!known.has('start')) {
    out.push({field: 'start', place: start, reason: 'the earliest time of the records'});
  }
  const end = known.has('end') ? undefined : times.find((place) => isAfter(place, start));
  if (end !== undefined) out.push({field: 'end', place: end, reason: 'never before the start'});
  return out;
}

/** What stands for "no parent" where the field is always there. */
const NO_PARENT = new Set(['0', '-1', '""', '"0"', '"-1"', '"none"', '"null"', '"root"', '"-"']);

/** Its values are ids of records, or say that there is none. */
export function isReference({values}: Place, ids: Place): boolean {
  const known = new Set(ids.values.map(keyOf));
  const named = values.map(keyOf).filter((key) => !NO_PARENT.has(key.toLowerCase()));
  return named.length > 0 && named.every((key) => known.has(key));
}

/** Ids of other records, and not those of the record itself. */
function findParent(places: readonly Place[], ids: Place): Place | undefined {
  let best: Place | undefined;
  for (const place of places) {
    if (place.path === ids.path || !isReference(place, ids)) continue;
    // A copy of the id stands in every record that has one.
    const isCopy =
      place.values.length === ids.values.length && hasSameOrder(place.values, ids.values);
    if (!isCopy && place.values.length > (best?.values.length ?? 0)) best = place;
  }
  return best;
}

function hasSameOrder(a: readonly JsonValue[], b: readonly JsonValue[]): boolean {
  return a.every((value, index) => {
    const other = b[index];
    return other !== undefined && keyOf(value) === keyOf(other);
  });
}

function timeOf(value: JsonValue | undefined): number {
  return value === undefined ? NaN : (readTime(value, 'auto')?.us ?? NaN);
}

/** Texts must be ISO; small numbers are counts, not seconds since 1970. */
function isPointInTime(value: JsonValue): boolean {
  if (typeof value === 'string' && !value.includes('-')) return false;
  return timeOf(value) > 1e15;
}

function byFirstTime(a: Place, b: Place): number {
  return timeOf(a.values[0]) - timeOf(b.values[0]);
}

function isAfter(place: Place, start: Place): boolean {
  if (place.path === start.path || place.values.length > start.values.length) return false;
  if (place.values.length < start.values.length) {
    return timeOf(place.values[0]) >= timeOf(start.values[0]);
  }
  return place.values.every((value, index) => timeOf(value) >= timeOf(start.values[index]));
}
