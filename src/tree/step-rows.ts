import type {SpanKind} from '../model/kinds.js';
import {TREE_DEFECT} from './call-tree.js';
import type {CallTree} from './call-tree.js';
import type {RunEvent} from './run-view.js';
import {toSpanKind} from './span-table.js';
import type {SpanTable} from './span-table.js';
import {STEP_KINDS} from './step-table.js';
import type {StepKind} from './step-table.js';

/** In the arrays of `findStepRows`: the row is no step. */
export const NO_STEP = 255;

export function toStepKindCode(kind: StepKind): number {
  return STEP_KINDS.indexOf(kind);
}

const OTHER = toStepKindCode('other');

/**
 * Kind of step of each tree row (index into STEP_KINDS), or NO_STEP (DESIGN section 2): model
 * calls, tool calls, hand-offs and agent starts, each call once. Retrievals, embeddings and checks
 * are steps where no call holds them. A run without any call (a plain trace) shows its leaves, so
 * that there is something to step through.
 */
export function findStepRows(
  spans: SpanTable,
  tree: CallTree,
  events: readonly RunEvent[],
): Uint8Array {
  const stepKind = new Uint8Array(tree.count).fill(NO_STEP);
  const startedByEvent = new Set<number>();
  for (const event of events) if (event.kind === 'agent-start') startedByEvent.add(event.spanRow);
  // 1 where the row or a row above it, up to the agent, is a call: what is below is part of it.
  const inCall = new Uint8Array(tree.count);
  let calls = 0;
  for (const row of tree.preOrder) {
    const above = tree.parent[row] ?? -1;
    const held = above >= 0 && inCall[above] === 1;
    if (held) inCall[row] = 1;
    if (row >= spans.count) continue;
    const kind = toSpanKind(spans.kind[row] ?? 0);
    if (kind === 'agent') inCall[row] = 0;
    else if (isCall(kind)) inCall[row] = 1;
    if (((tree.defects[row] ?? 0) & TREE_DEFECT.duplicateCall) !== 0) continue;
    const step = toStepKind(kind, held, tree.size[row] === 1);
    if (step === undefined || (step === 'agent-start' && startedByEvent.has(row))) continue;
    stepKind[row] = toStepKindCode(step);
    if (step !== 'agent-start') calls++;
  }
  if (calls === 0) markLeaves(spans, tree, stepKind);
  return stepKind;
}

function isCall(kind: SpanKind): boolean {
  return kind !== 'agent' && kind !== 'chain' && kind !== 'other';
}

function toStepKind(kind: SpanKind, held: boolean, isLeaf: boolean): StepKind | undefined {
  switch (kind) {
    case 'llm':
    case 'tool':
    case 'handoff':
      return kind;
    case 'agent':
      return 'agent-start';
    case 'retriever':
      return held ? undefined : 'tool';
    case 'embedding':
    case 'guardrail':
    case 'evaluator':
      return held || !isLeaf ? undefined : 'other';
    case 'chain':
    case 'other':
      return undefined;
  }
}

function markLeaves(spans: SpanTable, tree: CallTree, stepKind: Uint8Array): void {
  for (let row = 0; row < spans.count; row++) {
    if (tree.size[row] === 1 && stepKind[row] === NO_STEP) stepKind[row] = OTHER;
  }
}
