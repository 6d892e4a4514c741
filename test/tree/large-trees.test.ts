import {expect, test} from '@jest/globals';
import {buildCallTree} from '../../src/tree/build-call-tree.js';
import type {CallTree} from '../../src/tree/call-tree.js';
import {buildLargeTable} from './large-runs.js';

const MILLION = 1_000_000;

function timed(title: string, parentOf: (row: number) => number): CallTree {
  const spans = buildLargeTable({
    count: MILLION,
    parentOf,
    kindOf: (row) => (row % 2 ? 'tool' : 'llm'),
  });
  const before = performance.now();
  const tree = buildCallTree(spans);
  console.log(`${title}: ${String(Math.round(performance.now() - before))} ms`);
  return tree;
}

test('a chain a million deep', () => {
  const tree = timed('chain', (row) => row - 1);
  expect(tree.depth[MILLION - 1]).toBe(MILLION - 1);
  expect(tree.size[0]).toBe(MILLION);
  // Every second row is a model call, each behind a tool of the one before: all of them count,
  // and so does the last tool, which nothing stands below.
  expect(tree.subtreeInputTokens[0]).toBe((MILLION / 2) * 100 + 100);
});

test('a million children of one root', () => {
  const tree = timed('one root', (row) => (row === 0 ? -1 : 0));
  expect(tree.size[0]).toBe(MILLION);
  expect(tree.subtreeInputTokens[0]).toBe(100 * (MILLION - 1));
});

test('a cycle of a million, and a million orphans', () => {
  const cycle = timed('cycle', (row) => (row === 0 ? MILLION - 1 : row - 1));
  expect(cycle.roots).toEqual(Int32Array.of(0));
  const orphans = timed('orphans', (row) => MILLION + row);
  expect(orphans.count).toBe(2 * MILLION);
});

test('a mixed tree', () => {
  const tree = timed('mixed', (row) =>
    row === 0 ? -1 : row % 7 === 0 ? row - 7 : row - (row % 7),
  );
  expect(tree.roots).toEqual(Int32Array.of(0));
});
