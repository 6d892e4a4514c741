import type Database from 'better-sqlite3';
import {parseJson} from '../ingest/records/parse-json.js';
import {compact} from '../model/compact.js';
import {isObject} from '../model/json.js';
import type {JsonObject, JsonValue} from '../model/json.js';
import type {SpanKind, Status} from '../model/kinds.js';
import type {Locator} from '../model/locator.js';
import type {Usage} from '../model/usage.js';
import {toSpanKind, toStatus} from '../tree/span-table.js';
import {StringTable} from '../tree/string-table.js';
import {buildLabelLookup} from './label-lookup.js';
import {READ_SPAN_FACTS, READ_SPAN_IDENTITY} from './queries/replay.js';
import {SpanColumns} from './span-columns.js';
import type {TokenColumn} from './span-columns.js';
import {fromAtColumns} from './sql-values.js';
import type {AtRow} from './sql-values.js';

/** Facts read of one span: a hostile log may patch a span a million times. */
const MAX_FACTS = 1000;

interface FactRow extends AtRow {
  readonly id: number;
  readonly parent_id: string | null;
  readonly label_id: number;
  readonly start_us: number | null;
  readonly end_us: number | null;
  readonly input_body: number | null;
  readonly output_body: number | null;
  readonly error_body: number | null;
  readonly tool_call_id: string | null;
  readonly round_id: string | null;
  readonly path: string;
  readonly attributes: string | null;
  readonly usage_id: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cached_read_tokens: number | null;
  readonly cached_write_tokens: number | null;
  readonly reasoning_tokens: number | null;
}

/** One span with all that its records say, and where each of them is. */
export interface MergedSpan {
  readonly kind: SpanKind;
  readonly status: Status;
  readonly model: string | undefined;
  readonly usage: Usage | undefined;
  readonly inputBody: number;
  readonly outputBody: number;
  readonly errorBody: number;
  readonly attributes: JsonValue | undefined;
  readonly locations: readonly {readonly source: string; readonly at: Locator}[];
}

/** Reads one span by its key and merges its facts as `loadRun` does. */
export function readMergedSpan(db: Database.Database, spanKey: number): MergedSpan | undefined {
  const identity = db.prepare(READ_SPAN_IDENTITY).get(spanKey) as
    {readonly trace_key: number; readonly span_id: string} | undefined;
  if (identity === undefined) return undefined;
  const rows = db
    .prepare(READ_SPAN_FACTS)
    .all({1: identity.trace_key, 2: identity.span_id, 3: MAX_FACTS}) as FactRow[];
  const columns = new SpanColumns(1);
  const strings = new StringTable();
  const labels = buildLabelLookup(db, strings);
  let attributes: JsonObject | undefined;
  const locations: {source: string; at: Locator}[] = [];
  for (const row of rows) {
    const label = labels(row.label_id);
    const fact = {
      factId: row.id,
      parentId: strings.internOptional(row.parent_id ?? undefined),
      label,
      startUs: row.start_us ?? NaN,
      endUs: row.end_us ?? NaN,
      inputBody: row.input_body ?? -1,
      outputBody: row.output_body ?? -1,
      errorBody: row.error_body ?? -1,
      toolCallId: strings.internOptional(row.tool_call_id ?? undefined),
      roundId: strings.internOptional(row.round_id ?? undefined),
    };
    let wins = true;
    if (columns.count === 0) columns.add(0, 0, fact);
    else wins = columns.merge(0, fact);
    if (row.usage_id !== null) {
      columns.mergeUsage(0, toTokens(row), {wins, estimated: label.usageEstimated});
    }
    attributes = mergeAttributes(attributes, row.attributes, wins);
    const at = fromAtColumns(row);
    if (at !== undefined) locations.push({source: row.path, at});
  }
  columns.settle();
  const {ints} = columns;
  return {
    kind: toSpanKind(columns.kind[0] ?? -1),
    status: toStatus(columns.status[0] ?? 0),
    model: strings.strings[ints.model[0] ?? -1],
    usage: toUsage(columns),
    inputBody: ints.inputBody[0] ?? -1,
    outputBody: ints.outputBody[0] ?? -1,
    errorBody: ints.errorBody[0] ?? -1,
    attributes,
    locations,
  };
}

function toTokens(row: FactRow): ReadonlyMap<TokenColumn, number> {
  return new Map<TokenColumn, number>([
    ['inputTokens', row.input_tokens ?? NaN],
    ['outputTokens', row.output_tokens ?? NaN],
    ['cachedReadTokens', row.cached_read_tokens ?? NaN],
    ['cachedWriteTokens', row.cached_write_tokens ?? NaN],
    ['reasoningTokens', row.reasoning_tokens ?? NaN],
  ]);
}

function toUsage({tokens, usageEstimated}: SpanColumns): Usage | undefined {
  const read = (column: TokenColumn): number | undefined => {
    const value = tokens[column][0] ?? NaN;
    return Number.isNaN(value) ? undefined : value;
  };
  const counts = {
    inputTokens: read('inputTokens'),
    outputTokens: read('outputTokens'),
    cachedReadTokens: read('cachedReadTokens'),
    cachedWriteTokens: read('cachedWriteTokens'),
    reasoningTokens: read('reasoningTokens'),
  };
  if (Object.values(counts).every((count) => count === undefined)) return undefined;
  return compact<Usage>({...counts, source: usageEstimated[0] === 1 ? 'estimated' : 'reported'});
}

function mergeAttributes(
  known: JsonObject | undefined,
  text: string | null,
  wins: boolean,
): JsonObject | undefined {
  if (text === null) return known;
  const added = parseJson(text);
  if (!isObject(added)) return known;
  if (known === undefined) return added;
  return wins ? {...known, ...added} : {...added, ...known};
}
