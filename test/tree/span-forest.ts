import fc from 'fast-check';
import {SPAN_KINDS} from '../../src/model/kinds.js';
import type {SpanRow} from '../../src/tree/span-row.js';

/** Few ids on purpose: orphans, cycles, self parents, duplicates and reused ids all come up often. */
const spanRow: fc.Arbitrary<SpanRow> = fc
  .record(
    {
      traceId: fc.constantFrom('t1', 't2'),
      spanId: fc.integer({min: 0, max: 12}).map(String),
      kind: fc.constantFrom(...SPAN_KINDS),
      name: fc.constantFrom('a', 'b'),
      parentId: fc.integer({min: 0, max: 16}).map(String),
      startUs: fc.integer({min: 0, max: 30}),
      endUs: fc.integer({min: 0, max: 40}),
      inputTokens: fc.integer({min: 0, max: 9}),
      scope: fc.constantFrom('s1', 's2'),
    },
    {requiredKeys: ['traceId', 'spanId', 'kind', 'name']},
  )
  .map((row): SpanRow => row);

export const spanForest: fc.Arbitrary<SpanRow[]> = fc.array(spanRow, {maxLength: 24});

/** Distinct ids and distinct known starts: nothing is left to the order of the records. */
export const timedForest: fc.Arbitrary<SpanRow[]> = fc
  .uniqueArray(spanRow, {selector: (row) => `${row.traceId}/${row.spanId}`, maxLength: 24})
  .map((rows) => rows.map((row, i) => ({...row, startUs: (i * 7) % 31, spanKey: i})));
