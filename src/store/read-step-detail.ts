import type Database from 'better-sqlite3';
import {parseJson} from '../ingest/records/parse-json.js';
import type {JsonValue} from '../model/json.js';
import type {Locator} from '../model/locator.js';
import type {StepDetail, StoredFinding} from '../replay/reader.js';
import {readMergedSpan} from './merged-span.js';
import type {MergedSpan} from './merged-span.js';
import {READ_EVENT} from './queries/replay.js';
import {toOptional} from './read-step-rows.js';
import type {StepPlace, StepRowReader} from './read-step-rows.js';
import {fromAtColumns} from './sql-values.js';
import type {AtRow} from './sql-values.js';

interface EventRow extends AtRow {
  readonly attributes: string | null;
  readonly path: string;
}

interface Source {
  readonly attributes: JsonValue | undefined;
  readonly locations: readonly {readonly source: string; readonly at: Locator}[];
}

/** Everything about one step; long texts are cut at `textLimit` and say how long they are. */
export function readStepDetail(
  db: Database.Database,
  rows: StepRowReader,
  step: {
    readonly place: StepPlace;
    readonly number: number;
    readonly findings: readonly StoredFinding[];
    readonly parentPath: readonly string[];
    readonly textLimit: number;
  },
): StepDetail {
  const {place, textLimit} = step;
  const {chunk, index} = place;
  const row = rows.read(place, step.number, step.findings);
  const span = row.spanKey === undefined ? undefined : readMergedSpan(db, row.spanKey);
  const eventKey = toOptional(chunk.get('eventKey', index));
  const source = eventKey === undefined ? span : readEvent(db, eventKey);
  const args = rows.eventBody(place) ?? pickBody(chunk.get('argsBody', index), span?.inputBody);
  const result = pickBody(chunk.get('resultBody', index), span?.outputBody);
  const seen = rows.messages.seen(chunk.get('inNode', index), textLimit);
  const isCall = eventKey === undefined;
  return {
    ...row,
    parentPath: step.parentPath,
    status: isCall ? (span?.status ?? 'unset') : 'unset',
    statusMessage: isCall ? readStatusMessage(rows, span, textLimit) : undefined,
    spanKind: isCall ? span?.kind : undefined,
    model: isCall ? span?.model : undefined,
    usage: isCall ? span?.usage : undefined,
    args: rows.previews.cut(args, textLimit),
    result: isCall ? rows.previews.cut(result, textLimit) : undefined,
    messagesIn: seen.last,
    messagesInTotal: seen.total,
    messagesOut: rows.messages.said(chunk.get('outNode', index), textLimit),
    attributes: source?.attributes,
    locations: source?.locations ?? [],
    soFar: {...rows.sumUpTo(place), errors: toOptional(chunk.get('errorsSoFar', index)) ?? 0},
  };
}

function pickBody(fromStep: number, fromSpan: number | undefined): number {
  return fromStep >= 0 ? fromStep : (fromSpan ?? -1);
}

function readStatusMessage(
  rows: StepRowReader,
  span: MergedSpan | undefined,
  textLimit: number,
): string | undefined {
  const cut = rows.previews.cut(span?.errorBody ?? -1, textLimit);
  if (cut === undefined) return undefined;
  const more = cut.totalChars - cut.text.length;
  return more > 0 ? `${cut.text} [${String(more)} more characters]` : cut.text;
}

function readEvent(db: Database.Database, eventKey: number): Source | undefined {
  const row = db.prepare(READ_EVENT).get(eventKey) as EventRow | undefined;
  if (row === undefined) return undefined;
  const at = fromAtColumns(row);
  return {
    attributes: row.attributes === null ? undefined : parseJson(row.attributes),
    locations: at === undefined ? [] : [{source: row.path, at}],
  };
}
