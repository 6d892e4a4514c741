import {KIND} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {Guard} from '../guard.js';
import type {GuardKind} from '../guard-kind.js';
import {toPlaceRow} from '../meter/place-row.js';
import {buildAgentKeys, NO_KEY} from '../meter/scope-keys.js';
import {ScopeMeters, type StepScopes} from '../meter/scope-meters.js';
import {toStartedRow} from '../meter/started-row.js';
import {walkRun} from '../meter/walk-run.js';
import {isOver, toTrip, type KeyedTrip} from './find-trips.js';
import {RowShadow} from './row-shadow.js';

export interface Enforcement {
  readonly trips: readonly KeyedTrip[];
  /** 1 for each step that would not have run. */
  readonly cut: Uint8Array;
}

/**
 * The run with the guard at work: what it keeps from running neither counts nor has a result, nor does what that
 * would have started. Steps before a trip have begun and run on. O(n log n).
 */
export function enforceGuard(
  view: RunView,
  guard: Guard,
  given: {readonly kind: GuardKind; readonly scopes: StepScopes},
): Enforcement {
  const run = new GuardedRun(view, guard, given);
  walkRun(view.steps, run);
  return {trips: run.trips, cut: run.cut};
}

class GuardedRun {
  readonly trips: KeyedTrip[] = [];
  readonly cut: Uint8Array;
  readonly #view: RunView;
  readonly #guard: Guard;
  readonly #scopes: StepScopes;
  readonly #meters: ScopeMeters;
  readonly #shadow: RowShadow;
  /** Counters that have stopped what they count, and the agents stopped with them, in this turn. */
  readonly #stopped = new Set<number>();
  #stoppedAgents: number[] = [];
  #agentsOf: ReadonlyMap<number, readonly number[]> | undefined;
  #isHalted = false;

  constructor(view: RunView, guard: Guard, given: {kind: GuardKind; scopes: StepScopes}) {
    this.#view = view;
    this.#guard = guard;
    this.#scopes = given.scopes;
    this.#meters = new ScopeMeters(view, guard, given);
    this.#shadow = new RowShadow(view.tree);
    this.cut = new Uint8Array(view.steps.count);
  }

  isCut(step: number): boolean {
    if (this.#meters.reach(step)) this.#liftStops();
    const isCut =
      this.#isHalted ||
      this.#stopped.has(this.#scopes.key[step] ?? NO_KEY) ||
      this.#shadow.covers(toPlaceRow(this.#view, step));
    if (isCut) this.#cutStep(step);
    return isCut;
  }

  begin(step: number): boolean {
    const {limit, effect} = this.#guard;
    const count = this.#meters.begin(step);
    if (Number.isNaN(count) || !isOver(this.#guard, count)) return true;
    const [key, turn] = [this.#scopes.key[step] ?? NO_KEY, this.#scopes.turn[step] ?? 0];
    this.trips.push({...toTrip(this.#view, {step, count, limit}), key, turn});
    this.#cutStep(step);
    if (effect === 'refuse-call') this.#meters.refuse(step);
    else if (effect === 'stop-run') this.#isHalted = true;
    else this.#stopScope(key);
    return false;
  }

  settle(step: number): void {
    this.#meters.settle(step);
  }

  /** What a call that did not run would have started does not run either, in whatever turn. */
  #cutStep(step: number): void {
    this.cut[step] = 1;
    const {steps} = this.#view;
    const isStart = steps.kind[step] === KIND.agentStart;
    const row = isStart ? toStartedRow(this.#view, step) : (steps.spanRow[step] ?? -1);
    if (row >= 0) this.#shadow.shift(row, 1);
  }

  /** Agents that the counter counts start nothing any more. */
  #stopScope(key: number): void {
    this.#stopped.add(key);
    this.#agentsOf ??= groupAgents(buildAgentKeys(this.#view, this.#guard));
    for (const row of this.#agentsOf.get(key) ?? []) {
      this.#stoppedAgents.push(row);
      this.#shadow.shift(row, 1);
    }
  }

  #liftStops(): void {
    this.#isHalted = false;
    this.#stopped.clear();
    for (const row of this.#stoppedAgents) this.#shadow.shift(row, -1);
    this.#stoppedAgents = [];
  }
}

function groupAgents(keys: Int32Array): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (const [row, key] of keys.entries()) {
    if (key === NO_KEY) continue;
    const own = rows.get(key);
    if (own === undefined) rows.set(key, [row]);
    else own.push(row);
  }
  return rows;
}
