import type Database from 'better-sqlite3';
import type {RunFacts} from '../analyze/port.js';
import {SPAN_FLAG} from '../tree/span-table.js';
import type {SpanTable} from '../tree/span-table.js';
import type {RunLink} from '../tree/run-view.js';
import {CaseBodies} from './body-lookup.js';
import {placeEvents} from './place-events.js';
import {
  READ_EXTENTS,
  READ_TRACE_ID,
  READ_TRACE_LINKS,
  READ_TRACE_MESSAGES,
} from './queries/run-facts.js';
import {SpanReader} from './read-spans.js';
import type {FactRange, FactRows} from './read-spans.js';
import {readEvents} from './run-events.js';
import type {ReadEvent} from './run-events.js';
import {RunHead} from './run-head.js';
import {buildEffectiveStarts, orderByStarts} from '../tree/run-order.js';
import {VERSION_STRIDE} from './schema.js';
import {readSignatures} from './signature-columns.js';
import {SpanColumns} from './span-columns.js';
import {StringTable} from '../tree/string-table.js';

/** From this share of a version's facts on, its range is read without the index. */
const DENSE_SHARE = 0.5;

/** What only the store needs to write a run back. */
export interface RunOrigin {
  /** Fact of each event. */
  readonly eventKeys: Float64Array;
  readonly sources: readonly string[];
  readonly formats: readonly string[];
}

export type LoadedRun = RunFacts & RunOrigin;

interface Extent {
  readonly version_id: number;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly spans: number;
  readonly facts: number;
  readonly version_facts: number;
  readonly path: string;
  readonly parser_id: string;
}

interface Part {
  readonly extent: Extent;
  readonly range: FactRange;
}

interface RawLink {
  readonly fromRow: number;
  readonly traceId: number;
  readonly spanId: number;
}

/** Reads the facts of a run, merged by identity, in run order. O(n log n), no recursion. */
export function loadRun(db: Database.Database, traceKeys: readonly number[]): LoadedRun {
  const parts = readParts(db, traceKeys);
  let capacity = 0;
  for (const own of parts.values()) for (const {extent} of own) capacity += extent.spans;
  const strings = new StringTable();
  const columns = new SpanColumns(capacity);
  const facts = {factId: new Float64Array(capacity), row: new Int32Array(capacity), count: 0};
  const spans = new SpanReader(db, {strings, columns, facts});
  const head = new RunHead();
  const events: ReadEvent[] = [];
  const links: RawLink[] = [];
  const parentRow = new Int32Array(capacity).fill(-1);
  const sourceRank = new Int32Array(capacity);
  let rank = 0;
  for (const traceKey of traceKeys) {
    spans.beginTrace();
    const traceText = String(db.prepare(READ_TRACE_ID).pluck().get(traceKey));
    const traceId = strings.intern(traceText);
    const firstRow = columns.count;
    const own = parts.get(traceKey) ?? [];
    for (const {range} of own) {
      const firstFact = facts.count;
      const firstOfPart = columns.count;
      spans.read(traceKey, traceId, range);
      sourceRank.fill(rank++, firstOfPart, columns.count);
      for (const event of readEvents(
        db,
        {key: traceKey, range},
        {
          strings,
          row: (spanId) => spans.findRow(spanId),
          factBefore: (factId) => findFactBefore(facts, firstFact, factId),
        },
      )) {
        events.push(event);
      }
      head.read(db, {key: traceKey, id: traceText}, range);
    }
    for (const {range} of own) {
      readMessages(db, {traceKey, range}, {strings, spans, columns});
      links.push(...readLinks(db, {traceKey, range}, {strings, spans}));
    }
    for (let row = firstRow; row < columns.count; row++) {
      parentRow[row] = spans.findRow(columns.ints.parentId[row] ?? -1);
    }
  }
  columns.settle();
  return buildRun(db, {
    columns,
    facts,
    strings,
    head,
    events,
    links,
    parentRow,
    sourceRank,
    extents: [...parts.values()].flat().map(({extent}) => extent),
  });
}

/** By trace, each in source order. */
function readParts(
  db: Database.Database,
  traceKeys: readonly number[],
): ReadonlyMap<number, readonly Part[]> {
  const read = db.prepare(READ_EXTENTS);
  const parts = new Map<number, readonly Part[]>();
  for (const traceKey of traceKeys) {
    const own = read.all(traceKey).map((found): Part => {
      const extent = found as Extent;
      const base = extent.version_id * VERSION_STRIDE;
      const isDense = extent.facts >= extent.version_facts * DENSE_SHARE;
      const range = {firstId: base + extent.first_seq, lastId: base + extent.last_seq, isDense};
      return {extent, range};
    });
    parts.set(traceKey, own);
  }
  return parts;
}

function readMessages(
  db: Database.Database,
  from: {readonly traceKey: number; readonly range: FactRange},
  into: {readonly strings: StringTable; readonly spans: SpanReader; readonly columns: SpanColumns},
): void {
  const {ints} = into.columns;
  const rows = db.prepare(READ_TRACE_MESSAGES).raw();
  for (const found of rows.iterate(from.traceKey, from.range.firstId, from.range.lastId)) {
    const [spanId, direction, node, reply, signature] = found as [
      string,
      number,
      number,
      number,
      number | null,
    ];
    const row = into.spans.findRow(into.strings.find(spanId) ?? -1);
    if (row < 0) continue;
    if (direction === 0) ints.inNode[row] = node;
    else {
      ints.outNode[row] = node;
      ints.replyShape[row] = reply;
      ints.replySignature[row] = signature ?? -1;
    }
  }
}

function readLinks(
  db: Database.Database,
  from: {readonly traceKey: number; readonly range: FactRange},
  into: {readonly strings: StringTable; readonly spans: SpanReader},
): readonly RawLink[] {
  const out: RawLink[] = [];
  const {firstId, lastId} = from.range;
  for (const found of db.prepare(READ_TRACE_LINKS).iterate(from.traceKey, firstId, lastId)) {
    const row = found as {
      readonly span_id: string;
      readonly linked_trace_id: string;
      readonly linked_span_id: string | null;
    };
    const fromRow = into.spans.findRow(into.strings.find(row.span_id) ?? -1);
    if (fromRow < 0) continue;
    out.push({
      fromRow,
      traceId: into.strings.intern(row.linked_trace_id),
      spanId: into.strings.internOptional(row.linked_span_id ?? undefined),
    });
  }
  return out;
}

/** Last of the facts from `first` on whose id is below `factId`; -1 for none. */
function findFactBefore(facts: FactRows, first: number, factId: number): number {
  let low = first;
  let high = facts.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((facts.factId[middle] ?? 0) < factId) low = middle + 1;
    else high = middle;
  }
  return low > first ? low - 1 : -1;
}

interface Gathered {
  readonly columns: SpanColumns;
  readonly facts: FactRows;
  readonly strings: StringTable;
  readonly head: RunHead;
  readonly events: readonly ReadEvent[];
  readonly links: readonly RawLink[];
  readonly parentRow: Int32Array;
  readonly sourceRank: Int32Array;
  readonly extents: readonly Extent[];
}

function buildRun(db: Database.Database, gathered: Gathered): LoadedRun {
  const {columns, facts, strings, head} = gathered;
  const {count} = columns;
  const order = {
    count,
    startUs: columns.startUs,
    parent: gathered.parentRow,
    source: gathered.sourceRank,
  };
  const placeUs = buildEffectiveStarts(order);
  const rows = dropIdentity(orderByStarts(order, placeUs));
  const toRunRow = buildInverse(rows);
  const floats = (from: Float64Array): Float64Array =>
    rows === undefined ? from.subarray(0, count) : permute(from, new Float64Array(count), rows);
  const ints = (from: Int32Array): Int32Array =>
    rows === undefined ? from.subarray(0, count) : permute(from, new Int32Array(count), rows);
  const spans = buildSpanTable(columns, strings, {rows, floats, ints});
  const args = readSignatures(db, spans.inputBody, 'args');
  const outcomeSig = readSignatures(db, spans.outputBody, 'outcome').exact;
  const errorSig = readSignatures(db, spans.errorBody, 'error').exact;
  // An error without a result is the outcome; with one, the result tells more.
  for (let row = 0; row < count; row++) {
    if (spans.outputBody[row] === -1) outcomeSig[row] = errorSig[row] ?? -1;
  }
  const shape = ints(columns.ints.replyShape);
  const placed = placeEvents(gathered.events, {
    count,
    placeUs: floats(placeUs),
    spanKey: spans.spanKey,
    rowOfFact: (index) => toRunRow(facts.row[index] ?? 0),
    toRunRow,
  });
  const hasTimes = columns.startUs.subarray(0, count).some((start) => !Number.isNaN(start));
  const links = gathered.links.map((link): RunLink => ({...link, fromRow: toRunRow(link.fromRow)}));
  return {
    spans,
    argsSig: args.exact,
    argsTargetSig: args.target,
    argsIntentSig: args.intent,
    outcomeSig,
    replyTextSig: ints(columns.ints.replySignature),
    replyShape: Uint8Array.from(shape, (bits) => Math.max(bits, 0)),
    events: placed.events,
    eventTextSig: placed.textSig,
    verdicts: head.verdicts,
    outcome: head.buildOutcome(),
    timeBasis: head.buildTimeBasis(hasTimes),
    bodies: new CaseBodies(db),
    links,
    eventKeys: placed.keys,
    sources: [...new Set(gathered.extents.map(({path}) => path))],
    formats: [...new Set(gathered.extents.map((extent) => extent.parser_id))],
  };
}

function buildSpanTable(
  columns: SpanColumns,
  strings: StringTable,
  order: {
    readonly rows: Int32Array | undefined;
    readonly floats: (from: Float64Array) => Float64Array;
    readonly ints: (from: Int32Array) => Int32Array;
  },
): SpanTable {
  const {floats, ints, rows} = order;
  const {count} = columns;
  const bytes = (from: Uint8Array): Uint8Array =>
    rows === undefined ? from.subarray(0, count) : permute(from, new Uint8Array(count), rows);
  const flags = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    flags[row] =
      (columns.derivedId[row] === 1 ? SPAN_FLAG.derivedId : 0) |
      (columns.isUnfinished(row) ? SPAN_FLAG.unfinished : 0) |
      (columns.usageEstimated[row] === 1 ? SPAN_FLAG.usageEstimated : 0);
  }
  const from = columns.ints;
  return {
    count,
    strings: strings.strings,
    spanKey: floats(columns.spanKey),
    traceId: ints(from.traceId),
    spanId: ints(from.spanId),
    parentId: ints(from.parentId),
    kind: bytes(columns.kind),
    status: bytes(columns.status),
    flags: bytes(flags),
    startUs: floats(columns.startUs),
    endUs: floats(columns.endUs),
    name: ints(from.name),
    agentName: ints(from.agentName),
    agentId: ints(from.agentId),
    toolName: ints(from.toolName),
    toolCallId: ints(from.toolCallId),
    model: ints(from.model),
    errorType: ints(from.errorType),
    finishReason: ints(from.finishReason),
    roundId: ints(from.roundId),
    branch: ints(from.branch),
    scope: ints(from.scope),
    inputBody: ints(from.inputBody),
    outputBody: ints(from.outputBody),
    errorBody: ints(from.errorBody),
    inNode: ints(from.inNode),
    outNode: ints(from.outNode),
    inputTokens: floats(columns.tokens.inputTokens),
    outputTokens: floats(columns.tokens.outputTokens),
    cachedReadTokens: floats(columns.tokens.cachedReadTokens),
    cachedWriteTokens: floats(columns.tokens.cachedWriteTokens),
    reasoningTokens: floats(columns.tokens.reasoningTokens),
  };
}

/** A column in run order. */
function permute<T extends Float64Array | Int32Array | Uint8Array>(
  from: T,
  to: T,
  rows: Int32Array,
): T {
  for (let at = 0; at < to.length; at++) to[at] = from[rows[at] ?? 0] ?? 0;
  return to;
}

/** Undefined where nothing moves: the columns then serve as they are. */
function dropIdentity(rows: Int32Array): Int32Array | undefined {
  for (let at = 0; at < rows.length; at++) if (rows[at] !== at) return rows;
  return undefined;
}

function buildInverse(rows: Int32Array | undefined): (row: number) => number {
  if (rows === undefined) return (row) => row;
  const places = new Uint32Array(rows.length);
  rows.forEach((row, place) => {
    places[row] = place;
  });
  return (row) => places[row] ?? 0;
}
