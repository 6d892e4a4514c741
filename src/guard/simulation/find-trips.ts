import {KIND} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {Guard, Trip} from '../guard.js';
import {getGuardKind} from '../make-guard.js';
import type {StepScopes} from '../meter/scope-meters.js';

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

/** A trip as it is told: where it is, by the names of the log. */
export function toTrip(
  view: RunView,
  {step, count, limit}: {readonly step: number; readonly count: number; readonly limit: number},
): Trip {
  return {step, where: toPlace(view, step), count, limit};
}

/** Trips of a guard that stops the run, in step order: the first of each turn. O(steps). */
export function listRunStops(
  view: RunView,
  guard: Guard,
  given: {readonly count: Float64Array; readonly scopes: StepScopes},
): readonly KeyedTrip[] {
  const {count, scopes} = given;
  const trips: KeyedTrip[] = [];
  for (let step = 0; step < view.steps.count; step++) {
    const value = count[step] ?? NaN;
    const turn = scopes.turn[step] ?? 0;
    if (Number.isNaN(value) || !isOver(guard, value) || trips.at(-1)?.turn === turn) continue;
    const trip = toTrip(view, {step, count: value, limit: guard.limit});
    trips.push({...trip, key: scopes.key[step] ?? 0, turn});
  }
  return trips;
}

/** 1 for each step after a trip, up to the next turn. O(steps). */
export function markStoppedTurns(turn: Int32Array, trips: readonly KeyedTrip[]): Uint8Array {
  const cut = new Uint8Array(turn.length);
  const from = new Map(trips.map((trip) => [trip.turn, trip.step]));
  for (let step = trips[0]?.step ?? cut.length; step < cut.length; step++) {
    if (step >= (from.get(turn[step] ?? 0) ?? Infinity)) cut[step] = 1;
  }
  return cut;
}

function toPlace({steps, spans}: RunView, step: number): Trip['where'] {
  const isCall = steps.kind[step] === KIND.tool;
  return {
    lane: steps.lane[step] ?? 0,
    agent: spans.strings[steps.agent[step] ?? -1],
    tool: isCall ? spans.strings[steps.name[step] ?? -1] : undefined,
  };
}
