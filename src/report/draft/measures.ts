import {OUTCOMES, STEP_KINDS} from '../../tree/step-table.js';
import type {StepTable} from '../../tree/step-table.js';
import type {DraftInput} from './draft-input.js';
import type {EvidenceInput} from './evidence-book.js';

/** Steps [first, last], both included. */
export interface StepWindow {
  readonly first: number;
  readonly last: number;
}

/** What can be counted over a window of steps, in words, in code and in SQL: the three must agree. */
interface Measure {
  readonly shows: string;
  readonly unit: string;
  readonly counts: (steps: StepTable, step: number) => boolean;
  /** SQL condition over `steps`. */
  readonly where: string;
}

const KIND = {llm: STEP_KINDS.indexOf('llm'), tool: STEP_KINDS.indexOf('tool')};
const ERROR = OUTCOMES.indexOf('error');

const MEASURES = {
  steps: {shows: 'steps', unit: 'steps', counts: () => true, where: ''},
  calls: {
    shows: 'model and tool calls',
    unit: 'calls',
    counts: (steps, step) => steps.kind[step] === KIND.llm || steps.kind[step] === KIND.tool,
    where: " AND kind IN ('llm', 'tool')",
  },
  llmCalls: {
    shows: 'model calls',
    unit: 'calls',
    counts: (steps, step) => steps.kind[step] === KIND.llm,
    where: " AND kind = 'llm'",
  },
  toolCalls: {
    shows: 'tool calls',
    unit: 'calls',
    counts: (steps, step) => steps.kind[step] === KIND.tool,
    where: " AND kind = 'tool'",
  },
  failures: {
    shows: 'steps that failed',
    unit: 'steps',
    counts: (steps, step) => steps.outcome[step] === ERROR,
    where: " AND outcome = 'error'",
  },
} as const satisfies Readonly<Record<string, Measure>>;
export type MeasureId = keyof typeof MEASURES;

/** SQL text. */
export function quoteSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function windowSql(input: DraftInput, {first, last}: StepWindow): string {
  const run = `run_id = ${quoteSql(input.view.runId)}`;
  const isAll = first === 0 && last === input.view.steps.count - 1;
  return isAll ? run : `${run} AND step BETWEEN ${first + 1} AND ${last + 1}`;
}

function listSteps(
  steps: StepTable,
  {first, last}: StepWindow,
  counts: (steps: StepTable, step: number) => boolean,
): readonly number[] {
  const found: number[] = [];
  for (let step = first; step <= last; step++) if (counts(steps, step)) found.push(step);
  return found;
}

export function countSteps(input: DraftInput, window: StepWindow, id: MeasureId): EvidenceInput {
  const {shows, unit, counts, where} = MEASURES[id];
  const steps = listSteps(input.view.steps, window, counts);
  return {
    shows: `${shows} ${describeWindow(input, window)}`,
    amount: {value: steps.length, unit},
    steps,
    query: `SELECT count(*) FROM steps WHERE ${windowSql(input, window)}${where}`,
  };
}

/** Undefined where no step of the window reports tokens. */
export function sumTokens(
  input: DraftInput,
  window: StepWindow,
  which: 'all' | 'input' | 'cached' = 'all',
): EvidenceInput | undefined {
  const {steps} = input.view;
  const columns =
    which === 'all'
      ? [steps.inputTokens, steps.outputTokens]
      : [which === 'input' ? steps.inputTokens : steps.cachedReadTokens];
  const paying = listSteps(steps, window, (_steps, step) =>
    columns.some((column) => !Number.isNaN(column[step] ?? NaN)),
  );
  if (paying.length === 0) return undefined;
  let value = 0;
  for (const step of paying) {
    for (const column of columns) {
      const amount = column[step] ?? NaN;
      if (!Number.isNaN(amount)) value += amount;
    }
  }
  const word = {
    all: 'tokens',
    input: 'tokens read by the model',
    cached: 'tokens read from a cache',
  };
  const sql = {
    all: 'sum(coalesce(input_tokens, 0) + coalesce(output_tokens, 0))',
    input: 'sum(input_tokens)',
    cached: 'sum(cached_read_tokens)',
  };
  return {
    shows: `${word[which]} ${describeWindow(input, window)}`,
    amount: {value, unit: 'tokens'},
    steps: paying,
    query: `SELECT ${sql[which]} FROM steps WHERE ${windowSql(input, window)}`,
  };
}

/** From the first start to the last known time; undefined where the window has no times. */
export function spanTime(input: DraftInput, window: StepWindow): EvidenceInput | undefined {
  const {steps} = input.view;
  const timed = listSteps(
    steps,
    window,
    (table, step) => !Number.isNaN(table.startUs[step] ?? NaN),
  );
  let fromUs = Infinity;
  let toUs = -Infinity;
  let first = -1;
  let last = -1;
  for (const step of timed) {
    const startUs = steps.startUs[step] ?? NaN;
    const end = steps.endUs[step] ?? NaN;
    const endUs = Number.isNaN(end) ? startUs : Math.max(startUs, end);
    if (startUs < fromUs) [fromUs, first] = [startUs, step];
    if (endUs > toUs) [toUs, last] = [endUs, step];
  }
  if (first < 0 || toUs <= fromUs) return undefined;
  return {
    shows: `time from the first start to the last end ${describeWindow(input, window)}`,
    amount: {value: toUs - fromUs, unit: 'microseconds'},
    steps: first === last ? [first] : [first, last].sort((a, b) => a - b),
    query: `SELECT max(max(start_us, start_us + coalesce(duration_us, 0))) - min(start_us) FROM steps WHERE ${windowSql(input, window)}`,
  };
}

export function describeWindow(input: DraftInput, {first, last}: StepWindow): string {
  if (first === 0 && last === input.view.steps.count - 1) return 'of the run';
  return `from step ${first + 1} to step ${last + 1}`;
}

export function wholeRun(input: DraftInput): StepWindow {
  return {first: 0, last: input.view.steps.count - 1};
}
