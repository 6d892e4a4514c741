import type {ResourceUse} from '../../model/finding.js';
import type {RunView} from '../../tree/run-view.js';
import {KIND} from './step-kinds.js';

/**
 * Place of every step in its lane, and running sums along the lane, so that what a stretch used is
 * one subtraction.
 */
export interface LaneOrder {
  /** Index into its lane's steps. */
  readonly place: Int32Array;
  /** Sums over the lane up to the step, the step included. */
  readonly llmCalls: Int32Array;
  readonly toolCalls: Int32Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly hasTokens: boolean;
}

export function buildLaneOrder(view: RunView): LaneOrder {
  const {steps, lanes} = view;
  const {count} = steps;
  const order = {
    place: new Int32Array(count),
    llmCalls: new Int32Array(count),
    toolCalls: new Int32Array(count),
    inputTokens: new Float64Array(count),
    outputTokens: new Float64Array(count),
    hasTokens: false,
  };
  for (const lane of lanes) {
    let [llm, tool, input, output] = [0, 0, 0, 0];
    for (const [place, step] of lane.steps.entries()) {
      const kind = steps.kind[step];
      if (kind === KIND.llm) llm++;
      else if (kind === KIND.tool || kind === KIND.handoff) tool++;
      const [inTokens, outTokens] = [
        steps.inputTokens[step] ?? NaN,
        steps.outputTokens[step] ?? NaN,
      ];
      if (!Number.isNaN(inTokens)) input += inTokens;
      if (!Number.isNaN(outTokens)) output += outTokens;
      if (!Number.isNaN(inTokens) || !Number.isNaN(outTokens)) order.hasTokens = true;
      order.place[step] = place;
      order.llmCalls[step] = llm;
      order.toolCalls[step] = tool;
      order.inputTokens[step] = input;
      order.outputTokens[step] = output;
    }
  }
  return order;
}

/** What one lane used from step `first` to step `last`, both of that lane and both included. */
export function measureUse(
  view: RunView,
  order: LaneOrder,
  first: number,
  last: number,
): ResourceUse {
  const before =
    view.lanes[view.steps.lane[first] ?? -1]?.steps[(order.place[first] ?? 0) - 1] ?? -1;
  const since = (sums: Int32Array | Float64Array): number =>
    (sums[last] ?? 0) - (before < 0 ? 0 : (sums[before] ?? 0));
  const endUs = view.steps.endUs[last] ?? NaN;
  const untilUs = Number.isNaN(endUs) ? (view.steps.startUs[last] ?? NaN) : endUs;
  const durationUs = untilUs - (view.steps.startUs[first] ?? NaN);
  return {
    steps: (order.place[last] ?? 0) - (order.place[first] ?? 0) + 1,
    llmCalls: since(order.llmCalls),
    toolCalls: since(order.toolCalls),
    ...(order.hasTokens
      ? {inputTokens: since(order.inputTokens), outputTokens: since(order.outputTokens)}
      : {}),
    ...(Number.isNaN(durationUs) ? {} : {durationUs: Math.max(0, durationUs)}),
  };
}
