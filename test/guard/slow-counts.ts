import type {Guard} from '../../src/guard/guard.js';
import {listAgentsAbove, type ToldStep} from './told-run.js';

/** One thing that an orchestrator has seen: a step begins, or its answer comes. */
export interface Seen {
  readonly what: 'begin' | 'answer';
  readonly step: ToldStep;
}

/** The count that a step would bring a guard to, counted with a finger on the list; undefined = it does not count. */
type Count = (now: ToldStep, seen: readonly Seen[], guard: Guard) => number | undefined;

/** Steps that began, and steps whose answers came, in that order. */
const begun = (seen: readonly Seen[], kind?: ToldStep['kind']): readonly ToldStep[] =>
  pick(seen, 'begin', kind);
const answered = (seen: readonly Seen[], kind?: ToldStep['kind']): readonly ToldStep[] =>
  pick(seen, 'answer', kind);
const pick = (
  seen: readonly Seen[],
  what: Seen['what'],
  kind: ToldStep['kind'] | undefined,
): readonly ToldStep[] =>
  seen
    .filter((one) => one.what === what && (kind === undefined || one.step.kind === kind))
    .map(({step}) => step);

const isAnswered = ({call, answer}: ToldStep): boolean =>
  call !== undefined && answer !== undefined;
const isSamePair = (a: ToldStep | undefined, b: ToldStep | undefined): boolean =>
  a !== undefined && b !== undefined && a.call === b.call && a.answer === b.answer;
const isSameCall = (a: ToldStep, b: ToldStep): boolean => a.call !== undefined && a.call === b.call;
const countDistinct = (list: readonly unknown[]): number => new Set(list).size;
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** How many at the end of the list hold. */
function countTrailing<T>(list: readonly T[], holds: (item: T, place: number) => boolean): number {
  return list.length - 1 - list.findLastIndex((item, place) => !holds(item, place));
}

const callsOfOne = (isOneKind: (step: ToldStep) => boolean): Count => {
  return (now) => (now.kind === 'tool' ? (isOneKind(now) ? 1 : 0) : undefined);
};

const tokensOf = ({tokens}: ToldStep): number => (tokens?.input ?? 0) + (tokens?.output ?? 0);

/** Pairs of call and answer that an agent knows. */
const pairsOf = (now: ToldStep, seen: readonly Seen[]): readonly ToldStep[] =>
  answered(seen, 'tool').filter((step) => step.agent === now.agent && isAnswered(step));

/** Answers of this very call since it last succeeded, each a failure. */
const failuresOf = (now: ToldStep, seen: readonly Seen[]): readonly ToldStep[] => {
  const own = answered(seen, 'tool').filter((step) => isSameCall(step, now));
  return own.slice(own.length - countTrailing(own, ({outcome}) => outcome === 'error'));
};

const isHasty = (now: ToldStep, seen: readonly Seen[]): boolean => {
  const failures = failuresOf(now, seen);
  const last = failures.at(-1);
  if (last === undefined) return false;
  return (now.start ?? NaN) - (last.end ?? NaN) < 2 ** (failures.length - 1);
};

const countRounds = (now: ToldStep, seen: readonly Seen[], isNode: boolean): number | undefined => {
  if (now.kind !== 'llm' && now.kind !== 'tool') return undefined;
  const own = [...begun(seen, 'llm'), ...begun(seen, 'tool'), now];
  return countDistinct(
    own.map((step) => {
      if (step.round === undefined) return step;
      return `${step.round}${isNode ? step.kind : ''}`;
    }),
  );
};

export const COUNTS: Readonly<Record<string, Count>> = {
  'max-turns': (now, seen, {unit}) => {
    if (unit === 'round') return countRounds(now, seen, false);
    return now.kind === 'llm' ? begun(seen, 'llm').length + 1 : undefined;
  },
  'max-steps': (now, seen) => countRounds(now, seen, true),
  'max-tool-calls': (now, seen) =>
    now.kind === 'tool' ? begun(seen, 'tool').length + 1 : undefined,
  'max-parallel-calls': (now, seen) => {
    if (now.kind !== 'tool') return undefined;
    if (now.round === undefined) return 1;
    return begun(seen, 'tool').filter(({round}) => round === now.round).length + 1;
  },
  'same-call': (now, seen) => {
    if (now.kind !== 'tool') return undefined;
    const own = begun(seen, 'tool').filter(({agent}) => agent === now.agent);
    return countTrailing(own, (step) => isSameCall(step, now)) + 1;
  },
  'same-result': (now, seen) => {
    if (now.kind !== 'tool') return undefined;
    const own = pairsOf(now, seen);
    const last = own.at(-1);
    if (last === undefined || !isSameCall(last, now)) return 1;
    return countTrailing(own, (step) => isSamePair(step, last)) + 1;
  },
  'cycle-laps': (now, seen) => {
    if (now.kind !== 'tool') return undefined;
    const own = pairsOf(now, seen);
    let most = 0;
    for (let period = 1; period <= 8; period++) {
      const lap = own.slice(-period);
      if (lap[0] === undefined || lap.length < period || !isSameCall(lap[0], now)) continue;
      for (let laps = 1; laps * period <= own.length; laps++) {
        const tail = own.slice(-laps * period);
        if (tail.every((step, i) => isSamePair(step, lap[i % period]))) most = Math.max(most, laps);
      }
    }
    return most + 1;
  },
  'no-progress': (now, seen) => {
    if (now.kind !== 'tool') return undefined;
    const own = answered(seen, 'tool').filter(isAnswered);
    const isOld = (step: ToldStep, place: number): boolean =>
      own.slice(0, place).some((old) => old.agent === step.agent && isSamePair(old, step));
    return countTrailing(own, isOld) + 1;
  },
  'consecutive-failures': (now, seen) =>
    now.kind === 'tool' || now.kind === 'llm'
      ? answered(seen, 'tool').filter(({outcome}) => outcome === 'error').length
      : undefined,
  'max-retries': (now, seen) => (now.kind === 'tool' ? failuresOf(now, seen).length : undefined),
  'retry-backoff': (now, seen) => {
    if (now.kind !== 'tool') return undefined;
    const since = seen.findLastIndex(
      ({what, step}) => what === 'answer' && isSameCall(step, now) && step.outcome === 'ok',
    );
    const earlier = seen.filter(
      ({what, step}, place) =>
        what === 'begin' &&
        place > since &&
        isSameCall(step, now) &&
        isHasty(step, seen.slice(0, place)),
    );
    return earlier.length + (isHasty(now, seen) ? 1 : 0);
  },
  'token-budget': (now, seen) =>
    now.kind === 'llm' ? sum(answered(seen, 'llm').map(tokensOf)) : undefined,
  'tokens-per-minute': (now, seen) => {
    const {start} = now;
    if (now.kind !== 'llm' || start === undefined) return undefined;
    return sum(
      answered(seen, 'llm')
        .filter(({end}) => end !== undefined && end > start - 60)
        .map(tokensOf),
    );
  },
  'wall-clock': (now, seen) => {
    const from = [...begun(seen), now].find(({start}) => start !== undefined)?.start ?? 0;
    return now.start === undefined ? undefined : now.start - from;
  },
  'idle-time': (now, seen) => {
    const times = seen.map(({what, step}) => (what === 'begin' ? step.start : step.end));
    const known = times.filter((time) => time !== undefined);
    if (now.start === undefined || known.length === 0) return undefined;
    return Math.max(0, now.start - Math.max(...known));
  },
  'context-fill': (now, seen, {parameters}) => {
    if (now.kind !== 'llm') return undefined;
    const own = answered(seen, 'llm').filter(({agent}) => agent === now.agent);
    const last = own.findLast(({tokens}) => tokens !== undefined);
    return (100 * (last?.tokens?.input ?? 0)) / Number(parameters['window']);
  },
  'max-compactions': (now, seen) =>
    now.kind === 'compaction' ? begun(seen, 'compaction').length + 1 : undefined,
  'max-depth': (now) =>
    now.kind === 'agent-start' ? listAgentsAbove(now.agent).length : undefined,
  'max-fan-out': (now, seen) => {
    if (now.kind !== 'agent-start') return undefined;
    const siblings = begun(seen, 'agent-start').filter(
      ({agent}) => agent.above === now.agent.above,
    );
    return siblings.length + 1;
  },
  'ancestor-cycle': (now, _, {parameters}) => {
    if (now.kind !== 'agent-start') return undefined;
    const {name, task} = now.agent;
    const same = listAgentsAbove(now.agent).filter(
      (agent) =>
        name !== undefined &&
        agent.name === name &&
        (parameters['task'] !== true || agent.task === task),
    );
    return same.length;
  },
  // Which of the calls of test/guard/random-run.ts break the rules that the test sets.
  'allowed-paths': callsOfOne(({tool}) => tool === 'read_file'),
  'allowed-hosts': callsOfOne(({tool}) => tool === 'http_get'),
  'allowed-tools': callsOfOne(({tool}) => tool === 'run_command'),
  'content-rules': callsOfOne(({tool}) => tool === 'write_file'),
  'write-approval': callsOfOne(({tool}) => tool === 'write_file'),
};
