import type {FleetRun} from '../fleet/fleet.js';
import {SIGHTING_KINDS, type Sighting, type SightingKind} from '../survey/survey.js';
import {isIn, type Period} from './period.js';
import type {News, Security, SecurityNote} from './roundup.js';

/** Kinds of which every sighting of the period is told, new or not. */
const ALWAYS: ReadonlySet<SightingKind> = new Set(['credential', 'secret', 'hook', 'unapproved']);
/** Notes of one kind. */
const MAX_NOTES = 500;

/**
 * What was seen in the period against all that was seen before it in the archive. Runs are in order of time.
 */
export function buildSecurity(runs: readonly FleetRun[], period: Period): Security {
  const seen = {value: new Set<string>(), agent: new Set<string>(), place: new Set<string>()};
  const notes = new Map<string, SecurityNote>();
  let hasHistory = false;
  let dropped = 0;
  for (const {summary, survey} of runs) {
    const {startUs} = summary;
    if (startUs === undefined || startUs >= period.untilUs) continue;
    const isNow = isIn(startUs, period.fromUs, period.untilUs);
    if (isNow) dropped += survey.dropped;
    else hasHistory = true;
    for (const sighting of survey.sightings) {
      if (isNow) {
        const news = tellNews(sighting, seen);
        const key = [sighting.kind, sighting.value, news, sighting.agent, sighting.place].join(
          '\u0001',
        );
        const isTold = news !== 'seen' || ALWAYS.has(sighting.kind);
        if (isTold && !notes.has(key)) notes.set(key, {sighting, run: summary.id, news});
      }
      seen.value.add(`${sighting.kind}\u0001${sighting.value}`);
      seen.agent.add(`${sighting.kind}\u0001${sighting.value}\u0001${sighting.agent}`);
      seen.place.add(`${sighting.kind}\u0001${sighting.value}\u0001${sighting.place}`);
    }
  }
  return {hasHistory, notes: byKind([...notes.values()]), dropped};
}

function tellNews(
  {kind, value, agent, place}: Sighting,
  seen: Readonly<Record<'value' | 'agent' | 'place', ReadonlySet<string>>>,
): News {
  if (!seen.value.has(`${kind}\u0001${value}`)) return 'first-seen';
  // A tool or a path in other hands is daily life; a credential or a permission is not.
  if (kind !== 'credential' && kind !== 'secret' && kind !== 'permission') return 'seen';
  if (!seen.agent.has(`${kind}\u0001${value}\u0001${agent}`)) return 'new-agent';
  return seen.place.has(`${kind}\u0001${value}\u0001${place}`) ? 'seen' : 'new-place';
}

function byKind(
  notes: readonly SecurityNote[],
): Readonly<Record<SightingKind, readonly SecurityNote[]>> {
  const of = (kind: SightingKind): readonly SecurityNote[] =>
    notes.filter(({sighting}) => sighting.kind === kind).slice(0, MAX_NOTES);
  const [tool, host, path, write, permission, credential, secret, hook, unapproved] =
    SIGHTING_KINDS.map(of);
  return {
    tool: tool ?? [],
    host: host ?? [],
    path: path ?? [],
    write: write ?? [],
    permission: permission ?? [],
    credential: credential ?? [],
    secret: secret ?? [],
    hook: hook ?? [],
    unapproved: unapproved ?? [],
  };
}
