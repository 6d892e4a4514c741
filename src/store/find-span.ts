import type Database from 'better-sqlite3';
import type {JsonValue} from '../model/json.js';
import type {Locator} from '../model/locator.js';
import {FIND_SPAN_FACTS, READ_SPAN_FACT} from './queries/find-span.js';
import {fromAtColumns, type AtRow} from './sql-values.js';

/** What one record of one source says of a span, before records are merged. */
export interface SpanRecord {
  readonly source: string;
  readonly at: Locator | undefined;
  /** Columns of the view `spans` that have a value, by name. */
  readonly fields: Readonly<Record<string, JsonValue>>;
}

/** Columns that are told by `source` and `at`, or are numbers of the case alone. */
/** A row of the view: `source` is always there. */
type ViewRow = AtRow & Record<string, JsonValue> & {readonly source: string};

const APART: ReadonlySet<string> = new Set([
  'fact_id',
  'source',
  'at_offset',
  'at_length',
  'at_line',
  'at_rest',
  'input_body',
  'output_body',
]);

/** All records of a span id, in the order in which they were read; at most `limit`. */
export function findSpan(
  db: Database.Database,
  spanId: string,
  limit: number,
): readonly SpanRecord[] {
  const facts = db.prepare(FIND_SPAN_FACTS).pluck().all(spanId, limit);
  const read = db.prepare(READ_SPAN_FACT);
  return facts.map((fact) => toRecord(read.get(fact) as ViewRow));
}

function toRecord(row: ViewRow): SpanRecord {
  const fields: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(row)) {
    if (value !== null && !APART.has(name)) fields.push([name, value]);
  }
  return {
    source: row.source,
    at: fromAtColumns(row),
    fields: Object.fromEntries(fields),
  };
}
