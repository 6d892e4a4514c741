import {buildWilsonInterval, type ShareInterval} from '../../model/wilson.js';
import type {RunView} from '../../tree/run-view.js';
import type {Guard, Simulation} from '../guard.js';
import {getGuardKind} from '../make-guard.js';
import {GuardSimulator} from '../simulation/simulate-guard.js';

/** How a run of an archive counts: an incident to be stopped, a healthy run to be spared, or neither. */
export type RunRole = 'incident' | 'healthy' | 'unclear';

/** One value of a guard over an archive. */
export interface ArchivePoint {
  readonly limit: number;
  /** Incidents that it would have stopped, of those where the log can tell. */
  readonly stopped: number;
  readonly incidents: number;
  /** Healthy runs that it would have stopped wrongly. */
  readonly wronglyStopped: number;
  readonly healthy: number;
  readonly wrongShare: ShareInterval;
  readonly savedSteps: number;
  readonly savedTokens: number;
}

export interface ArchiveTrial {
  readonly guard: Guard;
  readonly at: ArchivePoint;
  readonly curve: readonly ArchivePoint[];
  /**
   * Smallest value of the curve that stops an incident and no healthy run. None where there are healthy runs of which
   * no log can tell: that nothing was stopped then says nothing.
   */
  readonly tightestClean: number | undefined;
  /** Runs where the log cannot tell. */
  readonly notComparable: number;
}

interface Tally {
  stopped: number;
  incidents: number;
  wronglyStopped: number;
  healthy: number;
  savedSteps: number;
  savedTokens: number;
}

/** Sums one guard over runs, one view at a time, so that an archive need not be held. */
export class GuardTrial {
  readonly #guard: Guard;
  readonly #limits: readonly number[];
  readonly #tallies: readonly Tally[];
  #notComparable = 0;
  #healthyUnknown = 0;

  constructor(guard: Guard) {
    this.#guard = guard;
    const {sweep} = getGuardKind(guard.kind).limit;
    this.#limits = [...new Set([...sweep, guard.limit])].sort((a, b) => a - b);
    this.#tallies = this.#limits.map(() => ({
      stopped: 0, incidents: 0, wronglyStopped: 0, healthy: 0, savedSteps: 0, savedTokens: 0,
    })); // prettier-ignore
  }

  /** @returns what the guard at its own limit would have done to this run */
  add(view: RunView, role: RunRole): Simulation {
    const simulator = new GuardSimulator(view, this.#guard);
    const own = simulator.at(this.#guard.limit);
    if (own.notComparable !== undefined) {
      this.#notComparable++;
      if (role === 'healthy') this.#healthyUnknown++;
      return own;
    }
    for (const [i, limit] of this.#limits.entries()) {
      const tally = this.#tallies[i];
      if (tally === undefined || role === 'unclear') continue;
      const {trip, saved} = limit === this.#guard.limit ? own : simulator.at(limit);
      if (role === 'healthy') {
        tally.healthy++;
        if (trip !== undefined) tally.wronglyStopped++;
        continue;
      }
      tally.incidents++;
      if (trip === undefined) continue;
      tally.stopped++;
      tally.savedSteps += saved.steps;
      tally.savedTokens += saved.tokens ?? 0;
    }
    return own;
  }

  finish(): ArchiveTrial {
    const curve = this.#tallies.map((tally, i): ArchivePoint => ({
      limit: this.#limits[i] ?? 0,
      ...tally,
      wrongShare: buildWilsonInterval(tally.wronglyStopped, tally.healthy),
    }));
    const at = curve.find(({limit}) => limit === this.#guard.limit);
    if (at === undefined) throw new Error('the own limit is one of the curve');
    const isBlind = at.healthy === 0 && this.#healthyUnknown > 0;
    const clean = curve.find((point) => point.stopped > 0 && point.wronglyStopped === 0);
    return {
      guard: this.#guard,
      at,
      curve,
      tightestClean: isBlind ? undefined : clean?.limit,
      notComparable: this.#notComparable,
    };
  }
}
