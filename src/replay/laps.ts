import {lapOf} from './finding-index.js';
import type {StoredFinding} from './reader.js';
import {rowAt} from './move.js';
import type {ReplayState} from './state.js';

/** Where a step stands in a loop. */
export interface LapPlace {
  readonly finding: StoredFinding;
  readonly lap: number;
  readonly laps: number;
}

/** The finding that covers the cursor: the chosen one where it does, else the worst. */
export function findingHere(state: ReplayState): StoredFinding | undefined {
  const row = rowAt(state, state.cursor);
  const ids = row?.findings ?? [];
  const {chosenFinding} = state;
  const id = chosenFinding !== undefined && ids.includes(chosenFinding) ? chosenFinding : ids[0];
  return id === undefined ? undefined : state.findings.byId.get(id);
}

/** The loop around the cursor; a step between two members belongs to the lap that has begun. */
export function lapHere(state: ReplayState): LapPlace | undefined {
  const finding = findingHere(state) ?? findingAround(state);
  if (finding?.laps === undefined) return undefined;
  const lap = lapOfStep(finding, state.cursor);
  return lap === undefined ? undefined : {finding, lap, laps: finding.laps};
}

/** A loop whose window holds the cursor, although the step is no member of it (a reply between two calls). */
function findingAround(state: ReplayState): StoredFinding | undefined {
  return state.findings.worstFirst.find(
    ({laps, firstStep, lastStep}) =>
      laps !== undefined && state.cursor >= firstStep && state.cursor <= lastStep,
  );
}

function lapOfStep(finding: StoredFinding, step: number): number | undefined {
  const lap = lapOf(finding, step);
  if (lap !== 'outside') return lap;
  const before = finding.members.findLast((member) => member <= step);
  if (before === undefined) return undefined;
  const found = lapOf(finding, before);
  return found === 'outside' ? undefined : found;
}

/** Members of one lap, from 1; empty where they were not kept with the finding. */
export function membersOfLap(finding: StoredFinding, lap: number): readonly number[] {
  const period = finding.period ?? 1;
  const {members, memberCount} = finding;
  // Where members were cut, the last one kept is the last of all, and no neighbour of those before it.
  const kept = members.length < memberCount ? members.slice(0, -1) : members;
  const lapMembers = kept.slice((lap - 1) * period, lap * period);
  return lapMembers.length === period ? lapMembers : [];
}
