import {compact} from '../model/compact.js';
import type {ResourceUse} from '../model/finding.js';
import {STEP_KINDS} from '../tree/step-table.js';
import type {StepTable} from '../tree/step-table.js';

const LLM = STEP_KINDS.indexOf('llm');
const TOOL = STEP_KINDS.indexOf('tool');

/**
 * What the given steps used. Tokens only where reported; the duration is from the earliest start to
 * the latest end, so work side by side counts once.
 */
export function sumResourceUse(steps: StepTable, members: Iterable<number>): ResourceUse {
  const sum = {steps: 0, llmCalls: 0, toolCalls: 0};
  let inputTokens = NaN;
  let outputTokens = NaN;
  let fromUs = Infinity;
  let toUs = -Infinity;
  for (const step of members) {
    sum.steps++;
    if (steps.kind[step] === LLM) sum.llmCalls++;
    if (steps.kind[step] === TOOL) sum.toolCalls++;
    inputTokens = add(inputTokens, steps.inputTokens[step]);
    outputTokens = add(outputTokens, steps.outputTokens[step]);
    const start = steps.startUs[step] ?? NaN;
    const end = steps.endUs[step] ?? NaN;
    if (start < fromUs) fromUs = start;
    if (start > toUs) toUs = start;
    if (end > toUs) toUs = end;
  }
  return compact<ResourceUse>({
    ...sum,
    inputTokens: Number.isNaN(inputTokens) ? undefined : inputTokens,
    outputTokens: Number.isNaN(outputTokens) ? undefined : outputTokens,
    durationUs: toUs >= fromUs ? toUs - fromUs : undefined,
  });
}

function add(sum: number, amount = NaN): number {
  if (Number.isNaN(amount)) return sum;
  return Number.isNaN(sum) ? amount : sum + amount;
}
