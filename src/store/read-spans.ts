import type Database from 'better-sqlite3';
import {buildLabelLookup} from './label-lookup.js';
import {READ_TRACE_SPANS, READ_USAGE, SCAN_TRACE_SPANS} from './queries/run-facts.js';
import type {SpanColumns, TokenColumn} from './span-columns.js';
import type {StringTable} from '../tree/string-table.js';

/** Rows per read: keeps a page of rows small enough to die young. */
const PAGE_ROWS = 2000;

/** A row of READ_TRACE_SPANS. */
type SpanRow = readonly [
  id: number,
  spanId: string,
  parentId: string | null,
  labelId: number,
  startUs: number | null,
  endUs: number | null,
  inputBody: number | null,
  outputBody: number | null,
  errorBody: number | null,
  toolCallId: string | null,
  roundId: string | null,
];
type UsageRow = readonly [id: number, ...tokens: (number | null)[]];

const TOKEN_COLUMNS: readonly TokenColumn[] = [
  'inputTokens',
  'outputTokens',
  'cachedReadTokens',
  'cachedWriteTokens',
  'reasoningTokens',
];

/** A range of facts of one trace in one version. */
export interface FactRange {
  readonly firstId: number;
  readonly lastId: number;
  /** The range holds (nearly) only this trace: read it in row order. */
  readonly isDense: boolean;
}

/** Facts that were read, in reading order: which row each went to. */
export interface FactRows {
  readonly factId: Float64Array;
  readonly row: Int32Array;
  count: number;
}

/** Reads span facts of one trace after the other into the columns of a run. */
export class SpanReader {
  readonly #db: Database.Database;
  readonly #strings: StringTable;
  readonly #columns: SpanColumns;
  readonly #facts: FactRows;
  readonly #labels: ReturnType<typeof buildLabelLookup>;
  /** Row of each span id (by string number) within the trace that is being read; -1 = none. */
  #rowOfSpan = new Int32Array(1024).fill(-1);
  #firstRow = 0;

  constructor(
    db: Database.Database,
    into: {
      readonly strings: StringTable;
      readonly columns: SpanColumns;
      readonly facts: FactRows;
    },
  ) {
    this.#db = db;
    this.#strings = into.strings;
    this.#columns = into.columns;
    this.#facts = into.facts;
    this.#labels = buildLabelLookup(db, into.strings);
  }

  /** Span ids of a new trace mean other spans than those of the trace before. */
  beginTrace(): void {
    const {spanId} = this.#columns.ints;
    for (let row = this.#firstRow; row < this.#columns.count; row++) {
      this.#rowOfSpan[spanId[row] ?? 0] = -1;
    }
    this.#firstRow = this.#columns.count;
  }

  /** Row of a span of the trace that is being read, -1 where it has no record. */
  findRow(spanId: number): number {
    return spanId < 0 ? -1 : (this.#rowOfSpan[spanId] ?? -1);
  }

  read(traceKey: number, traceId: number, range: FactRange): void {
    const statement = this.#db.prepare(range.isDense ? SCAN_TRACE_SPANS : READ_TRACE_SPANS).raw();
    const usage = this.#db.prepare(READ_USAGE).raw();
    for (let from = range.firstId; from <= range.lastId;) {
      const page = statement.all(traceKey, from, range.lastId, PAGE_ROWS) as SpanRow[];
      const last = page.at(-1)?.[0];
      if (last === undefined) return;
      const usages = usage.all(page[0]?.[0], last) as UsageRow[];
      let nextUsage = 0;
      for (const row of page) {
        while ((usages[nextUsage]?.[0] ?? Infinity) < row[0]) nextUsage++;
        const own = usages[nextUsage]?.[0] === row[0] ? usages[nextUsage] : undefined;
        this.#take(traceId, row, own);
      }
      from = last + 1;
    }
  }

  #take(traceId: number, row: SpanRow, usage: UsageRow | undefined): void {
    const strings = this.#strings;
    const columns = this.#columns;
    const label = this.#labels(row[3]);
    const spanId = strings.intern(row[1]);
    const fact = {
      factId: row[0],
      parentId: strings.internOptional(row[2] ?? undefined),
      label,
      startUs: row[4] ?? NaN,
      endUs: row[5] ?? NaN,
      inputBody: row[6] ?? -1,
      outputBody: row[7] ?? -1,
      errorBody: row[8] ?? -1,
      toolCallId: strings.internOptional(row[9] ?? undefined),
      roundId: strings.internOptional(row[10] ?? undefined),
    };
    let place = this.findRow(spanId);
    let wins = true;
    if (place < 0) {
      place = columns.add(traceId, spanId, fact);
      this.#setRow(spanId, place);
    } else wins = columns.merge(place, fact);
    if (usage !== undefined) {
      const tokens = new Map<TokenColumn, number>();
      TOKEN_COLUMNS.forEach((column, at) => tokens.set(column, usage[at + 1] ?? NaN));
      columns.mergeUsage(place, tokens, {wins, estimated: label.usageEstimated});
    }
    const facts = this.#facts;
    facts.factId[facts.count] = row[0];
    facts.row[facts.count++] = place;
  }

  #setRow(spanId: number, row: number): void {
    if (spanId >= this.#rowOfSpan.length) {
      const larger = new Int32Array(Math.max(spanId + 1, this.#rowOfSpan.length * 2)).fill(-1);
      larger.set(this.#rowOfSpan);
      this.#rowOfSpan = larger;
    }
    this.#rowOfSpan[spanId] = row;
  }
}
