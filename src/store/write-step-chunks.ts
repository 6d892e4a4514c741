import type Database from 'better-sqlite3';
import type {AnalyzedRun} from '../analyze/port.js';
import {OUTCOMES, STEP_KINDS} from '../tree/step-table.js';
import {CHUNK_ROWS, STEP_COLUMNS} from './chunk-layout.js';
import type {StepColumn} from './chunk-layout.js';
import {ChunkStrings} from './chunk-strings.js';
import {packColumns} from './packed-columns.js';
import {INSERT_STEP_CHUNK} from './queries/derived.js';

const LLM = STEP_KINDS.indexOf('llm');
const TOOL = STEP_KINDS.indexOf('tool');
const ERROR = OUTCOMES.indexOf('error');

/** Counts of all steps of a run. */
export interface StepTotals {
  readonly llmCalls: number;
  readonly toolCalls: number;
  readonly errors: number;
}

/** Counts by kind and outcome. O(steps). */
export function countSteps({steps}: Pick<AnalyzedRun, 'steps'>): StepTotals {
  const totals = {llmCalls: 0, toolCalls: 0, errors: 0};
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] === LLM) totals.llmCalls++;
    else if (steps.kind[step] === TOOL) totals.toolCalls++;
    if (steps.outcome[step] === ERROR) totals.errors++;
  }
  return totals;
}

/** Writes the steps of a run in chunks, each with the totals before it. O(steps). */
export function writeStepChunks(
  db: Database.Database,
  runKey: number,
  run: AnalyzedRun,
  eventKeys: Float64Array,
): void {
  const {steps, tree, facts, overview} = run;
  const {spans} = facts;
  const insert = db.prepare(INSERT_STEP_CHUNK);
  const strings = new ChunkStrings(spans.strings);
  const columns = STEP_COLUMNS.map(() => new Float64Array(CHUNK_ROWS));
  const column = new Map<StepColumn, Float64Array>();
  STEP_COLUMNS.forEach((name, at) => column.set(name, columns[at] ?? new Float64Array(0)));
  const totals = {llmCalls: 0, toolCalls: 0, errors: 0};
  let tokens: number | undefined;
  for (let first = 0, chunk = 0; first < steps.count; first += CHUNK_ROWS, chunk++) {
    const count = Math.min(CHUNK_ROWS, steps.count - first);
    const before = {...totals, tokens};
    const fill = (name: StepColumn, read: (step: number) => number): void => {
      const into = column.get(name);
      if (into === undefined) return;
      for (let i = 0; i < count; i++) into[i] = read(first + i);
    };
    const copy = (name: StepColumn, from: ArrayLike<number>): void => {
      const into = column.get(name);
      if (into === undefined) return;
      for (let i = 0; i < count; i++) into[i] = from[first + i] ?? NaN;
    };
    const fromSpan = (name: StepColumn, from: ArrayLike<number>, absent: number): void => {
      fill(name, (step) => {
        const row = steps.spanRow[step] ?? -1;
        return row < 0 ? absent : (from[row] ?? absent);
      });
    };
    copy('kind', steps.kind);
    copy('outcome', steps.outcome);
    copy('flags', steps.flags);
    copy('lane', steps.lane);
    copy('segment', steps.segment);
    copy('round', steps.round);
    fromSpan('depth', tree.depth, 0);
    fromSpan('pre', tree.preIndex, -1);
    fill('name', (step) => strings.intern(steps.name[step] ?? -1));
    fill('agent', (step) => strings.intern(steps.agent[step] ?? -1));
    fromSpan('spanKey', spans.spanKey, NaN);
    fill('eventKey', (step) => eventKeys[steps.eventIndex[step] ?? -1] ?? NaN);
    copy('startUs', steps.startUs);
    fill('durationUs', (step) => (steps.endUs[step] ?? NaN) - (steps.startUs[step] ?? NaN));
    copy('argsBody', steps.argsBody);
    copy('resultBody', steps.resultBody);
    fromSpan('inNode', spans.inNode, -1);
    fromSpan('outNode', spans.outNode, -1);
    copy('inputTokens', steps.inputTokens);
    copy('outputTokens', steps.outputTokens);
    copy('cachedReadTokens', steps.cachedReadTokens);
    copy('l0', steps.l0);
    copy('l1', steps.l1);
    copy('l2', steps.l2);
    copy('l3', steps.l3);
    copy('l4', steps.l4);
    copy('outcomeSig', steps.outcomeSig);
    copy('textSig', steps.textSig);
    copy('repeat', overview?.history.repeat ?? []);
    copy('contextTokens', overview?.history.contextTokens ?? []);
    copy('errorsSoFar', overview?.history.errorsSoFar ?? []);
    copy('writes', overview?.writes ?? []);
    for (let step = first; step < first + count; step++) {
      if (steps.kind[step] === LLM) totals.llmCalls++;
      else if (steps.kind[step] === TOOL) totals.toolCalls++;
      if (steps.outcome[step] === ERROR) totals.errors++;
      tokens = addTokens(tokens, steps.inputTokens[step], steps.outputTokens[step]);
    }
    insert.run(
      runKey,
      chunk,
      totals.errors - before.errors,
      before.llmCalls,
      before.toolCalls,
      before.tokens ?? null,
      strings.take(),
      packColumns(columns, count),
    );
  }
}

/** Undefined until some step reports tokens: nothing told is not zero. */
export function addTokens(
  sum: number | undefined,
  input: number | undefined,
  output: number | undefined,
): number | undefined {
  const read = input === undefined || Number.isNaN(input) ? undefined : input;
  const written = output === undefined || Number.isNaN(output) ? undefined : output;
  if (read === undefined && written === undefined) return sum;
  return (sum ?? 0) + (read ?? 0) + (written ?? 0);
}
