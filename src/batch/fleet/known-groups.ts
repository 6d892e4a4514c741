import {isArray, isObject, type JsonValue} from '../../model/json.js';
import type {FleetGroup} from './fleet.js';

export const KNOWN_SCHEMA = 'whatbroke/known-groups/1';

/** A group that a team has looked at, and accepts or works on. */
export interface KnownGroup {
  readonly id: string;
  /** In a person's words; it is kept when the file is written anew. */
  readonly why?: string;
}

/** Undefined where `value` is no such file. */
export function readKnownGroups(value: JsonValue | undefined): readonly KnownGroup[] | undefined {
  if (!isObject(value) || value['schema'] !== KNOWN_SCHEMA) return undefined;
  const list = value['groups'];
  if (!isArray(list)) return undefined;
  const known: KnownGroup[] = [];
  for (const item of list) {
    if (!isObject(item) || typeof item['id'] !== 'string') return undefined;
    const why = item['why'];
    known.push({id: item['id'], ...(typeof why === 'string' && why !== '' ? {why} : {})});
  }
  return known;
}

/** Groups marked as known where `known` names them; those come last. */
export function markKnown(
  groups: readonly FleetGroup[],
  known: readonly KnownGroup[],
): readonly FleetGroup[] {
  const byId = new Map(known.map((each) => [each.id, each]));
  const marked = groups.map((group): FleetGroup => {
    const why = byId.get(group.id)?.why;
    return {...group, isKnown: byId.has(group.id), ...(why === undefined ? {} : {why})};
  });
  return marked.sort((a, b) => Number(a.isKnown) - Number(b.isKnown));
}

/**
 * The file that accepts these groups, by id, beside those that were known before: one that is not seen today
 * may come back. Rule and calls are for the person who reads the file; only the ids count.
 */
export function writeKnownGroups(
  groups: readonly FleetGroup[],
  before: readonly KnownGroup[],
): string {
  const rows = new Map<string, object>(before.map((each) => [each.id, each]));
  const whys = new Map(before.map(({id, why}) => [id, why]));
  for (const {id, rule, calls} of groups) rows.set(id, {id, rule, calls, why: whys.get(id) ?? ''});
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return `${JSON.stringify({schema: KNOWN_SCHEMA, groups: sorted}, null, 2)}\n`;
}
