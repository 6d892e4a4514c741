import {guardKinds} from '../../guard/kinds/registry.js';
import {makeGuard} from '../../guard/make-guard.js';
import type {Guard, Trip} from '../../guard/guard.js';
import {findTrips} from '../../guard/simulation/simulate-guard.js';
import {MAX_GUARDED_STEPS, type GuardTrip} from '../../replay/overview.js';
import type {RunView} from '../../tree/run-view.js';
import {formatCount} from '../../text/numbers.js';
import {show, visible} from '../../text/visible.js';

/** Trips of one guard that are kept: the first is the one that counts, the next show where it would hold again. */
const MAX_TRIPS = 20;
/**
 * Kinds tried with their defaults: those that need no number of the team's own. The others (steps, tokens, seconds)
 * say more about the size of a job than about a run that is stuck; `whatbroke simulate` tries any.
 */
const TRIED: ReadonlySet<string> = new Set([
  'ancestor-cycle',
  'consecutive-failures',
  'context-fill',
  'cycle-laps',
  'max-depth',
  'max-retries',
  'no-progress',
  'same-call',
  'same-result',
]);
/** Where guards with usual limits would have stopped the run, in step order. */
export function findGuardTrips(view: RunView): readonly GuardTrip[] {
  if (view.steps.count > MAX_GUARDED_STEPS) return [];
  const trips: GuardTrip[] = [];
  for (const {id} of guardKinds) {
    if (!TRIED.has(id)) continue;
    const guard = makeGuard(id);
    for (const trip of findTrips(view, guard).slice(0, MAX_TRIPS))
      trips.push({
        guard: `${guard.id} ${formatCount(guard.limit)}`,
        step: trip.step,
        why: whyOf(guard, trip),
      });
  }
  return trips.sort((a, b) => a.step - b.step || (a.guard < b.guard ? -1 : 1));
}

function whyOf(guard: Guard, {count, limit, where}: Trip): string {
  const who = where.tool ?? where.agent;
  const at = who === undefined ? visible('') : show`, ${visible(who)}`;
  return show`${visible(guard.title)}: it would have come to ${formatCount(count)}, the limit is ${formatCount(limit)}${at}`;
}
