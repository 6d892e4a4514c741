import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {buildCallTree} from '../../src/tree/build-call-tree.js';
import {buildSpanTable} from '../../src/tree/build-span-table.js';
import {TREE_DEFECT} from '../../src/tree/call-tree.js';
import type {CallTree} from '../../src/tree/call-tree.js';
import type {SpanRow} from '../../src/tree/span-row.js';
import {SPAN_FLAG} from '../../src/tree/span-table.js';
import type {SpanTable} from '../../src/tree/span-table.js';
import {buildSlowCallTree} from './slow-call-tree.js';
import {spanForest, timedForest} from './span-forest.js';

const STRUCTURE = TREE_DEFECT.missingParent | TREE_DEFECT.cycleCut | TREE_DEFECT.selfParent;

/** `  name: defect, defect` a line, in pre-order. */
function draw(rows: readonly SpanRow[]): string {
  const spans = buildSpanTable(rows);
  return drawTree(spans, buildCallTree(spans));
}

function drawTree(spans: SpanTable, tree: CallTree): string {
  return [...tree.preOrder]
    .map((row) => {
      const id = row < spans.count ? spans.spanId[row] : tree.placeholders[row - spans.count];
      const marks = Object.entries(TREE_DEFECT)
        .filter(([, bit]) => ((tree.defects[row] ?? 0) & bit) !== 0)
        .map(([name]) => ` !${name}`)
        .join('');
      const hole = row < spans.count ? '' : '?';
      return `${'  '.repeat(tree.depth[row] ?? 0)}${spans.strings[id ?? 0] ?? ''}${hole}${marks}`;
    })
    .join('\n');
}

function span(spanId: string, parentId?: string, more: Partial<SpanRow> = {}): SpanRow {
  const parent = parentId === undefined ? {} : {parentId};
  return {traceId: 't', spanId, kind: 'chain', name: spanId, ...parent, ...more};
}

describe('structure', () => {
  test('a child before its parent, two roots, an orphan pair, an unfinished span', () => {
    const rows = [
      span('b', 'a'),
      span('a'),
      span('o1', 'lost'),
      span('c', 'b', {flags: SPAN_FLAG.unfinished}),
      span('z'),
      span('o2', 'lost'),
    ];
    expect(draw(rows)).toBe(
      [
        'a',
        '  b',
        '    c !unfinished',
        'lost?',
        '  o1 !missingParent',
        '  o2 !missingParent',
        'z',
      ].join('\n'),
    );
  });

  test('a cycle is cut above its first row, a self parent is a root', () => {
    expect(
      draw([
        span('x', 'z', {startUs: 1}),
        span('y', 'x', {startUs: 2}),
        span('z', 'y', {startUs: 3}),
        span('s', 's', {startUs: 4}),
      ]),
    ).toBe(['x !cycleCut', '  y', '    z', 's !selfParent'].join('\n'));
  });

  test('a parent id is never looked up in another trace', () => {
    const rows = [span('p'), span('c', 'p', {traceId: 'other'})];
    expect(draw(rows)).toBe(['p', 'p?', '  c !missingParent'].join('\n'));
  });

  test('a root that links to a span of another trace hangs below it', () => {
    const spans = buildSpanTable([span('p'), span('c', undefined, {traceId: 'u'})]);
    const number = (text: string): number => spans.strings.indexOf(text);
    const links = [{fromRow: 1, traceId: number('t'), spanId: number('p')}];
    expect(drawTree(spans, buildCallTree(spans, links))).toBe('p\n  c');
  });

  test('of two records of one span the finished one wins, and a child outside is marked', () => {
    const rows = [
      span('p', undefined, {startUs: 10, endUs: 20}),
      span('c', 'p', {startUs: 12, endUs: 25}),
      span('c', 'p', {startUs: 12, flags: SPAN_FLAG.unfinished}),
    ];
    expect(draw(rows)).toBe('p\n  c !outsideParent');
  });

  test('a tool that runs when the reply that asked for it is over is no skew', () => {
    const reply = (startUs: number): readonly SpanRow[] => [
      span('reply', undefined, {kind: 'llm', startUs: 10, endUs: 20}),
      span('tool', 'reply', {kind: 'tool', startUs, endUs: 90}),
    ];
    expect(draw(reply(20))).toBe('reply\n  tool');
    expect(draw(reply(5))).toBe('reply\n  tool !outsideParent');
  });
});

describe('measures', () => {
  test('self time is what no child covers; parallel children count once', () => {
    const spans = buildSpanTable([
      span('p', undefined, {startUs: 0, endUs: 100}),
      span('a', 'p', {startUs: 10, endUs: 40}),
      span('b', 'p', {startUs: 20, endUs: 60}),
      span('c', 'p', {startUs: 90, endUs: 130}),
    ]);
    const tree = buildCallTree(spans);
    expect([...tree.totalUs]).toEqual([100, 30, 40, 40]);
    expect([...tree.selfUs]).toEqual([40, 30, 40, 40]);
  });

  test('a placeholder spans its children; an unknown end is taken from below', () => {
    const spans = buildSpanTable([
      span('a', 'lost', {startUs: 10, endUs: 40}),
      span('b', 'lost', {startUs: 20}),
      span('c', 'b', {startUs: 30, endUs: 70}),
    ]);
    const tree = buildCallTree(spans);
    expect([...tree.totalUs]).toEqual([30, 50, 40, 60]);
  });

  test('a reply counts beside the sub-agent that its tool call started', () => {
    const spans = buildSpanTable([
      span('reply', undefined, {kind: 'llm', inputTokens: 100}),
      span('task', 'reply', {kind: 'tool'}),
      span('sub', 'task', {kind: 'agent', inputTokens: 40}),
      span('call', 'sub', {kind: 'llm', inputTokens: 40}),
    ]);
    const tree = buildCallTree(spans);
    expect([...tree.usageCounts]).toEqual([1, 0, 0, 1]);
    expect(tree.subtreeInputTokens[0]).toBe(140);
  });

  test('usage of a wrapper does not count where a descendant has usage', () => {
    const spans = buildSpanTable([
      span('agent', undefined, {kind: 'agent', inputTokens: 30}),
      span('outer', 'agent', {kind: 'llm', inputTokens: 10}),
      span('inner', 'outer', {kind: 'llm', inputTokens: 11}),
      span('other', 'agent', {kind: 'llm', outputTokens: 3}),
    ]);
    const tree = buildCallTree(spans);
    expect([...tree.usageCounts]).toEqual([0, 0, 1, 1]);
    expect([...tree.subtreeInputTokens]).toEqual([11, 11, 11, 0]);
    expect([...tree.subtreeOutputTokens]).toEqual([3, 0, 0, 3]);
    expect(tree.defects[1]).toBe(TREE_DEFECT.duplicateCall);
  });
});

describe('one call seen twice', () => {
  const llm = {kind: 'llm'} as const;
  const dup = (rows: readonly SpanRow[]): string[] => {
    const spans = buildSpanTable(rows);
    const {defects} = buildCallTree(spans);
    return [...defects].flatMap((bits, row) =>
      (bits & TREE_DEFECT.duplicateCall) === 0 ? [] : [spans.strings[spans.spanId[row] ?? 0] ?? ''],
    );
  };

  test('a tool or an agent between two model calls keeps both', () => {
    expect(dup([span('a', undefined, llm), span('b', 'a'), span('c', 'b', llm)])).toEqual(['a']);
    const tool = span('b', 'a', {kind: 'tool'});
    expect(dup([span('a', undefined, llm), tool, span('c', 'b', llm)])).toEqual([]);
  });

  test('of a nest of rows for one call the innermost stays that holds what was said', () => {
    const told = {...llm, inNode: 3, inputTokens: 4};
    const bare = {...llm, inputTokens: 4};
    expect(dup([span('a', undefined, told), span('b', 'a', bare)])).toEqual(['b']);
    expect(dup([span('a', undefined, told), span('b', 'a', told)])).toEqual(['a']);
    const nest = [span('a', undefined, told), span('b', 'a', bare), span('c', 'b', bare)];
    expect(dup(nest)).toEqual(['b', 'c']);
    const middle = [span('a', undefined, bare), span('b', 'a', told), span('c', 'b', bare)];
    expect(dup(middle)).toEqual(['a', 'c']);
    // Other usage is another call; of two attempts inside it is not known which the words belong to.
    const other = {...llm, inputTokens: 9};
    expect(dup([span('a', undefined, told), span('b', 'a', other)])).toEqual(['a']);
    const attempts = [span('a', undefined, told), span('b', 'a', bare), span('c', 'a', bare)];
    expect(dup(attempts)).toEqual(['a']);
    const spans = buildSpanTable([span('r'), span('a', 'r', told), span('b', 'a', bare)]);
    expect(buildCallTree(spans).subtreeInputTokens[0]).toBe(4);
  });

  test('two scopes side by side in time are one call unless their usage differs', () => {
    const root = span('r', undefined, {kind: 'agent'});
    const outer = {...llm, startUs: 5, endUs: 20, scope: 'one', inputTokens: 4};
    const inner = {...llm, startUs: 6, endUs: 19, scope: 'two'};
    expect(dup([root, span('o', 'r', outer), span('i', 'r', inner)])).toEqual(['o']);
    const different = {...inner, inputTokens: 5};
    expect(dup([root, span('o', 'r', outer), span('i', 'r', different)])).toEqual([]);
    const sameScope = {...inner, scope: 'one'};
    expect(dup([root, span('o', 'r', outer), span('i', 'r', sameScope)])).toEqual([]);
    const spans = buildSpanTable([
      root,
      span('o', 'r', outer),
      span('i', 'r', {...inner, inputTokens: 4}),
    ]);
    expect(buildCallTree(spans).subtreeInputTokens[0]).toBe(4);
  });

  test('a tool right inside itself by another scope is one call, the outer one', () => {
    const tool = (scope: string): Partial<SpanRow> => ({kind: 'tool', name: 'search', scope});
    expect(dup([span('o', undefined, tool('a')), span('i', 'o', tool('b'))])).toEqual(['i']);
    expect(dup([span('o', undefined, tool('a')), span('i', 'o', tool('a'))])).toEqual([]);
  });
});

describe('properties', () => {
  test('equals the slow twin on random forests', () => {
    fc.assert(
      fc.property(spanForest, (rows) => {
        const spans = buildSpanTable(rows);
        const tree = buildCallTree({...spans, scope: new Int32Array(spans.count).fill(-1)});
        const slow = buildSlowCallTree(spans);
        expect([...tree.parent]).toEqual(slow.parent);
        expect([...tree.depth]).toEqual(slow.depth);
        expect([...tree.size]).toEqual(slow.size);
        expect([...tree.preOrder]).toEqual(slow.preOrder);
        expect([...tree.defects].map((bits) => bits & STRUCTURE)).toEqual(slow.structureDefects);
        expect([...tree.usageCounts]).toEqual(slow.usageCounts);
        expect([...tree.subtreeInputTokens]).toEqual(slow.subtreeInputTokens);
        for (const [row, place] of tree.preIndex.entries()) expect(tree.preOrder[place]).toBe(row);
      }),
      {numRuns: 1500},
    );
  });

  test('self times are never negative and never more than the total', () => {
    fc.assert(
      fc.property(spanForest, (rows) => {
        const tree = buildCallTree(buildSpanTable(rows));
        for (const [row, total] of tree.totalUs.entries()) {
          if (Number.isNaN(total)) continue;
          expect(tree.selfUs[row]).toBeGreaterThanOrEqual(0);
          expect(tree.selfUs[row]).toBeLessThanOrEqual(total);
        }
      }),
      {numRuns: 500},
    );
  });

  test('the order of records that carry times does not matter', () => {
    const shuffled = timedForest.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, {minLength: rows.length})),
    );
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(draw(other)).toBe(draw(rows));
      }),
      {numRuns: 500},
    );
  });
});
