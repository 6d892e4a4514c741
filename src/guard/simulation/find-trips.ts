import {KIND} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {Guard, Trip} from '../guard.js';
import {getGuardKind} from '../make-guard.js';
import type {Measurement} from '../meter/measure.js';

/** A trip, with the counter that tripped. */
export interface KeyedTrip extends Trip {
  readonly key: number;
  readonly turn: number;
}

export function isOver(guard: Guard, count: number): boolean {
  return getGuardKind(guard.kind).limit.tripsAt === 'above'
    ? count > guard.limit
    : count >= guard.limit;
}

/**
 * All trips of a guard at its limit, in step order: one for each stretch it stops (one a turn, or one a
 * counter), or one for each refused call. O(steps).
 */
export function listTrips(
  view: RunView,
  guard: Guard,
  {count, key, turn}: Measurement,
): readonly KeyedTrip[] {
  const trips: KeyedTrip[] = [];
  const stopped = new Set<string>();
  for (let step = 0; step < view.steps.count; step++) {
    const value = count[step] ?? NaN;
    if (Number.isNaN(value) || !isOver(guard, value)) continue;
    const [scope, now] = [key[step] ?? 0, turn[step] ?? 0];
    if (guard.effect !== 'refuse-call') {
      const stretch = guard.effect === 'stop-run' ? `${now}` : `${now}:${scope}`;
      if (stopped.has(stretch)) continue;
      stopped.add(stretch);
    }
    const place = toPlace(view, step);
    trips.push({step, where: place, count: value, limit: guard.limit, key: scope, turn: now});
  }
  return trips;
}

function toPlace({steps, spans}: RunView, step: number): Trip['where'] {
  const isCall = steps.kind[step] === KIND.tool;
  return {
    lane: steps.lane[step] ?? 0,
    agent: spans.strings[steps.agent[step] ?? -1],
    tool: isCall ? spans.strings[steps.name[step] ?? -1] : undefined,
  };
}
