import {OUTCOMES, STEP_KINDS} from '../../tree/step-table.js';
import type {StepTable} from '../../tree/step-table.js';
import type {SpanTable} from '../../tree/span-table.js';

const LLM = STEP_KINDS.indexOf('llm');
const ERROR = OUTCOMES.indexOf('error');

/** What had come together by each step; arrays over steps. */
export interface StepHistory {
  /** How often this very call (L3) has been made up to and including the step; 0 where it is not comparable. */
  readonly repeat: Int32Array;
  /** Input tokens of the last model call of the lane; NaN until one reports them. */
  readonly contextTokens: Float64Array;
  /** Steps that failed up to and including the step. */
  readonly errorsSoFar: Int32Array;
  readonly contextWindow: number | undefined;
}

/** O(steps). */
export function buildStepHistory(steps: StepTable, spans: SpanTable): StepHistory {
  const repeat = new Int32Array(steps.count);
  const contextTokens = new Float64Array(steps.count).fill(NaN);
  const errorsSoFar = new Int32Array(steps.count);
  const made = new Map<number, number>();
  const contextOfLane = new Map<number, number>();
  let errors = 0;
  for (let step = 0; step < steps.count; step++) {
    const call = steps.l3[step] ?? -1;
    if (call >= 0) {
      const times = (made.get(call) ?? 0) + 1;
      made.set(call, times);
      repeat[step] = times;
    }
    const lane = steps.lane[step] ?? 0;
    const input = steps.inputTokens[step] ?? NaN;
    if (steps.kind[step] === LLM && !Number.isNaN(input)) contextOfLane.set(lane, input);
    contextTokens[step] = contextOfLane.get(lane) ?? NaN;
    if (steps.outcome[step] === ERROR) errors++;
    errorsSoFar[step] = errors;
  }
  return {repeat, contextTokens, errorsSoFar, contextWindow: findWindow(spans)};
}

function findWindow({contextWindow}: SpanTable): number | undefined {
  let widest = 0;
  for (const tokens of contextWindow ?? []) if (tokens > widest) widest = tokens;
  return widest > 0 ? widest : undefined;
}
