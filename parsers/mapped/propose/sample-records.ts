import {isArray, isObject} from '../../api.js';
import type {JsonObject, JsonValue, SniffHead} from '../../api.js';
import {normaliseKey} from './leaf-paths.js';

/** Records found in the head of a log, and the pattern that leads to them. */
export interface SampleRecords {
  /** Undefined where each top-level value is a record. */
  readonly pattern: string | undefined;
  readonly records: readonly {readonly record: JsonObject; readonly above: readonly JsonObject[]}[];
}

const MAX_DEPTH = 5;
const MAX_CONTAINERS = 2000;
const MAX_RECORDS = 64;

/** Keys that records of a trace have, and other lists have not. */
const TELLING = new Set(
  `id spanid traceid parentid parentspanid parent name type kind event timestamp ts time starttime
  startedat endtime start end duration durationms input output args arguments result response model
  tool toolname agent tokens usage status error messages role stepid runid sessionid latencyms`.split(
    /\s+/,
  ),
);

const MESSAGE_KEYS = new Set(
  'content parts name id type tool_calls tool_call_id toolCalls toolCallId refusal finish_reason'.split(
    ' ',
  ),
);

/** The list whose records look most like spans; undefined where the head holds no object at all. */
export function findRecords({values}: SniffHead): SampleRecords | undefined {
  const found = new Map<string, {record: JsonObject; above: readonly JsonObject[]}[]>();
  const open: {
    readonly value: JsonValue;
    readonly pattern: string;
    readonly above: readonly JsonObject[];
    readonly depth: number;
  }[] = values.map((value) => ({value, pattern: '', above: [], depth: 0}));
  for (let at = 0; at < open.length && at < MAX_CONTAINERS; at++) {
    const item = open[at];
    if (item === undefined) break;
    const {value, pattern, above, depth} = item;
    if (isArray(value)) {
      for (const inner of value.slice(0, MAX_RECORDS)) {
        if (depth < MAX_DEPTH) {
          open.push({value: inner, pattern: `${pattern}[]`, above, depth: depth + 1});
        }
      }
    } else if (isObject(value)) {
      if (pattern === '' || pattern.endsWith('[]')) {
        const list = found.get(pattern) ?? [];
        if (list.length < MAX_RECORDS) list.push({record: value, above});
        found.set(pattern, list);
      }
      for (const key of Object.keys(value)) {
        const inner = value[key];
        if (inner === undefined || depth >= MAX_DEPTH || !/^[^[\]{}.\s]+$/.test(key)) continue;
        if (!isArray(inner) && !isObject(inner)) continue;
        // A single object is a field of its record; lists inside it may be the records.
        open.push({
          value: inner,
          pattern: pattern === '' ? key : `${pattern}.${key}`,
          above: [...above, value],
          depth: depth + 1,
        });
      }
    }
  }
  let best: SampleRecords | undefined;
  let bestScore = 0;
  for (const [pattern, records] of found) {
    const score = scoreOf(records.map(({record}) => record));
    if (score <= bestScore) continue;
    bestScore = score;
    best = {pattern: pattern === '' ? undefined : pattern, records};
  }
  return best;
}

/** Telling keys of the average record, one level down too; longer lists win between equals. */
function scoreOf(records: readonly JsonObject[]): number {
  // Messages of a call are no calls.
  if (records.every(isMessage)) return 0;
  let telling = 0;
  for (const record of records) {
    for (const key of Object.keys(record)) {
      if (TELLING.has(normaliseKey(key))) telling += 1;
      const inner = record[key];
      if (inner === undefined || !isObject(inner)) continue;
      for (const below of Object.keys(inner)) if (TELLING.has(normaliseKey(below))) telling += 0.3;
    }
  }
  return records.length === 0 ? 0 : telling / records.length + Math.log2(records.length + 1) / 4;
}

function isMessage({role, ...rest}: JsonObject): boolean {
  return typeof role === 'string' && Object.keys(rest).every((key) => MESSAGE_KEYS.has(key));
}
