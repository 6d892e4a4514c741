import type {Guard} from '../../src/guard/guard.js';
import {getGuardKind} from '../../src/guard/make-guard.js';
import {COUNTS, type Seen} from './slow-counts.js';
import {listAgentsAbove, type ToldAgent, type ToldStep} from './told-run.js';

export interface SlowResult {
  /** Steps that the guard kept from beginning, and what the count was at the first. */
  readonly trips: readonly number[];
  readonly count: number | undefined;
  /** All that did not run: what tripped, and what it would have led to. */
  readonly cut: readonly number[];
}

/**
 * Runs the guard over the recording again and again: for each step, what an orchestrator had seen until then is put
 * together anew from all that had begun, and counted anew from its start. Quadratic and worse, and shares no code with
 * the simulation.
 */
export function rerunGuard(told: readonly ToldStep[], guard: Guard): SlowResult {
  const asked: ToldStep[] = [];
  const trips: ToldStep[] = [];
  const cut = new Set<ToldStep>();
  const counts: number[] = [];
  for (const now of told) {
    const turn = toTurn(guard, told, now);
    const stops = trips.filter((trip) => toTurn(guard, told, trip) === turn);
    if (wouldNotCome(now, guard, {cut, stops})) {
      cut.add(now);
      continue;
    }
    const key = toCounter(guard, now);
    asked.push(now);
    if (key === undefined) continue;
    const seen = tellSeen(asked.filter((step) => !trips.includes(step)), asked).filter(
      ({step}) => toCounter(guard, step) === key && toTurn(guard, told, step) === turn,
    ); // prettier-ignore
    const count = COUNTS[guard.kind]?.(now, startAgain(guard, seen), guard);
    if (count === undefined || !isTooMuch(guard, count)) continue;
    trips.push(now);
    cut.add(now);
    counts.push(count);
  }
  return {trips: trips.map(({no}) => no), count: counts[0], cut: [...cut].map(({no}) => no)};
}

function isTooMuch(guard: Guard, count: number): boolean {
  const {tripsAt} = getGuardKind(guard.kind).limit;
  return tripsAt === 'above' ? count > guard.limit : count >= guard.limit;
}

/** How many real user turns came up to a step, where the guard starts again at them. */
function toTurn({reset}: Guard, told: readonly ToldStep[], until: ToldStep): number {
  if (reset !== 'user-turn') return 0;
  const before = told.slice(0, until.no + 1);
  return before.filter(({kind, isSynthetic}) => kind === 'user-turn' && !isSynthetic).length;
}

/** What begins and what answers come, in the order in which they are seen, up to the last step that was asked for. */
function tellSeen(begun: readonly ToldStep[], asked: readonly ToldStep[]): readonly Seen[] {
  const now = asked.at(-1);
  const come = begun.map((step) => ({step, place: findAnswer(step, asked)}));
  return asked.flatMap((at, place): readonly Seen[] => {
    const answers = come.filter((one) => one.place === place).map(({step}) => step);
    const timed = answers
      .filter(isTimed)
      .sort((a, b) => (a.end ?? 0) - (b.end ?? 0) || a.no - b.no);
    const told = [...answers.filter((step) => !isTimed(step)), ...timed];
    const seen = told.map((step): Seen => ({what: 'answer', step}));
    return at !== now && begun.includes(at) ? [...seen, {what: 'begin', step: at}] : seen;
  });
}

/** Place of the first later step before which the answer has come; -1 = it is in flight. */
function findAnswer(step: ToldStep, asked: readonly ToldStep[]): number {
  let clock = 0;
  return asked.findIndex((at) => {
    clock = Math.max(clock, at.start ?? 0);
    if (at.no <= step.no) return false;
    if (isTimed(step)) return (step.end ?? 0) <= clock;
    return step.kind === 'llm' || step.round === undefined || at.round !== step.round;
  });
}

function isTimed({start, end}: ToldStep): boolean {
  return start !== undefined && end !== undefined;
}

function startAgain(guard: Guard, seen: readonly Seen[]): readonly Seen[] {
  if (guard.reset !== 'success') return seen;
  const isSuccess = ({what, step}: Seen): boolean =>
    what === 'answer' && step.kind === 'tool' && step.outcome === 'ok';
  return seen.slice(seen.map(isSuccess).lastIndexOf(true) + 1);
}

/** Whether nothing would have asked for the step: what leads to it did not run, or it was stopped. */
function wouldNotCome(
  now: ToldStep,
  guard: Guard,
  {cut, stops}: {readonly cut: ReadonlySet<ToldStep>; readonly stops: readonly ToldStep[]},
): boolean {
  const isStarted = [...cut].some(({kind, agent}) => kind === 'agent-start' && leadsTo(agent, now));
  const isCalled = listAgentsAbove(now.agent).some(({by}) => by !== undefined && cut.has(by));
  if (isStarted || isCalled) return true;
  if (guard.effect === 'refuse-call') return false;
  if (guard.effect === 'stop-run') return stops.length > 0;
  return stops.some((trip) => {
    const key = toCounter(guard, trip);
    return (
      toCounter(guard, now) === key ||
      listAgentsAbove(now.agent).some((agent) => toAgentCounter(guard, agent) === key)
    );
  });
}

function leadsTo(agent: ToldAgent, step: ToldStep): boolean {
  return listAgentsAbove(step.agent).includes(agent);
}

type Counter = ToldAgent | string | undefined;

/** What the step counts for; undefined = it is no business of the guard. */
function toCounter(guard: Guard, step: ToldStep): Counter {
  const {agent, tool} = step;
  if (guard.tool !== undefined && tool !== guard.tool) return undefined;
  if (tool !== undefined && guard.exceptTools?.includes(tool) === true) return undefined;
  if (agent.name !== undefined && guard.exceptAgents?.includes(agent.name) === true) {
    return undefined;
  }
  if (guard.scope === 'tool') {
    const isHere = guard.agent === undefined || guard.agent === agent.name;
    return isHere && tool !== undefined ? `tool ${tool}` : undefined;
  }
  return toScope(guard, agent);
}

/** What an agent belongs to, so that it ends where that ends. */
function toAgentCounter(guard: Guard, agent: ToldAgent): Counter {
  if (guard.scope === 'tool' || guard.tool !== undefined) return undefined;
  if (agent.name !== undefined && guard.exceptAgents?.includes(agent.name) === true) {
    return undefined;
  }
  return toScope(guard, agent);
}

function toScope(guard: Guard, agent: ToldAgent): Counter {
  if (guard.scope === 'subtree') {
    const above = listAgentsAbove(agent);
    if (guard.agent === undefined) return above.at(-1) ?? agent;
    return above.findLast(({name}) => name === guard.agent);
  }
  if (guard.agent !== undefined && guard.agent !== agent.name) return undefined;
  if (guard.scope === 'agent-instance') return agent;
  return guard.scope === 'agent-name' ? `agent ${agent.name ?? ''}` : 'run';
}
