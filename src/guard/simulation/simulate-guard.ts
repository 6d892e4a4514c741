import {getRunIndex} from '../../detect/view/run-index.js';
import {compact} from '../../model/compact.js';
import type {RunView} from '../../tree/run-view.js';
import type {Collateral, Guard, Simulation, Trip} from '../guard.js';
import {getGuardKind} from '../make-guard.js';
import {measureGuard, type Measurement} from '../meter/measure.js';
import {markCutSteps} from './cut-steps.js';
import {listTrips, type KeyedTrip} from './find-trips.js';
import {sumSaved} from './sum-saved.js';

/** Where the guard would have tripped. Empty where the log cannot tell (see `simulateGuard`). */
export function findTrips(view: RunView, guard: Guard): readonly Trip[] {
  const kind = getGuardKind(guard.kind);
  if (kind.judge(view, guard) !== undefined) return [];
  return listTrips(view, guard, measureGuard(view, kind, guard)).map(toTrip);
}

/** What the guard would have done to this recording (DESIGN section 8). O(n log n). */
export function simulateGuard(view: RunView, guard: Guard): Simulation {
  return new GuardSimulator(view, guard).at(guard.limit);
}

/** Counts once, then answers for any limit. */
export class GuardSimulator {
  readonly #view: RunView;
  readonly #guard: Guard;
  readonly measurement: Measurement | undefined;
  readonly notComparable: string | undefined;

  constructor(view: RunView, guard: Guard) {
    const kind = getGuardKind(guard.kind);
    this.#view = view;
    this.#guard = guard;
    this.notComparable = kind.judge(view, guard);
    if (this.notComparable === undefined) this.measurement = measureGuard(view, kind, guard);
  }

  at(limit: number): Simulation {
    const guard = {...this.#guard, limit};
    const view = this.#view;
    const none = new Uint8Array(view.steps.count);
    if (this.measurement === undefined) {
      return compact<Simulation>({
        ...describe(view, guard, {trips: [], cut: none}),
        notComparable: this.notComparable,
      });
    }
    const trips = listTrips(view, guard, this.measurement);
    const cut = markCutSteps(view, guard, {measurement: this.measurement, trips});
    return describe(view, guard, {trips, cut});
  }
}

function describe(
  view: RunView,
  guard: Guard,
  {trips, cut}: {readonly trips: readonly KeyedTrip[]; readonly cut: Uint8Array},
): Simulation {
  const [first] = trips;
  const collateral = measureCollateral(view, cut, first !== undefined);
  const endsThere = first !== undefined && cut.indexOf(0, first.step) === -1;
  return compact<Simulation>({
    guard,
    trip: first === undefined ? undefined : toTrip(first),
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

function toTrip({step, where, count, limit}: KeyedTrip): Trip {
  return {step, where, count, limit};
}
