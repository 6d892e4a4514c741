import {STATUSES} from '../model/kinds.js';
import {PairIndex} from './pair-index.js';
import {buildRunOrder} from './run-order.js';
import {mergeSpanRows} from './span-row.js';
import type {SpanRow} from './span-row.js';
import {fromSpanKind} from './span-table.js';
import type {SpanTable} from './span-table.js';
import {StringTable} from './string-table.js';

/**
 * Spans as a table, from records in source order (source rank, then position). Records of one
 * (trace id, span id) are merged; rows are put in run order. O(n log n).
 */
export function buildSpanTable(records: readonly SpanRow[]): SpanTable {
  const strings = new StringTable();
  const merged = mergeDuplicates(records, strings);
  const order = orderRows(merged, strings);
  return fillTable(merged, order, strings);
}

function mergeDuplicates(records: readonly SpanRow[], strings: StringTable): readonly SpanRow[] {
  const ids = new PairIndex(records.length);
  const merged: SpanRow[] = [];
  for (const [position, record] of records.entries()) {
    const row = record.spanKey === undefined ? {...record, spanKey: position} : record;
    const id = ids.intern(strings.intern(row.traceId), strings.intern(row.spanId));
    const known = merged[id];
    merged[id] = known === undefined ? row : mergeSpanRows(known, row);
  }
  return merged;
}

function orderRows(rows: readonly SpanRow[], strings: StringTable): Int32Array {
  const ids = new PairIndex(rows.length);
  for (const row of rows) ids.intern(strings.intern(row.traceId), strings.intern(row.spanId));
  const count = rows.length;
  const startUs = new Float64Array(count);
  const parent = new Int32Array(count).fill(-1);
  const source = new Int32Array(count);
  for (const [i, row] of rows.entries()) {
    startUs[i] = row.startUs ?? NaN;
    source[i] = row.source ?? 0;
    if (row.parentId !== undefined) {
      parent[i] = ids.get(strings.intern(row.traceId), strings.intern(row.parentId));
    }
  }
  return buildRunOrder({count, startUs, parent, source});
}

function fillTable(rows: readonly SpanRow[], order: Int32Array, strings: StringTable): SpanTable {
  const count = order.length;
  const ordered = function* (): Generator<SpanRow> {
    for (const position of order) {
      const row = rows[position];
      if (row !== undefined) yield row;
    }
  };
  const fill = <A extends Float64Array | Int32Array | Uint8Array>(
    column: A,
    read: (row: SpanRow) => number,
  ): A => {
    let i = 0;
    for (const row of ordered()) column[i++] = read(row);
    return column;
  };
  const text = (read: (row: SpanRow) => string | undefined): Int32Array =>
    fill(new Int32Array(count), (row) => strings.internOptional(read(row)));
  const body = (read: (row: SpanRow) => number | undefined): Int32Array =>
    fill(new Int32Array(count), (row) => read(row) ?? -1);
  const amount = (read: (row: SpanRow) => number | undefined): Float64Array =>
    fill(new Float64Array(count), (row) => read(row) ?? NaN);
  return {
    count,
    strings: strings.strings,
    spanKey: amount((row) => row.spanKey),
    traceId: text((row) => row.traceId),
    spanId: text((row) => row.spanId),
    parentId: text((row) => row.parentId),
    kind: fill(new Uint8Array(count), (row) => fromSpanKind(row.kind)),
    status: fill(new Uint8Array(count), (row) => STATUSES.indexOf(row.status ?? 'unset')),
    flags: fill(new Uint8Array(count), (row) => row.flags ?? 0),
    startUs: amount((row) => row.startUs),
    endUs: amount((row) => row.endUs),
    name: text((row) => row.name),
    agentName: text((row) => row.agentName),
    agentId: text((row) => row.agentId),
    toolName: text((row) => row.toolName),
    toolCallId: text((row) => row.toolCallId),
    model: text((row) => row.model),
    errorType: text((row) => row.errorType),
    finishReason: text((row) => row.finishReason),
    roundId: text((row) => row.roundId),
    branch: text((row) => row.branch),
    scope: text((row) => row.scope),
    inputBody: body((row) => row.inputBody),
    outputBody: body((row) => row.outputBody),
    errorBody: body((row) => row.errorBody),
    inNode: body((row) => row.inNode),
    outNode: body((row) => row.outNode),
    inputTokens: amount((row) => row.inputTokens),
    outputTokens: amount((row) => row.outputTokens),
    cachedReadTokens: amount((row) => row.cachedReadTokens),
    cachedWriteTokens: amount((row) => row.cachedWriteTokens),
    reasoningTokens: amount((row) => row.reasoningTokens),
    contextWindow: amount((row) => row.contextWindow),
  };
}
