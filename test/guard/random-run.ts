import * as fc from 'fast-check';
import {OUTCOMES, STEP_FLAG, STEP_KINDS} from '../../src/tree/step-table.js';
import {fromSpanKind} from '../../src/tree/span-table.js';
import {buildTreeShape} from '../../src/tree/tree-shape.js';
import type {RunView} from '../../src/tree/run-view.js';
import {buildSyntheticView} from '../eval/synthetic-view.js';
import type {ToldAgent, ToldStep} from './told-run.js';

export interface RandomStep {
  readonly kind: ToldStep['kind'];
  /** Which call or, at an agent start, which name; the last is one whose arguments the log does not hold. */
  readonly call: number;
  readonly answer: number;
  readonly fails: boolean;
  /** Which of the agents so far acts: the run itself, or one that was started. */
  readonly actor: number;
  /** Seconds after the step before it began, and how long it runs. */
  readonly gap: number;
  readonly seconds: number;
  readonly tokens: number;
  readonly times: 'both' | 'start' | 'none';
  /** A call of the reply before it; an agent that the call before it started. */
  readonly joins: boolean;
}

const randomStep: fc.Arbitrary<RandomStep> = fc.record({
  kind: fc.constantFrom<ToldStep['kind'][]>(
    'tool', 'tool', 'tool', 'tool', 'llm', 'llm', 'llm', 'agent-start', 'user-turn', 'compaction',
  ), // prettier-ignore
  call: fc.nat(4),
  answer: fc.nat(1),
  fails: fc.boolean(),
  actor: fc.nat(3),
  gap: fc.nat(3),
  seconds: fc.nat(8),
  tokens: fc.nat(50),
  times: fc.constantFrom('both', 'both', 'both', 'both', 'both', 'both', 'start', 'none'),
  joins: fc.boolean(),
});

/** Some runs do many things, and some one thing again and again: else hardly one would be a loop. */
export const randomSteps: fc.Arbitrary<readonly RandomStep[]> = fc
  .record({
    steps: fc.array(randomStep, {minLength: 1, maxLength: 30, size: 'max'}),
    calls: fc.constantFrom(1, 2, 5),
    actors: fc.constantFrom(1, 2, 4),
    isHasty: fc.boolean(),
  })
  .map(({steps, calls, actors, isHasty}) =>
    steps.map((step) => ({
      ...step,
      call: step.call % calls,
      actor: step.kind === 'agent-start' ? step.actor : step.actor % actors,
      seconds: isHasty ? step.seconds % 2 : step.seconds,
      joins: isHasty || step.joins,
    })),
  );

export const TOOLS = ['read_file', 'http_get', 'write_file', 'run_command', 'unrecorded'];
const ARGUMENTS = [
  {path: '/srv/app/../../etc/passwd'},
  {url: 'https://api.example.com/items'},
  {path: '/srv/app/page.html', content: '<script>x()</script>'},
  {command: 'git status'},
];
export const AGENTS = ['planner', undefined, 'worker', 'critic'];
const UNRECORDED = ARGUMENTS.length;
const ARGS_FROM = 100;
const NAMES = [...TOOLS, ...AGENTS.filter((name) => name !== undefined)];

export interface RandomRun {
  readonly view: RunView;
  /** The same run as plain objects that point at each other. */
  readonly told: readonly ToldStep[];
}

/** Agents side by side: a call may last longer than many that begin after it, and agents start agents. */
export function buildRandomRun(list: readonly RandomStep[]): RandomRun {
  const told = tellRun(list);
  return {view: buildView(told, list), told};
}

/** The run as a person would tell it. */
function tellRun(list: readonly RandomStep[]): readonly ToldStep[] {
  const told: ToldStep[] = [];
  const agents: ToldAgent[] = [{name: undefined, task: -1, above: undefined, by: undefined}];
  const lastCall = new Map<ToldAgent, ToldStep>();
  const rounds = new Map<ToldAgent, number>();
  let [now, round] = [1, 0];
  for (const [no, item] of list.entries()) {
    const {kind, call, answer, fails, seconds, tokens, times, joins} = item;
    let agent = agents[item.actor % agents.length] ?? agents[0];
    if (agent === undefined) throw new Error('the run itself is always there');
    const isCall = kind === 'tool' || kind === 'llm';
    now += item.gap;
    if (kind === 'llm') rounds.set(agent, round++);
    if (kind === 'agent-start') {
      const by = joins ? lastCall.get(agent) : undefined;
      agents.push({name: AGENTS[call % AGENTS.length], task: answer, above: agent, by});
      agent = agents.at(-1) ?? agent;
    }
    const isRecorded = kind === 'tool' && call !== UNRECORDED;
    const step: ToldStep = {
      no,
      kind,
      agent,
      isSynthetic: kind === 'user-turn' && fails,
      tool: kind === 'tool' ? TOOLS[call] : undefined,
      call: isRecorded ? call : undefined,
      answer: isRecorded ? answer + (fails ? 10 : 0) : undefined,
      outcome: fails && isCall ? 'error' : 'ok',
      round: kind === 'llm' || joins ? (isCall ? rounds.get(agent) : undefined) : undefined,
      start: times === 'none' ? undefined : now,
      end: times === 'both' ? now + (isCall ? seconds : 0) : undefined,
      tokens: kind === 'llm' && tokens > 0 ? {input: tokens, output: 1} : undefined,
    };
    if (kind === 'tool') lastCall.set(agent, step);
    told.push(step);
  }
  return told;
}

function buildView(told: readonly ToldStep[], list: readonly RandomStep[]): RunView {
  const lanes = new Map<ToldAgent, number>();
  for (const {agent} of told) if (!lanes.has(agent)) lanes.set(agent, lanes.size);
  const base = buildSyntheticView(told.length, (i) => {
    const step = told[i];
    if (step === undefined) throw new Error('no such step');
    const {kind, call = 0, answer = 0, outcome, agent} = step;
    return {kind, call, answer, fails: outcome === 'error', lane: lanes.get(agent) ?? 0};
  });
  const {steps} = base;
  const rowOf = new Map<ToldAgent | ToldStep, number>();
  const parents: number[] = [];
  const owners: (ToldAgent | undefined)[] = [];
  for (const [i, step] of told.entries()) {
    const {agent, kind} = step;
    if (kind === 'agent-start') {
      rowOf.set(agent, parents.length);
      steps.spanRow[i] = parents.push(rowOf.get(agent.by ?? agent.above ?? agent) ?? -1) - 1;
      owners.push(agent);
    } else if (kind === 'tool' || kind === 'llm') {
      rowOf.set(step, parents.length);
      steps.spanRow[i] = parents.push(rowOf.get(agent) ?? -1) - 1;
      owners.push(undefined);
    }
    steps.startUs[i] = toUs(step.start);
    steps.endUs[i] = toUs(step.end);
    steps.round[i] = step.round ?? -1;
    steps.flags[i] = step.isSynthetic ? STEP_FLAG.synthetic : 0;
    steps.agent[i] = toNameNumber(agent);
    steps.inputTokens[i] = step.tokens?.input ?? NaN;
    steps.outputTokens[i] = step.tokens?.output ?? NaN;
    steps.name[i] = kind === 'tool' ? (list[i]?.call ?? 0) : -1;
    steps.argsBody[i] = step.call === undefined ? -1 : ARGS_FROM + step.call;
    if (step.call !== undefined) continue;
    for (const column of [steps.l3, steps.l4, steps.outcomeSig]) column[i] = -1;
  }
  const parent = Int32Array.from(parents);
  const count = parents.length;
  const shape = buildTreeShape(parent, count);
  const agentRow = new Int32Array(count).fill(-1);
  for (const row of shape.preOrder) {
    agentRow[row] = owners[row] === undefined ? (agentRow[parent[row] ?? -1] ?? -1) : row;
  }
  const none = new Int32Array(count).fill(-1);
  return {
    ...base,
    spans: {
      ...base.spans,
      count,
      strings: NAMES,
      kind: Uint8Array.from(owners, (owner) =>
        fromSpanKind(owner === undefined ? 'tool' : 'agent'),
      ),
      flags: new Uint8Array(count),
      traceId: new Int32Array(count),
      agentName: Int32Array.from(owners, (owner) => toNameNumber(owner)),
      agentId: none,
      inputBody: Int32Array.from(owners, (owner) => owner?.task ?? -1),
    },
    tree: {...base.tree, count, parent, ...shape, agentRow},
    lanes: [...lanes].map(([agent, lane]) => ({
      agentName: agent.name,
      agentRow: rowOf.get(agent) ?? -1,
      branch: undefined,
      steps: Int32Array.from(told.flatMap(({no}) => (steps.lane[no] === lane ? [no] : []))),
    })),
    timeBasis: 'utc',
    bodies: {
      text: (id) => (id < ARGS_FROM ? `answer ${id}` : JSON.stringify(ARGUMENTS[id - ARGS_FROM])),
      messages: () => [],
    },
  };
}

function toUs(seconds: number | undefined): number {
  return seconds === undefined ? NaN : seconds * 1e6;
}

function toNameNumber(agent: ToldAgent | undefined): number {
  return agent?.name === undefined ? -1 : NAMES.indexOf(agent.name);
}

/** The recording as it was when step `last` began: nothing later, and no result that had not come. */
export function truncate(view: RunView, told: readonly ToldStep[], last: number): RunView {
  const {steps} = view;
  const count = last + 1;
  const copy = Object.fromEntries(
    Object.entries(steps).map(([name, column]: [string, unknown]) => [
      name,
      typeof column === 'number' ? count : (column as Int32Array).slice(0, count),
    ]),
  ) as unknown as RunView['steps'];
  const nowUs = Math.max(...told.slice(0, count).map(({start}) => toUs(start ?? -1)));
  for (let step = 0; step < count; step++) {
    // A call without an end is known to be over when another reply's step begins.
    const isOver = Number.isNaN(steps.endUs[step] ?? NaN) || (steps.endUs[step] ?? 0) <= nowUs;
    if (step !== last && isOver) continue;
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
