import {getRunIndex} from '../../detect/view/run-index.js';
import {compact} from '../../model/compact.js';
import type {RunView} from '../../tree/run-view.js';
import type {Collateral, Guard, Simulation, Trip} from '../guard.js';
import type {GuardKind} from '../guard-kind.js';
import {getGuardKind} from '../make-guard.js';
import {measureGuard} from '../meter/measure.js';
import {buildStepScopes, type StepScopes} from '../meter/scope-meters.js';
import {enforceGuard, type Enforcement} from './enforce-guard.js';
import {listRunStops, markStoppedTurns} from './find-trips.js';
import {sumSaved} from './sum-saved.js';

/** Where the guard would have tripped. Empty where the log cannot tell (see `simulateGuard`). */
export function findTrips(view: RunView, guard: Guard): readonly Trip[] {
  return new GuardSimulator(view, guard).findTrips();
}

/** What the guard would have done to this recording (DESIGN section 8). O(n log n). */
export function simulateGuard(view: RunView, guard: Guard): Simulation {
  return new GuardSimulator(view, guard).at(guard.limit);
}

/** One guard on one run, for any limit. A guard that stops the run is counted once; others walk the run for each limit. */
export class GuardSimulator {
  readonly notComparable: string | undefined;
  readonly #view: RunView;
  readonly #guard: Guard;
  readonly #kind: GuardKind;
  #scopes: StepScopes | undefined;
  #count: Float64Array | undefined;

  constructor(view: RunView, guard: Guard) {
    this.#view = view;
    this.#guard = guard;
    this.#kind = getGuardKind(guard.kind);
    this.notComparable = this.#kind.judge(view, guard);
  }

  findTrips(): readonly Trip[] {
    return this.#enforce(this.#guard).trips.map(({step, where, count, limit}) => ({
      step,
      where,
      count,
      limit,
    }));
  }

  at(limit: number): Simulation {
    const guard = {...this.#guard, limit};
    const simulation = describe(this.#view, guard, this.#enforce(guard));
    return compact<Simulation>({...simulation, notComparable: this.notComparable});
  }

  #enforce(guard: Guard): Enforcement {
    const [view, kind] = [this.#view, this.#kind];
    if (this.notComparable !== undefined) return {trips: [], cut: new Uint8Array(view.steps.count)};
    const scopes = (this.#scopes ??= buildStepScopes(view, guard));
    if (guard.effect !== 'stop-run') return enforceGuard(view, guard, {kind, scopes});
    const count = (this.#count ??= measureGuard(view, guard, {kind, scopes}));
    const trips = listRunStops(view, guard, {count, scopes});
    // A later turn goes on without what the stopped turn would have started.
    const [first] = trips;
    if (first !== undefined && first.turn !== scopes.turn.at(-1)) {
      return enforceGuard(view, guard, {kind, scopes});
    }
    return {trips, cut: markStoppedTurns(scopes.turn, trips)};
  }
}

function describe(view: RunView, guard: Guard, {trips, cut}: Enforcement): Simulation {
  const [first] = trips;
  const collateral = measureCollateral(view, cut, first !== undefined);
  const endsThere = first !== undefined && cut.indexOf(0, first.step) === -1;
  return compact<Simulation>({
    guard,
    trip:
      first === undefined
        ? undefined
        : {step: first.step, where: first.where, count: first.count, limit: first.limit},
    trips: trips.length,
    saved: sumSaved(view, cut),
    collateral,
    clean: first !== undefined && collateral.newInformation === 0 && !collateral.cutSuccess,
    exactness:
      guard.effect === 'stop-run' && (endsThere || first === undefined) ? 'exact' : 'upper-bound',
  });
}

/** New information among the cut steps, and whether a success came after them. */
function measureCollateral(view: RunView, cut: Uint8Array, hasTrip: boolean): Collateral {
  const {isNew} = getRunIndex(view).novelty;
  let newInformation = 0;
  let firstNewStep: number | undefined;
  let lastNewStep: number | undefined;
  for (let step = 0; step < cut.length; step++) {
    if (cut[step] === 0 || isNew[step] === 0) continue;
    newInformation++;
    firstNewStep ??= step;
    lastNewStep = step;
  }
  const cutSuccess = hasTrip && view.outcome.value === 'succeeded';
  return compact<Collateral>({newInformation, firstNewStep, lastNewStep, cutSuccess});
}
