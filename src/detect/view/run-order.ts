import type {ResourceUse} from '../../model/finding.js';
import type {RunView} from '../../tree/run-view.js';
import {KIND} from './step-kinds.js';

/** Running sums over all steps of a run, for findings that span several lanes. */
interface RunSums {
  readonly llmCalls: Int32Array;
  readonly toolCalls: Int32Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly hasTokens: boolean;
}

const memo = new WeakMap<RunView, RunSums>();

function getRunSums(view: RunView): RunSums {
  const known = memo.get(view);
  if (known !== undefined) return known;
  const {steps} = view;
  const sums = {
    llmCalls: new Int32Array(steps.count),
    toolCalls: new Int32Array(steps.count),
    inputTokens: new Float64Array(steps.count),
    outputTokens: new Float64Array(steps.count),
    hasTokens: false,
  };
  let [llm, tool, input, output] = [0, 0, 0, 0];
  for (let step = 0; step < steps.count; step++) {
    const kind = steps.kind[step];
    if (kind === KIND.llm) llm++;
    else if (kind === KIND.tool || kind === KIND.handoff) tool++;
    const [inTokens, outTokens] = [steps.inputTokens[step] ?? NaN, steps.outputTokens[step] ?? NaN];
    if (!Number.isNaN(inTokens)) input += inTokens;
    if (!Number.isNaN(outTokens)) output += outTokens;
    if (!Number.isNaN(inTokens) || !Number.isNaN(outTokens)) sums.hasTokens = true;
    sums.llmCalls[step] = llm;
    sums.toolCalls[step] = tool;
    sums.inputTokens[step] = input;
    sums.outputTokens[step] = output;
  }
  memo.set(view, sums);
  return sums;
}

/** What all lanes together used from step `first` to step `last`, both included. */
export function measureRunUse(view: RunView, first: number, last: number): ResourceUse {
  const sums = getRunSums(view);
  const since = (values: Int32Array | Float64Array): number =>
    (values[last] ?? 0) - (first === 0 ? 0 : (values[first - 1] ?? 0));
  const endUs = view.steps.endUs[last] ?? NaN;
  const untilUs = Number.isNaN(endUs) ? (view.steps.startUs[last] ?? NaN) : endUs;
  const durationUs = untilUs - (view.steps.startUs[first] ?? NaN);
  return {
    steps: last - first + 1,
    llmCalls: since(sums.llmCalls),
    toolCalls: since(sums.toolCalls),
    ...(sums.hasTokens
      ? {inputTokens: since(sums.inputTokens), outputTokens: since(sums.outputTokens)}
      : {}),
    ...(Number.isNaN(durationUs) ? {} : {durationUs: Math.max(0, durationUs)}),
  };
}
