import type {RunView} from '../../tree/run-view.js';
import type {Guard} from '../guard.js';
import type {Measurement} from '../meter/measure.js';
import type {KeyedTrip} from './find-trips.js';

/**
 * 1 for each step that would not have run. Steps before a trip have begun and run on; what they started
 * is cut where it begins after it. O(steps + rows).
 */
export function markCutSteps(
  view: RunView,
  guard: Guard,
  {measurement, trips}: {readonly measurement: Measurement; readonly trips: readonly KeyedTrip[]},
): Uint8Array {
  const cut = new Uint8Array(view.steps.count);
  if (trips.length === 0) return cut;
  if (guard.effect === 'stop-run') return markStoppedTurns(cut, measurement, trips);
  return markScopes(view, {guard, measurement, trips}, cut);
}

function markStoppedTurns(
  cut: Uint8Array,
  {turn}: Measurement,
  trips: readonly KeyedTrip[],
): Uint8Array {
  const from = new Map(trips.map((trip) => [trip.turn, trip.step]));
  for (let step = trips[0]?.step ?? 0; step < cut.length; step++) {
    if (step >= (from.get(turn[step] ?? 0) ?? Infinity)) cut[step] = 1;
  }
  return cut;
}

/** Cuts what counts for a tripped counter, the agents that a stopped agent would have started, and what is below a cut call. */
function markScopes(
  view: RunView,
  given: {
    readonly guard: Guard;
    readonly measurement: Measurement;
    readonly trips: readonly KeyedTrip[];
  },
  cut: Uint8Array,
): Uint8Array {
  const {steps, tree} = view;
  const {guard, measurement, trips} = given;
  const refused = new Set(trips.map((trip) => trip.step));
  const from = new Map(trips.map((trip) => [`${trip.turn}:${trip.key}`, trip.step]));
  const isRefusal = guard.effect === 'refuse-call';
  const owner = isRefusal ? undefined : findStoppedAgents(view, guard, trips);
  const cutRow = new Uint8Array(tree.count);
  for (let step = trips[0]?.step ?? 0; step < cut.length; step++) {
    const turn = measurement.turn[step] ?? 0;
    const row = steps.spanRow[step] ?? -1;
    const stretch = `${turn}:${measurement.key[step] ?? 0}`;
    const above = trips[row < 0 ? -1 : (owner?.[row] ?? -1)];
    const isCut = isRefusal
      ? refused.has(step)
      : step >= (from.get(stretch) ?? Infinity) || (above?.turn === turn && step >= above.step);
    if (!isCut) continue;
    cut[step] = 1;
    if (row >= 0) cutRow[row] = 1;
  }
  for (const row of tree.preOrder) {
    const above = tree.parent[row] ?? -1;
    if (above >= 0 && cutRow[above] === 1) cutRow[row] = 1;
  }
  for (let step = trips[0]?.step ?? 0; step < cut.length; step++) {
    const row = steps.spanRow[step] ?? -1;
    if (row >= 0 && cutRow[row] === 1) cut[step] = 1;
  }
  return cut;
}

/** Per row: index of the trip that stopped an agent around it; -1 for none. */
function findStoppedAgents(
  {tree, spans, lanes}: RunView,
  guard: Guard,
  trips: readonly KeyedTrip[],
): Int32Array {
  const stopped = new Int32Array(tree.count).fill(-1);
  const byKey = new Map<number, number>();
  for (const [index, {key}] of trips.entries()) if (!byKey.has(key)) byKey.set(key, index);
  const isByName = guard.scope === 'agent-name';
  for (const row of tree.preOrder) {
    const isAgent = row < spans.count && tree.agentRow[row] === row;
    const key = isByName ? (spans.agentName[row] ?? -1) + 1 : lanes.length + row;
    const own =
      isAgent && guard.scope !== 'tool' && guard.scope !== 'run' ? byKey.get(key) : undefined;
    const above = tree.parent[row] ?? -1;
    stopped[row] = own ?? (above < 0 ? -1 : (stopped[above] ?? -1));
  }
  return stopped;
}
