import {KIND, OUTCOME} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {Guard} from '../guard.js';
import type {GuardKind, Meter} from '../guard-kind.js';
import {buildScopeKeys, NO_KEY} from './scope-keys.js';
import {getTurns} from './turns.js';

/** Which counter and which turn each step belongs to; the same for any limit of the guard. */
export interface StepScopes {
  readonly key: Int32Array;
  /** Stretch between two resets by a user turn; 0 throughout where the guard has none. */
  readonly turn: Int32Array;
}

export function buildStepScopes(view: RunView, guard: Guard): StepScopes {
  const {count} = view.steps;
  const turn = guard.reset === 'user-turn' ? getTurns(view) : new Int32Array(count);
  return {key: buildScopeKeys(view, guard), turn};
}

/** The counters of one guard as a run goes on: one for each scope, started again as its reset says. */
export class ScopeMeters {
  readonly #view: RunView;
  readonly #guard: Guard;
  readonly #kind: GuardKind;
  readonly #scopes: StepScopes;
  #meters = new Map<number, Meter>();
  #turn = 0;

  constructor(view: RunView, guard: Guard, given: {kind: GuardKind; scopes: StepScopes}) {
    this.#view = view;
    this.#guard = guard;
    this.#kind = given.kind;
    this.#scopes = given.scopes;
  }

  /** Tells the counters that the run has come to this step. @returns whether a new turn began */
  reach(step: number): boolean {
    const turn = this.#scopes.turn[step] ?? 0;
    if (turn === this.#turn) return false;
    this.#turn = turn;
    this.#meters = new Map();
    return true;
  }

  /** Count if the step began; NaN = no business of the guard. */
  begin(step: number): number {
    const scope = this.#scopes.key[step] ?? NO_KEY;
    return scope === NO_KEY ? NaN : (this.#open(scope).begin(step) ?? NaN);
  }

  /** The step that was asked for last was kept from beginning. */
  refuse(step: number): void {
    this.#meters.get(this.#scopes.key[step] ?? NO_KEY)?.refuse?.(step);
  }

  settle(step: number): void {
    const scope = this.#scopes.key[step] ?? NO_KEY;
    // A result that arrives after the reset belongs to a counter that is gone.
    if (scope === NO_KEY || this.#scopes.turn[step] !== this.#turn) return;
    const {kind, outcome} = this.#view.steps;
    const isSuccess = kind[step] === KIND.tool && outcome[step] === OUTCOME.ok;
    if (this.#guard.reset === 'success' && isSuccess) this.#meters.delete(scope);
    // What fails after a success beside it counts again, though no step began in between.
    else this.#open(scope).settle?.(step);
  }

  #open(scope: number): Meter {
    let meter = this.#meters.get(scope);
    if (meter === undefined) {
      meter = this.#kind.startMeter(this.#view, this.#guard);
      this.#meters.set(scope, meter);
    }
    return meter;
  }
}
