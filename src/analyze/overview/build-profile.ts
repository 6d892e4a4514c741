import {MAX_BUCKETS, type RunProfile} from '../../replay/overview.js';
import type {CallTree} from '../../tree/call-tree.js';
import {OUTCOMES, type StepTable} from '../../tree/step-table.js';
import type {StepHistory} from './step-history.js';

const ERROR = OUTCOMES.indexOf('error');

/** The curves of a run. O(steps). */
export function buildProfile(
  {steps, tree}: {readonly steps: StepTable; readonly tree: CallTree},
  history: StepHistory,
  writes: Uint8Array,
): RunProfile {
  const buckets = Math.min(steps.count, MAX_BUCKETS);
  const column = (): number[] => new Array<number>(buckets).fill(0);
  const tokens = column();
  const depth = column();
  const context = column();
  const errors = column();
  const written = column();
  for (let step = 0; step < steps.count; step++) {
    const at = Math.floor((step * buckets) / steps.count);
    add(tokens, at, (steps.inputTokens[step] ?? NaN) || 0);
    add(tokens, at, (steps.outputTokens[step] ?? NaN) || 0);
    raise(depth, at, tree.depth[steps.spanRow[step] ?? -1] ?? 0);
    raise(context, at, (history.contextTokens[step] ?? NaN) || 0);
    if (steps.outcome[step] === ERROR) add(errors, at, 1);
    if (writes[step] === 1) add(written, at, 1);
  }
  const {contextWindow} = history;
  return {
    steps: steps.count,
    buckets,
    tokens,
    depth,
    context,
    errors,
    writes: written,
    contextWindow,
  };
}

function add(column: number[], at: number, amount: number): void {
  column[at] = (column[at] ?? 0) + amount;
}

function raise(column: number[], at: number, value: number): void {
  if (value > (column[at] ?? 0)) column[at] = value;
}
