import type Database from 'better-sqlite3';
import {buildLabelLookup} from './label-lookup.js';
import {READ_TRACE_SPANS, READ_USAGE, SCAN_TRACE_SPANS} from './queries/run-facts.js';
import type {SpanColumns, TokenColumn} from './span-columns.js';
import type {StringTable} from '../tree/string-table.js';

/** Rows per read: keeps a page of rows small enough to die young. */
const PAGE_ROWS = 2000;

/** A page of READ_TRACE_SPANS: one array per column. */
interface SpanPage {
  readonly id: readonly number[];
  readonly spanId: readonly string[];
  readonly parentId: readonly (string | null)[];
  readonly labelId: readonly number[];
  readonly startUs: readonly (number | null)[];
  readonly endUs: readonly (number | null)[];
  readonly inputBody: readonly (number | null)[];
  readonly outputBody: readonly (number | null)[];
  readonly errorBody: readonly (number | null)[];
  readonly toolCallId: readonly (string | null)[];
  readonly roundId: readonly (string | null)[];
}
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
  #lastParent: {readonly text: string | undefined; readonly number: number} = {
    text: undefined,
    number: -1,
  };

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
      const page = readPage(statement, [traceKey, from, range.lastId]);
      const last = page.id.at(-1);
      if (last === undefined) return;
      const usages = usage.all(page.id[0], last) as UsageRow[];
      let nextUsage = 0;
      for (let at = 0; at < page.id.length; at++) {
        const id = page.id[at] ?? 0;
        while ((usages[nextUsage]?.[0] ?? Infinity) < id) nextUsage++;
        const own = usages[nextUsage]?.[0] === id ? usages[nextUsage] : undefined;
        this.#take(traceId, {page, at, id}, own);
      }
      from = last + 1;
    }
  }

  #take(
    traceId: number,
    {page, at, id}: {readonly page: SpanPage; readonly at: number; readonly id: number},
    usage: UsageRow | undefined,
  ): void {
    const strings = this.#strings;
    const columns = this.#columns;
    const label = this.#labels(page.labelId[at] ?? 0);
    const spanId = strings.intern(page.spanId[at] ?? '');
    const fact = {
      factId: id,
      parentId: this.#internParent(page.parentId[at] ?? undefined),
      label,
      startUs: page.startUs[at] ?? NaN,
      endUs: page.endUs[at] ?? NaN,
      inputBody: page.inputBody[at] ?? -1,
      outputBody: page.outputBody[at] ?? -1,
      errorBody: page.errorBody[at] ?? -1,
      toolCallId: strings.internOptional(page.toolCallId[at] ?? undefined),
      roundId: strings.internOptional(page.roundId[at] ?? undefined),
    };
    let place = this.findRow(spanId);
    let wins = true;
    if (place < 0) {
      place = columns.add(traceId, spanId, fact);
      this.#setRow(spanId, place);
    } else wins = columns.merge(place, fact);
    if (usage !== undefined) {
      const tokens = new Map<TokenColumn, number>();
      TOKEN_COLUMNS.forEach((column, index) => tokens.set(column, usage[index + 1] ?? NaN));
      columns.mergeUsage(place, tokens, {wins, estimated: label.usageEstimated});
    }
    const facts = this.#facts;
    facts.factId[facts.count] = id;
    facts.row[facts.count++] = place;
  }

  /** Siblings follow each other: most parents are that of the row before. */
  #internParent(text: string | undefined): number {
    if (text !== this.#lastParent.text) {
      this.#lastParent = {text, number: this.#strings.internOptional(text)};
    }
    return this.#lastParent.number;
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

function readPage(
  statement: Database.Statement,
  bounds: readonly [traceKey: number, firstId: number, lastId: number],
): SpanPage {
  const arrays = statement.get(...bounds, PAGE_ROWS) as readonly string[];
  const numbers = (at: number): number[] => JSON.parse(arrays[at] ?? '[]') as number[];
  const optionalNumbers = (at: number): (number | null)[] => numbers(at);
  const texts = (at: number): string[] => JSON.parse(arrays[at] ?? '[]') as string[];
  const optionalTexts = (at: number): (string | null)[] => texts(at);
  return {
    id: numbers(0),
    spanId: texts(1),
    parentId: optionalTexts(2),
    labelId: numbers(3),
    startUs: optionalNumbers(4),
    endUs: optionalNumbers(5),
    inputBody: optionalNumbers(6),
    outputBody: optionalNumbers(7),
    errorBody: optionalNumbers(8),
    toolCallId: optionalTexts(9),
    roundId: optionalTexts(10),
  };
}
