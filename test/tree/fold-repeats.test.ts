import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {buildCallTree} from '../../src/tree/build-call-tree.js';
import {buildSpanTable} from '../../src/tree/build-span-table.js';
import {foldRepeats} from '../../src/tree/fold-repeats.js';
import type {SpanRow} from '../../src/tree/span-row.js';
import {buildLargeTable} from './large-runs.js';

/** Siblings by name, `a(xy)` = a with children x and y, drawn folded: `a3(x2 y)`. */
function fold(text: string, callSig?: readonly number[]): string {
  const rows: SpanRow[] = [];
  let parent: string | undefined;
  for (const char of text) {
    if (char === '(') parent = rows.at(-1)?.spanId;
    else if (char === ')') parent = undefined;
    else {
      const row: SpanRow = {traceId: 't', spanId: String(rows.length), kind: 'tool', name: char};
      rows.push(parent === undefined ? row : {...row, parentId: parent});
    }
  }
  const spans = buildSpanTable(rows);
  const tree = buildCallTree(spans);
  const folded = foldRepeats(spans, tree, Int32Array.from(callSig ?? rows.map(() => -1)));
  return [...tree.preOrder]
    .filter((row) => folded.repeats[row] !== 0)
    .map((row) => {
      const [laps = 1, period = 1] = [folded.repeats[row], folded.period[row]];
      const times = laps === 1 ? '' : `x${String(laps)}${period === 1 ? '' : `/${String(period)}`}`;
      return `${'>'.repeat(tree.depth[row] ?? 0)}${rows[row]?.name ?? ''}${times}`;
    })
    .join(' ');
}

describe('foldRepeats', () => {
  test('equal siblings in a row, blocks, and what stands around them', () => {
    expect(fold('aaab')).toBe('ax3 b');
    expect(fold('zabcabcabcq')).toBe('z ax3/3 bx3/3 cx3/3 q');
    expect(fold('aabaabaab')).toBe('ax3/3 ax3/3 bx3/3');
    expect(fold('abc')).toBe('a b c');
  });

  test('whole subtrees are compared, and folded inside as well', () => {
    expect(fold('a(xxy)a(xxy)a(xy)')).toBe('ax2 >xx2 >y a >x >y');
  });

  test('calls with other arguments are not equal', () => {
    expect(fold('aaaa', [1, 1, 2, 2])).toBe('ax2 ax2');
  });

  test('folds are a partition: laps times period rows stand for all siblings', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 40});
    fc.assert(
      fc.property(names, (letters) => {
        const shown = fold(letters.join('')).split(' ').filter(Boolean);
        let unfolded = '';
        for (let i = 0; i < shown.length;) {
          const [, , laps = '1', period = '1'] =
            /^(.)(?:x(\d+))?(?:\/(\d+))?$/.exec(shown[i] ?? '') ?? [];
          const block = shown.slice(i, i + Number(period)).map((item) => item[0] ?? '');
          unfolded += block.join('').repeat(Number(laps));
          i += Number(period);
        }
        expect(unfolded).toBe(letters.join(''));
      }),
      {numRuns: 1000},
    );
  });

  test('300,000 siblings with period 3, and a chain as deep', () => {
    const count = 300_000;
    for (const parentOf of [(row: number) => Math.min(row, 1) - 1, (row: number) => row - 1]) {
      const spans = buildLargeTable({count, parentOf, kindOf: (row) => (row % 3 ? 'tool' : 'llm')});
      const tree = buildCallTree(spans);
      const before = performance.now();
      const {repeats} = foldRepeats(spans, tree, new Int32Array(count).fill(-1));
      console.log(`fold: ${String(Math.round(performance.now() - before))} ms`);
      expect(repeats[1]).toBe(parentOf(2) === 0 ? 99_999 : 1);
    }
  });
});
