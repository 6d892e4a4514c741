import {expect, test} from '@jest/globals';
import * as fc from 'fast-check';
import type {Guard} from '../../src/guard/guard.js';
import type {GuardKind} from '../../src/guard/guard-kind.js';
import {guardKinds} from '../../src/guard/kinds/registry.js';
import {getGuardKind, makeGuard} from '../../src/guard/make-guard.js';
import {findCleanValues} from '../../src/guard/simulation/clean-values.js';
import {findTrips, simulateGuard} from '../../src/guard/simulation/simulate-guard.js';
import {getRunIndex} from '../../src/detect/view/run-index.js';
import {compact} from '../../src/model/compact.js';
import type {RunView} from '../../src/tree/run-view.js';
import {
  AGENTS,
  TOOLS,
  buildRandomRun,
  isKind,
  randomSteps,
  truncate,
  type RandomStep,
} from './random-run.js';
import {rerunGuard} from './slow-guard.js';

/** Small limits, so that random runs of 30 steps reach them. */
const LIMITS: Readonly<Record<string, readonly number[]>> = {
  'token-budget': [30, 200],
  'tokens-per-minute': [30, 100],
  'wall-clock': [5, 20],
  'idle-time': [1, 4],
  'context-fill': [30, 90],
  'ancestor-cycle': [1],
  'max-retries': [0, 1],
  'retry-backoff': [0],
  'max-depth': [1],
};

/** Settings with which the calls of random runs break a rule, or a kind has a number to go by. */
const PARAMETERS: Readonly<Record<string, Guard['parameters']>> = {
  'context-fill': {window: 60},
  'allowed-paths': {deny: ['/etc/**']},
  'allowed-hosts': {allow: ['*.example.org']},
  'allowed-tools': {deny: ['run_*']},
  'content-rules': {deny: ['<script']},
};

function pickGuard(kind: GuardKind, effects = kind.effects): fc.Arbitrary<Guard> {
  const limits = kind.limit.sweep.length === 1 ? kind.limit.sweep : [1, 2, 4];
  const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.oneof({weight: 5, arbitrary: fc.constant(undefined)}, {weight: 1, arbitrary: value});
  const settings = fc.record({
    limit: fc.constantFrom(...(LIMITS[kind.id] ?? limits)),
    unit: fc.constantFrom(...kind.units),
    scope: fc.constantFrom(...kind.scopes),
    reset: fc.constantFrom(...kind.resets),
    effect: fc.constantFrom(...effects),
    agent: seldom(fc.constantFrom(...AGENTS)),
    tool: seldom(fc.constantFrom(...TOOLS)),
    exceptAgents: seldom(fc.subarray(['worker', 'critic'])),
    exceptTools: seldom(fc.subarray(TOOLS)),
    task: fc.boolean(),
  });
  return settings.map(({task, ...given}) =>
    makeGuard(kind.id, compact({...given, parameters: {...PARAMETERS[kind.id], task}})),
  );
}

const anyGuard = fc.constantFrom(...guardKinds).chain((kind) => pickGuard(kind));

test('every kind of guard, with every action, does what a re-run on the recording cut off at each step does', () => {
  for (const kind of guardKinds) {
    for (const effect of kind.effects) {
      let trips = 0;
      fc.assert(
        fc.property(randomSteps, pickGuard(kind, [effect]), (list, guard) => {
          trips += compareWithRerun(list, guard);
        }),
        {numRuns: 20, seed: 7},
      );
      // Where no random run reaches a guard, nothing was compared.
      expect({guard: kind.id, effect, reached: trips > 0}).toMatchObject({reached: true});
    }
  }
});

function compareWithRerun(list: readonly RandomStep[], guard: Guard): number {
  const {view, told} = buildRandomRun(list);
  const simulation = simulateGuard(view, guard);
  const trips = findTrips(view, guard);
  if (simulation.notComparable !== undefined) {
    expect(trips).toEqual([]);
    return 0;
  }
  const slow = rerunGuard(told, guard);
  expect(trips.map(({step}) => step)).toEqual(slow.trips);
  expect(trips[0]?.count).toBe(slow.count);
  const cut = slow.cut.map((step) => told[step]);
  expect(simulation.saved).toMatchObject({
    steps: cut.length,
    llmCalls: cut.filter((step) => step?.kind === 'llm').length,
    toolCalls: cut.filter((step) => step?.kind === 'tool').length,
  });
  const tokens = cut.map((step) => (step?.tokens?.input ?? 0) + (step?.tokens?.output ?? 0));
  expect(simulation.saved.tokens ?? 0).toBe(sum(tokens));
  const {isNew} = getRunIndex(view).novelty;
  const lost = slow.cut.filter((step) => isNew[step] === 1);
  expect(simulation.collateral.newInformation).toBe(lost.length);
  return trips.length;
}

test('no guard looks ahead: on a recording that ends at a step it has tripped at the same steps', () => {
  fc.assert(
    fc.property(randomSteps, anyGuard, fc.nat(29), (list, guard, at) => {
      const {view, told} = buildRandomRun(list);
      const last = at % list.length;
      const part = truncate(view, told, last);
      const isToldOf = (run: RunView): boolean =>
        getGuardKind(guard.kind).judge(run, guard) === undefined;
      // Whether the log can tell at all is judged on the whole recording, never on a part.
      if (!isToldOf(view) || !isToldOf(part)) return;
      const upTo = findTrips(view, guard).filter(({step}) => step <= last);
      expect(findTrips(part, guard)).toEqual(upTo);
    }),
    {numRuns: 500, seed: 5},
  );
});

/** When four guards trip, as a person would count with a finger on the list; the other sums are recounted too. */
const SLOW: Readonly<Record<string, (view: RunView, step: number, limit: number) => boolean>> = {
  'max-turns': (view, step, limit) =>
    isKind(view, step, 'llm') && before(step).filter((s) => isKind(view, s, 'llm')).length >= limit,
  'max-tool-calls': (view, step, limit) =>
    isKind(view, step, 'tool') &&
    before(step).filter((s) => isKind(view, s, 'tool')).length >= limit,
  'token-budget': (view, step, limit) =>
    isKind(view, step, 'llm') &&
    sum(
      before(step)
        .filter((s) => isKind(view, s, 'llm') && ended(view, s, step))
        .map((s) => (view.steps.inputTokens[s] ?? 0) + (view.steps.outputTokens[s] ?? 0)),
    ) >= limit,
  'wall-clock': (view, step, limit) =>
    ((view.steps.startUs[step] ?? 0) - (view.steps.startUs[0] ?? 0)) / 1e6 > limit,
};
/** All times and tokens told, and no agent within another: then time is plain to sum up. */
const toPlain = (step: RandomStep): RandomStep => ({
  ...step,
  kind: step.kind === 'agent-start' ? 'llm' : step.kind,
  tokens: step.tokens + 1,
  times: 'both',
});
const before = (step: number): number[] => [...Array(step).keys()];
const ended = (view: RunView, s: number, step: number): boolean =>
  (view.steps.endUs[s] ?? 0) <= (view.steps.startUs[step] ?? 0);
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

test('counts, savings and collateral equal an independent recount', () => {
  const cases = Object.keys(SLOW).flatMap((kind) =>
    (LIMITS[kind] ?? [1, 3, 6]).map((limit) => ({kind, limit})),
  );
  fc.assert(
    fc.property(randomSteps, fc.constantFrom(...cases), (list, {kind, limit}) => {
      const {view} = buildRandomRun(list.map(toPlain));
      const guard = makeGuard(kind, {limit, reset: 'never', scope: 'run', effect: 'stop-run'});
      const result = simulateGuard(view, guard);
      if (result.notComparable !== undefined) return;
      const trip = before(list.length).find((step) => SLOW[kind]?.(view, step, limit) === true);
      expect(result.trip?.step).toBe(trip);
      const cut = before(list.length).filter((step) => trip !== undefined && step >= trip);
      expect(result.saved.steps).toBe(cut.length);
      expect(result.saved.llmCalls).toBe(cut.filter((s) => isKind(view, s, 'llm')).length);
      const tokens = cut.filter((s) => isKind(view, s, 'llm'));
      expect(result.saved.tokens ?? 0).toBe(
        sum(
          tokens.map((s) => (view.steps.inputTokens[s] ?? 0) + (view.steps.outputTokens[s] ?? 0)),
        ),
      );
      const {isNew} = getRunIndex(view).novelty;
      expect(result.collateral.newInformation).toBe(cut.filter((s) => isNew[s] === 1).length);
      // What was in flight at the trip is not saved.
      const kept = before(list.length).filter((step) => !cut.includes(step));
      const endOf = (steps: readonly number[]): number =>
        Math.max(...steps.map((s) => view.steps.endUs[s] ?? 0));
      if (trip !== undefined && kept.length > 0) {
        const from = Math.max(endOf(kept), view.steps.startUs[trip] ?? 0);
        expect(result.saved.durationUs).toBe(Math.max(0, endOf(cut) - from));
      }
      expect(result.exactness).toBe('exact');
    }),
    {numRuns: 300, seed: 11},
  );
});

test('the tightest clean value is clean and one less is not; the loosest trips and one more does not', () => {
  fc.assert(
    fc.property(randomSteps, (list) => {
      const {view} = buildRandomRun(list);
      const guard = makeGuard('max-tool-calls', {reset: 'never'});
      const at = (limit: number) => simulateGuard(view, {...guard, limit});
      const found = findCleanValues(view, guard);
      const clean = before(list.length + 1).filter((limit) => at(limit).clean);
      expect(found?.tightest).toBe(clean[0]);
      expect(found?.loosest).toBe(clean.at(-1));
    }),
    {numRuns: 100, seed: 3},
  );
});

test('a stop at a turn lets the next turn begin, and its savings are an upper bound', () => {
  const step = (kind: 'llm' | 'user-turn') => ({
    kind, call: 0, answer: 0, fails: false, actor: 0, gap: 1, seconds: 1, tokens: 10,
    times: 'both' as const, joins: false,
  }); // prettier-ignore
  const list = ['user-turn', 'llm', 'llm', 'llm', 'user-turn', 'llm', 'llm'] as const;
  const {view} = buildRandomRun(list.map(step));
  const guard = makeGuard('max-turns', {limit: 1, reset: 'user-turn'});
  const result = simulateGuard(view, guard);
  expect(findTrips(view, guard).map((trip) => trip.step)).toEqual([2, 6]);
  expect(result.saved.llmCalls).toBe(3);
  expect(result.exactness).toBe('upper-bound');
  const whole = simulateGuard(view, {...guard, reset: 'never'});
  expect(whole.saved.llmCalls).toBe(4);
  expect(whole.exactness).toBe('exact');
});
