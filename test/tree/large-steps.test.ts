import {expect, test} from '@jest/globals';
import {buildCallTree} from '../../src/tree/build-call-tree.js';
import {buildSteps} from '../../src/tree/build-steps.js';
import type {BuiltSteps} from '../../src/tree/build-steps.js';
import {buildLargeTable} from './large-runs.js';
import type {LargeRun} from './large-runs.js';

function build(title: string, run: LargeRun): BuiltSteps {
  const {count} = run;
  const spans = buildLargeTable(run);
  const sig = Int32Array.from({length: count}, (_, row) => row % 1000);
  const facts = {
    spans,
    argsSig: sig,
    argsTargetSig: sig,
    argsIntentSig: sig,
    outcomeSig: sig,
    replyTextSig: sig,
    replyShape: new Uint8Array(count),
    events: [],
    eventTextSig: new Int32Array(0),
  };
  const tree = buildCallTree(spans);
  const before = performance.now();
  const built = buildSteps(facts, tree);
  console.log(`${title}: ${String(Math.round(performance.now() - before))} ms`);
  return built;
}

test('a chain of calls a million deep', () => {
  const built = build('chain', {
    count: 1_000_000,
    parentOf: (row) => row - 1,
    kindOf: (row) => (row % 2 ? 'tool' : 'llm'),
  });
  expect(built.steps.count).toBe(1_000_000);
});

test('10,000 agents side by side have 10,000 lanes', () => {
  const agents = 10_000;
  const count = 300_000;
  const built = build('lanes', {
    count,
    parentOf: (row) => (row === 0 ? -1 : row <= agents ? 0 : 1 + (row % agents)),
    kindOf: (row) => (row <= agents ? 'agent' : row % 3 ? 'tool' : 'llm'),
    startOf: (row) => row,
    endOf: () => count,
  });
  expect(built.lanes.length).toBe(agents + 1);
  expect(built.steps.count).toBe(count);
});
