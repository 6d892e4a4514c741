import type {Fleet, FleetGroup, FleetIncident} from '../../batch/fleet/fleet.js';

/** The list of groups, the runs of one group, or the keys over either. */
export type FleetMode = 'groups' | 'runs';

export interface FleetState {
  readonly fleet: Fleet;
  readonly mode: FleetMode;
  readonly isHelp: boolean;
  /** Row of the cursor in each list. */
  readonly groupRow: number;
  readonly runRow: number;
  /** First row shown of the list at hand. */
  readonly top: number;
  /** Rows that fit. */
  readonly height: number;
}

export type FleetAction =
  | {readonly kind: 'move'; readonly by: number}
  | {readonly kind: 'page'; readonly by: number}
  | {readonly kind: 'end'; readonly forward: boolean}
  | {readonly kind: 'open'}
  | {readonly kind: 'back'}
  | {readonly kind: 'help'}
  | {readonly kind: 'height'; readonly height: number};

/** Rows kept in sight around the cursor. */
const CONTEXT_ROWS = 2;

export function openFleet(fleet: Fleet, groupId: string | undefined): FleetState {
  const at = fleet.groups.findIndex(({id}) => id === groupId);
  return {
    fleet,
    mode: at < 0 ? 'groups' : 'runs',
    isHelp: false,
    groupRow: Math.max(0, at),
    runRow: 0,
    top: 0,
    height: 10,
  };
}

export function groupAt(state: FleetState): FleetGroup | undefined {
  return state.fleet.groups[state.groupRow];
}

/** The run under the cursor, where runs are listed. */
export function runAt(state: FleetState): string | undefined {
  return state.mode === 'runs' ? groupAt(state)?.runs[state.runRow] : undefined;
}

export function rowCount(state: FleetState): number {
  return state.mode === 'groups' ? state.fleet.groups.length : (groupAt(state)?.runs.length ?? 0);
}

export function rowOf(state: FleetState): number {
  return state.mode === 'groups' ? state.groupRow : state.runRow;
}

export function indexIncidents(fleet: Fleet): ReadonlyMap<string, FleetIncident> {
  return new Map(fleet.incidents.map((incident) => [incident.run, incident]));
}

/** `open` on a run is no change of state: whoever drives the list opens the replay. Pure; O(1). */
export function reduceFleet(state: FleetState, action: FleetAction): FleetState {
  switch (action.kind) {
    case 'move':
      return moveTo(state, rowOf(state) + action.by);
    case 'page':
      return moveTo(state, rowOf(state) + Math.round(action.by * Math.max(1, state.height - 1)));
    case 'end':
      return moveTo(state, action.forward ? rowCount(state) - 1 : 0);
    case 'open':
      if (state.isHelp || state.mode === 'runs' || rowCount(state) === 0) return state;
      return keepInSight({...state, mode: 'runs', runRow: 0, top: 0});
    case 'back':
      if (state.isHelp) return {...state, isHelp: false};
      return state.mode === 'runs' ? keepInSight({...state, mode: 'groups', top: 0}) : state;
    case 'help':
      return {...state, isHelp: !state.isHelp};
    case 'height':
      return keepInSight({...state, height: Math.max(1, action.height)});
  }
}

function moveTo(state: FleetState, row: number): FleetState {
  if (state.isHelp) return state;
  const at = Math.max(0, Math.min(row, rowCount(state) - 1));
  return keepInSight(state.mode === 'groups' ? {...state, groupRow: at} : {...state, runRow: at});
}

function keepInSight(state: FleetState): FleetState {
  const row = rowOf(state);
  const context = Math.min(CONTEXT_ROWS, Math.floor((state.height - 1) / 2));
  const lowest = Math.max(0, rowCount(state) - state.height);
  const least = row - state.height + 1 + context;
  const top = Math.max(least, Math.min(state.top, row - context));
  return {...state, top: Math.max(0, Math.min(top, lowest))};
}
