import * as fc from 'fast-check';
import {OUTCOMES, STEP_KINDS} from '../../src/tree/step-table.js';
import type {RunView} from '../../src/tree/run-view.js';
import {buildSyntheticView} from '../eval/synthetic-view.js';

export interface RandomStep {
  readonly kind: 'tool' | 'llm' | 'user-turn' | 'compaction';
  readonly call: number;
  readonly answer: number;
  readonly fails: boolean;
  readonly lane: number;
  /** Seconds after the step before it began, and how long it runs. */
  readonly gap: number;
  readonly seconds: number;
  readonly tokens: number;
}

export const randomSteps: fc.Arbitrary<readonly RandomStep[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('tool', 'tool', 'tool', 'llm', 'llm', 'user-turn', 'compaction'),
    call: fc.nat(2),
    answer: fc.nat(1),
    fails: fc.boolean(),
    lane: fc.nat(2),
    gap: fc.nat(3),
    seconds: fc.nat(8),
    tokens: fc.nat(50),
  }),
  {minLength: 1, maxLength: 40},
);

/** A run whose lanes work side by side: a call may last longer than many that begin after it. */
export function buildRandomView(list: readonly RandomStep[]): RunView {
  const numbers = new Map<number, number>();
  for (const {lane} of list) if (!numbers.has(lane)) numbers.set(lane, numbers.size);
  const base = buildSyntheticView(list.length, (i) => {
    const {kind = 'tool', call = 0, answer = 0, fails = false, lane = 0} = list[i] ?? {};
    return {kind, call, answer: answer + (fails ? 10 : 0), fails, lane: numbers.get(lane) ?? 0};
  });
  const {steps} = base;
  let nowUs = 1e6;
  for (const [i, {kind, gap, seconds, tokens}] of list.entries()) {
    nowUs += gap * 1e6;
    steps.startUs[i] = nowUs;
    steps.endUs[i] = nowUs + (kind === 'tool' || kind === 'llm' ? seconds * 1e6 : 0);
    steps.round[i] = -1;
    if (kind === 'llm') {
      steps.inputTokens[i] = tokens;
      steps.outputTokens[i] = 1;
    }
    if (kind === 'llm' || kind === 'tool') continue;
    for (const column of [steps.l3, steps.l4, steps.outcomeSig]) column[i] = -1;
    steps.outcome[i] = OUTCOMES.indexOf('ok');
  }
  return {...base, timeBasis: 'utc'};
}

/** The recording as it was when step `last` began: nothing later, and no result that had not come. */
export function truncate(view: RunView, last: number): RunView {
  const {steps} = view;
  const count = last + 1;
  const cut = <T extends {slice(from: number, to: number): T}>(column: T): T =>
    column.slice(0, count);
  const copy = Object.fromEntries(
    Object.entries(steps).map(([name, column]: [string, unknown]) => [
      name,
      typeof column === 'number' ? count : cut(column as Int32Array),
    ]),
  ) as unknown as RunView['steps'];
  const nowUs = steps.startUs[last] ?? 0;
  for (let step = 0; step < count; step++) {
    if (step !== last && (steps.endUs[step] ?? 0) <= nowUs) continue;
    copy.endUs[step] = NaN;
    copy.l4[step] = -1;
    copy.outcomeSig[step] = -1;
    copy.outcome[step] = OUTCOMES.indexOf('unresolved');
    copy.inputTokens[step] = NaN;
    copy.outputTokens[step] = NaN;
  }
  const lanes = view.lanes.map((lane) => ({
    ...lane,
    steps: lane.steps.filter((step) => step < count),
  }));
  return {...view, steps: copy, lanes};
}

export const isKind = (view: RunView, step: number, kind: (typeof STEP_KINDS)[number]): boolean =>
  STEP_KINDS[view.steps.kind[step] ?? -1] === kind;
