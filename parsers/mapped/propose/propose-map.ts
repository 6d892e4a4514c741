import {Scalar, stringify} from 'yaml';
import {BigNumber} from '../../api.js';
import type {JsonValue, SniffHead} from '../../api.js';
import {readTime} from '../../common/plain-time.js';
import {CLUES} from './clues.js';
import type {Clue} from './clues.js';
import {proposeKinds} from './kind-rules.js';
import {findPlaces} from './leaf-paths.js';
import type {Place} from './leaf-paths.js';
import {findRecords} from './sample-records.js';
import {findByValues, isReference, keyOf} from './value-clues.js';

export type Confidence = 'high' | 'medium' | 'low';

export interface ProposedField {
  readonly field: string;
  readonly path: string;
  readonly confidence: Confidence;
  readonly reason: string;
}

export interface ProposedMap {
  /** A map file, with a comment behind each field. */
  readonly yaml: string;
  readonly fields: readonly ProposedField[];
  readonly sampled: number;
}

/**
 * A map for an unknown JSON log, guessed from its head: names of keys, and what their values look like.
 * Undefined where there is nothing to go on.
 */
export function proposeMap(head: SniffHead): ProposedMap | undefined {
  const sample = findRecords(head);
  if (sample === undefined) return undefined;
  const total = sample.records.length;
  const places = findPlaces(sample.records);
  const fields = findFields(places, total);
  if (fields.length === 0) return undefined;
  const paths = new Map(fields.map(({field, path}) => [field, path]));
  const kinds = proposeKinds(places, paths, {quote, total});
  const lines = [
    `# Proposed from ${String(total)} record${total === 1 ? '' : 's'} of the log; read it before you trust it.`,
    '# high: name and values fit; medium: one of them leaves a doubt; low: a guess.',
    'whatbroke-map: 1',
    ...(sample.pattern === undefined ? [] : [`records: ${quote(sample.pattern)}`]),
    ...fields
      .filter(({field}) => !field.includes('.'))
      .map((field) => `${writeField(field, places)} ${comment(field)}`),
    ...writeGroup('tokens', fields),
    ...writeGroup('messages', fields),
    `kind: # ${kinds.confidence}`,
    ...kinds.lines.map((line) => `  - ${line}`),
  ];
  return {yaml: `${lines.join('\n')}\n`, fields, sampled: total};
}

function findFields(places: readonly Place[], total: number): readonly ProposedField[] {
  const used = new Set<string>();
  const out: ProposedField[] = [];
  for (const [field, clue] of Object.entries(CLUES)) {
    const found = bestPlace(places, clue, used);
    if (found === undefined) continue;
    used.add(found.place.path);
    out.push({field, path: found.place.path, ...judge(field, found, total, out, places)});
  }
  const known = new Map(
    out.flatMap(({field, path}) => {
      const place = places.find((candidate) => candidate.path === path);
      return place === undefined ? [] : [[field, place] as const];
    }),
  );
  for (const {field, place, reason} of findByValues(places, known, total)) {
    const seen = `${String(place.values.length)} of ${String(total)} records`;
    out.push({field, path: place.path, confidence: 'medium', reason: `${seen}; ${reason}`});
  }
  const ids = known.get('span');
  const parent = known.get('parent');
  if (ids !== undefined && parent !== undefined && isReference(parent, ids)) {
    const at = out.findIndex(({field}) => field === 'parent');
    const {path} = parent;
    const seen = `${String(parent.values.length)} of ${String(total)} records`;
    const reason = `${seen}; its values are ids of other records`;
    out[at] = {field: 'parent', path, confidence: 'high', reason};
  }
  const order = Object.keys(CLUES);
  return out.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
}

interface Found {
  readonly place: Place;
  readonly rank: number;
}

function bestPlace(
  places: readonly Place[],
  {names, like, fits}: Clue,
  used: ReadonlySet<string>,
): Found | undefined {
  let best: Found | undefined;
  let bestCost = Infinity;
  for (const place of places) {
    const rank = rankOf(place, names, like);
    if (rank === undefined || used.has(place.path) || !place.values.every(fits)) continue;
    const cost = rank + place.depth * 1.5 - Math.min(place.values.length, 20) / 10;
    if (cost >= bestCost) continue;
    best = {place, rank};
    bestCost = cost;
  }
  return best;
}

function rankOf(
  {keys}: Place,
  names: readonly string[],
  like: RegExp | undefined,
): number | undefined {
  const ranks = keys.map((key) => names.indexOf(key)).filter((rank) => rank >= 0);
  if (ranks.length > 0) return Math.min(...ranks);
  return keys.some((key) => like?.test(key) === true) ? names.length : undefined;
}

function judge(
  field: string,
  {place, rank}: Found,
  total: number,
  before: readonly ProposedField[],
  places: readonly Place[],
): {readonly confidence: Confidence; readonly reason: string} {
  const {values} = place;
  const seen = `${String(values.length)} of ${String(total)} records`;
  const distinct = new Set(values.map(keyOf)).size;
  if (field === 'span' && distinct < values.length) {
    return {confidence: 'low', reason: `${seen}, only ${String(distinct)} of them distinct`};
  }
  if (field === 'span') {
    const parent = before.find((other) => other.field === 'parent');
    const ids = new Set(values.map(keyOf));
    const parents = places.find(({path}) => path === parent?.path)?.values ?? [];
    const known = parents.filter((value) => ids.has(keyOf(value))).length;
    if (known > 0) return {confidence: 'high', reason: `${seen}; parents name it`};
    return {confidence: rank < 3 ? 'high' : 'medium', reason: seen};
  }
  const everywhere = values.length >= total * 0.9;
  if (rank < 3 && (everywhere || field !== 'trace')) return {confidence: 'high', reason: seen};
  const isTime = field === 'start' || field === 'end';
  return {confidence: rank < 6 || (isTime && everywhere) ? 'medium' : 'low', reason: seen};
}

function writeField({field, path}: ProposedField, places: readonly Place[]): string {
  const values = places.find((place) => place.path === path)?.values ?? [];
  if (field === 'start' || field === 'end') {
    const [value] = values;
    const unit = value === undefined ? 'auto' : unitOf(value);
    const hasZone = value === undefined || readTime(value, 'auto')?.hasZone !== false;
    return `${field}: {from: ${quote(path)}, unit: ${unit}${hasZone ? '' : ', zone: local'}}`;
  }
  if (field === 'duration') {
    return `duration: {from: ${quote(path)}, unit: ${durationUnit(path)}}`;
  }
  if (field === 'status') return `status: {from: ${quote(path)}, ${statusWords(values)}}`;
  return `${field}: ${quote(path)}`;
}

function comment({confidence, reason, field, path}: ProposedField): string {
  const isGuess = field === 'duration' && !/(?:ms|us|ns|sec|seconds)$/i.test(path);
  return `# ${isGuess ? 'low' : confidence}: ${reason}${isGuess ? '; the unit is a guess' : ''}`;
}

function writeGroup(group: string, fields: readonly ProposedField[]): readonly string[] {
  const inner = fields.filter(({field}) => field.startsWith(`${group}.`));
  if (inner.length === 0) return [];
  return [
    `${group}:`,
    ...inner.map((field) => {
      const name = field.field.slice(group.length + 1);
      return `  ${name}: ${quote(field.path)} ${comment(field)}`;
    }),
  ];
}

function unitOf(value: JsonValue): string {
  const size = Number(value instanceof BigNumber ? value.text : value);
  if (!Number.isFinite(size)) return 'iso';
  return size >= 1e17 ? 'ns' : size >= 1e14 ? 'us' : size >= 1e11 ? 'ms' : 's';
}

function durationUnit(path: string): string {
  if (/us$|micros/i.test(path)) return 'us';
  if (/ns$|nanos/i.test(path)) return 'ns';
  return /(?:^|[^m])s$|sec|seconds/i.test(path) && !/ms$/i.test(path) ? 's' : 'ms';
}

const BAD = /fail|error|exception|timeout|timed|abort|cancel|reject|false|crit|fatal/i;
const GOOD = /ok|success|succeed|done|complete|finish|pass|true/i;

function statusWords(values: readonly JsonValue[]): string {
  const words = [...new Set(values.map(String))].slice(0, 50);
  const error = words.filter((word) => BAD.test(word));
  const ok = words.filter((word) => GOOD.test(word) && !BAD.test(word));
  const list = (texts: readonly string[]): string => `[${texts.map(quote).join(', ')}]`;
  // With none of them in the sample, the usual words stand in.
  return `error: ${list(error.length > 0 ? error : ['error', 'failed', 'false'])}, ok: ${list(ok)}`;
}

/** A text as YAML writes it inside `{}` and `[]`, on one line. */
function quote(text: string): string {
  if (
    /^[A-Za-z_^][\w^.[\]-]*$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  ) {
    if (!/[[\]]/.test(text)) return text;
  }
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return stringify(scalar, {lineWidth: 0}).trimEnd();
}
