import type {StepTable} from '../../tree/step-table.js';

/** Tokens of a step that the log reports; 0 where it reports none. */
export function readTokens(steps: StepTable, step: number, which = 'all'): number {
  const input = which === 'output' ? 0 : orZero(steps.inputTokens[step]);
  return input + (which === 'input' ? 0 : orZero(steps.outputTokens[step]));
}

function orZero(value = NaN): number {
  return Number.isNaN(value) ? 0 : value;
}
