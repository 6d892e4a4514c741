import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {analyze} from '../../src/analyze/analyze.js';
import type {Fact} from '../../src/model/facts.js';
import type {PlaceRange, TreeRow, TreeView} from '../../src/replay/reader.js';
import {CaseAnalysis} from '../../src/store/case-analysis.js';
import {CaseReader} from '../../src/store/case-reader.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {ingest, spanFact} from './memory-source.js';

async function open(facts: readonly Fact[]): Promise<{reader: CaseReader; runId: string}> {
  const writer = CaseWriter.open(':memory:');
  await ingest(writer, {text: 'x', facts});
  await analyze(new CaseAnalysis(writer.db), {detectors: []});
  const reader = new CaseReader(writer.db);
  return {reader, runId: (await reader.runs())[0]?.id ?? ''};
}

/** Two agents; each polls many times, one between other calls, with laps of two calls. */
function pollingFacts(): Fact[] {
  const facts = [spanFact({spanId: 'root', kind: 'agent', name: 'crew', startUs: 1})];
  for (const [at, agent] of ['a', 'b'].entries()) {
    const base = 1000 * (at + 1);
    facts.push(
      spanFact({spanId: agent, parentId: 'root', kind: 'agent', name: agent, startUs: base}),
    );
    for (let call = 0; call < 40; call++) {
      const name = call % 2 === 0 ? 'ask' : 'wait';
      const spanId = `${agent}${String(call)}`;
      facts.push(spanFact({spanId, parentId: agent, name, startUs: base + call + 1, input: 1}));
    }
    facts.push(
      spanFact({spanId: `${agent}-end`, parentId: agent, name: 'end', startUs: base + 99}),
    );
  }
  return facts;
}

/** The slow twin: all rows, then what hides them taken away. */
function visibleRows(
  all: readonly TreeRow[],
  folded: readonly PlaceRange[],
  view: TreeView,
): number[] {
  return all
    .filter(({pre}) => {
      const isCollapsed = all.some(
        (row) => view.collapsed.has(row.pre) && pre > row.pre && pre < row.pre + row.size,
      );
      const isIn = (ranges: readonly PlaceRange[]): boolean =>
        ranges.some(({from, to}) => pre >= from && pre < to);
      return !isCollapsed && !(view.fold && isIn(folded) && !isIn(view.opened));
    })
    .map(({pre}) => pre);
}

test('a window shows what is left when folded and collapsed rows are taken away', async () => {
  const {reader, runId} = await open(pollingFacts());
  const all = await reader.tree(runId, {fromPre: 0, limit: 1000, fold: false});
  const folded: PlaceRange[] = [];
  for (const row of all) {
    const range = await reader.foldedBehind(runId, row.pre);
    if (range !== undefined && !folded.some(({from}) => from === range.from)) folded.push(range);
  }
  expect(folded).toEqual([
    {from: 4, to: 42},
    {from: 46, to: 84},
  ]);
  const place = fc.integer({min: 0, max: all.length - 1});
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        pre: place,
        before: fc.integer({min: 0, max: 50}),
        after: fc.integer({min: 0, max: 50}),
        fold: fc.boolean(),
        collapsed: fc.array(place, {maxLength: 3}),
        opened: fc.subarray(folded),
      }),
      async ({pre, before, after, fold, collapsed, opened}) => {
        const view = {fold, collapsed: new Set(collapsed), opened};
        const window = await reader.treeAround(runId, {pre, before, after, view});
        const wanted = visibleRows(all, folded, view);
        const here = wanted.findLastIndex((item) => item <= pre);
        const from = Math.max(0, here - before);
        expect(window.rows.map((row) => row.pre)).toEqual(wanted.slice(from, here + after + 1));
        expect(window.isFirst).toBe(from === 0);
        expect(window.isLast).toBe(here + after + 1 >= wanted.length);
      },
    ),
    {numRuns: 150},
  );
});

test('a chain of twelve thousand rows is read around its middle, and folded to its head', async () => {
  const facts: Fact[] = [];
  for (let depth = 0; depth < 12_000; depth++) {
    const parent = depth === 0 ? {} : {parentId: `s${String(depth - 1)}`};
    const name = `step ${String(depth)}`;
    facts.push(spanFact({spanId: `s${String(depth)}`, ...parent, name, startUs: depth + 1}));
  }
  const {reader, runId} = await open(facts);
  const view = {fold: true, collapsed: new Set<number>(), opened: []};
  const middle = await reader.treeAround(runId, {pre: 6_000, before: 3, after: 3, view});
  expect(middle.rows.map((row) => row.depth)).toEqual([
    5_997, 5_998, 5_999, 6_000, 6_001, 6_002, 6_003,
  ]);
  const shut = {...view, collapsed: new Set([10, 20])};
  const window = await reader.treeAround(runId, {pre: 6_000, before: 2, after: 3, view: shut});
  expect(window.rows.map((row) => row.pre)).toEqual([8, 9, 10]);
  expect(window.isLast).toBe(true);
  const overview = await reader.overview(runId);
  expect(overview?.outline.length).toBeLessThanOrEqual(48);
  expect(overview?.outline.at(-1)?.deeper).toBe(12_000 - 48);
});
