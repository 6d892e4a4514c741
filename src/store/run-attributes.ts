import type Database from 'better-sqlite3';
import type {JsonObject} from '../model/json.js';
import {READ_SPAN_ATTRIBUTES, READ_TRACE_ATTRIBUTES} from './queries/surveys.js';

/** What is left of a record after its fields were taken, as logged. */
export interface LoggedAttributes {
  /** Row id of the span in the case; absent for a trace. */
  readonly spanKey?: number;
  readonly timeUs: number | undefined;
  readonly agent: string;
  readonly attributes: JsonObject;
}

/** Spans of one trace that are read: settings stand in the first ones. */
const MAX_ROWS = 2000;
/** Cheap test that saves parsing most of them. */
const HINT = /version|tool|permission|approval|sandbox|release|functions/i;

interface AttributeRow {
  readonly span_key: number | null;
  readonly attributes: string;
  readonly start_us: number | null;
  readonly agent_name: string | null;
}

/** Attributes of a run that may tell of versions, tools or permissions, trace by trace in order. */
export function* readRunAttributes(
  db: Database.Database,
  traceKeys: readonly number[],
): Generator<LoggedAttributes> {
  for (const traceKey of traceKeys) {
    for (const sql of [READ_TRACE_ATTRIBUTES, READ_SPAN_ATTRIBUTES]) {
      for (const found of db.prepare(sql).all(traceKey, MAX_ROWS)) {
        const row = found as AttributeRow;
        if (!HINT.test(row.attributes)) continue;
        yield {
          ...(row.span_key === null ? {} : {spanKey: row.span_key}),
          timeUs: row.start_us ?? undefined,
          agent: row.agent_name ?? '',
          attributes: JSON.parse(row.attributes) as JsonObject,
        };
      }
    }
  }
}
