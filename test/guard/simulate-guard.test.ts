import {expect, test} from '@jest/globals';
import * as fc from 'fast-check';
import type {Guard} from '../../src/guard/guard.js';
import {guardKinds} from '../../src/guard/kinds/registry.js';
import {getGuardKind, makeGuard} from '../../src/guard/make-guard.js';
import {measureGuard} from '../../src/guard/meter/measure.js';
import {findCleanValues} from '../../src/guard/simulation/clean-values.js';
import {listTrips} from '../../src/guard/simulation/find-trips.js';
import {findTrips, simulateGuard} from '../../src/guard/simulation/simulate-guard.js';
import {getRunIndex} from '../../src/detect/view/run-index.js';
import type {RunView} from '../../src/tree/run-view.js';
import {buildRandomView, isKind, randomSteps, truncate} from './random-run.js';

/** Small limits, so that random runs of 40 steps reach them. */
const LIMITS: Readonly<Record<string, readonly number[]>> = {
  'token-budget': [30, 200],
  'tokens-per-minute': [30, 100],
  'wall-clock': [5, 20],
  'idle-time': [1, 4],
  'context-fill': [30, 90],
};

const guards: readonly Guard[] = guardKinds
  .flatMap((kind) =>
    (LIMITS[kind.id] ?? [1, 2, 4]).flatMap((limit) =>
      kind.resets.map((reset) =>
        makeGuard(kind.id, {
          limit,
          reset,
          effect: kind.effects.includes('stop-run') ? 'stop-run' : 'refuse-call',
          parameters: kind.id === 'context-fill' ? {window: 60} : {},
        }),
      ),
    ),
  )
  .filter(({effect}) => effect === 'stop-run');

test('a guard trips where a re-run on the recording cut off at each step trips first', () => {
  fc.assert(
    fc.property(randomSteps, fc.constantFrom(...guards), (list, guard) => {
      const view = buildRandomView(list);
      const trips = findTrips(view, guard).map(({step}) => step);
      const [first] = trips;
      let slow: number | undefined;
      for (let last = 0; last < list.length && slow === undefined; last++) {
        // Whether the log can tell at all is judged on the whole recording, never on a part.
        const part = truncate(view, last);
        const known = listTrips(part, guard, measureGuard(part, getGuardKind(guard.kind), guard));
        if (known.some(({step}) => step === last)) slow = last;
      }
      if (simulateGuard(view, guard).notComparable === undefined) expect(first).toBe(slow);
      else expect(trips).toEqual([]);
    }),
    {numRuns: 1500, seed: 7},
  );
});

/** Independent counts of four guards, written as a person would count with a finger on the list. */
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
      const view = buildRandomView(list);
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
    {numRuns: 800, seed: 11},
  );
});

test('the tightest clean value is clean and one less is not; the loosest trips and one more does not', () => {
  fc.assert(
    fc.property(randomSteps, (list) => {
      const view = buildRandomView(list);
      const guard = makeGuard('max-tool-calls', {reset: 'never'});
      const at = (limit: number) => simulateGuard(view, {...guard, limit});
      const found = findCleanValues(view, guard);
      const clean = before(list.length + 1).filter((limit) => at(limit).clean);
      expect(found?.tightest).toBe(clean[0]);
      expect(found?.loosest).toBe(clean.at(-1));
    }),
    {numRuns: 300, seed: 3},
  );
});

test('a stop at a turn lets the next turn begin, and its savings are an upper bound', () => {
  const step = (kind: 'llm' | 'user-turn') => ({
    kind, call: 0, answer: 0, fails: false, lane: 0, gap: 1, seconds: 1, tokens: 10,
  }); // prettier-ignore
  const list = ['user-turn', 'llm', 'llm', 'llm', 'user-turn', 'llm', 'llm'] as const;
  const view = buildRandomView(list.map(step));
  const guard = makeGuard('max-turns', {limit: 1, reset: 'user-turn'});
  const result = simulateGuard(view, guard);
  expect(findTrips(view, guard).map((trip) => trip.step)).toEqual([2, 6]);
  expect(result.saved.llmCalls).toBe(3);
  expect(result.exactness).toBe('upper-bound');
  const whole = simulateGuard(view, {...guard, reset: 'never'});
  expect(whole.saved.llmCalls).toBe(4);
  expect(whole.exactness).toBe('exact');
});
