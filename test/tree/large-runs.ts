import {fromSpanKind} from '../../src/tree/span-table.js';
import type {SpanKind} from '../../src/model/kinds.js';
import type {SpanTable} from '../../src/tree/span-table.js';

export interface LargeRun {
  readonly count: number;
  readonly parentOf: (row: number) => number;
  readonly kindOf: (row: number) => SpanKind;
  /** Microseconds; default: one row a 10 us, 9 us long. */
  readonly startOf?: (row: number) => number;
  readonly endOf?: (row: number) => number;
}

/** A span table of any size without row objects: what the store hands over. */
export function buildLargeTable({count, parentOf, kindOf, startOf, endOf}: LargeRun): SpanTable {
  const strings = ['', 'trace', 'search', 'model'];
  const spanId = new Int32Array(count);
  const parentId = new Int32Array(count).fill(-1);
  const kind = new Uint8Array(count);
  const startUs = new Float64Array(count);
  const endUs = new Float64Array(count);
  const base = strings.length;
  for (let row = 0; row < count; row++) {
    strings.push(`span-${String(row)}`);
    spanId[row] = base + row;
    const parent = parentOf(row);
    if (parent >= 0) parentId[row] = base + parent;
    kind[row] = fromSpanKind(kindOf(row));
    startUs[row] = startOf?.(row) ?? row * 10;
    endUs[row] = endOf?.(row) ?? row * 10 + 9;
  }
  const none = (): Int32Array => new Int32Array(count).fill(-1);
  const unknown = (): Float64Array => new Float64Array(count).fill(NaN);
  return {
    count,
    strings,
    spanKey: Float64Array.from({length: count}, (_, row) => row),
    traceId: new Int32Array(count).fill(1),
    spanId,
    parentId,
    kind,
    status: new Uint8Array(count),
    flags: new Uint8Array(count),
    startUs,
    endUs,
    name: new Int32Array(count).fill(2),
    agentName: none(),
    agentId: none(),
    toolName: new Int32Array(count).fill(2),
    toolCallId: none(),
    model: new Int32Array(count).fill(3),
    errorType: none(),
    finishReason: none(),
    roundId: none(),
    branch: none(),
    scope: none(),
    inputBody: none(),
    outputBody: none(),
    errorBody: none(),
    inNode: none(),
    outNode: none(),
    inputTokens: new Float64Array(count).fill(100),
    outputTokens: new Float64Array(count).fill(10),
    cachedReadTokens: unknown(),
    cachedWriteTokens: unknown(),
    reasoningTokens: unknown(),
  };
}
