import type {UserAction} from '../../replay/actions.js';
import {REPLAY_MODES, type ReplayMode, type ReplayState} from '../../replay/state.js';
import {literal, type DisplayText} from '../../text/visible.js';
import type {KeyName} from '../normalize-keys.js';

export const GROUPS = ['Step', 'Jump', 'Search', 'Look', 'Mark', 'Leave'] as const;
export type KeyGroup = (typeof GROUPS)[number];

/**
 * One binding. The footer, the `?` overlay and docs/keys.md are all made from these; the same key
 * means the same everywhere.
 */
export interface Binding {
  readonly id: string;
  readonly keys: readonly KeyName[];
  /** A full phrase for the overlay and the page. */
  readonly label: string;
  /** One or two words for the footer. */
  readonly short: string;
  readonly group: KeyGroup;
  readonly modes: readonly ReplayMode[];
  readonly action: (key: KeyName) => UserAction | 'suspend';
  /** Why the key does nothing now; `undefined` when it works. */
  readonly disabledReason?: (state: ReplayState) => DisplayText | undefined;
}

/** Stands for every sign that can be typed. */
export const ANY_SIGN = 'any sign';
export const DIGITS: readonly KeyName[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export const PANES: readonly ReplayMode[] = ['steps', 'tree', 'detail'];
/** Where jumps from step to step make sense. */
export const JUMPS: readonly ReplayMode[] = [...PANES, 'shape'];
export const ALL_MODES: readonly ReplayMode[] = REPLAY_MODES;
/** Everywhere but where keys are text. */
export const LISTS: readonly ReplayMode[] = ALL_MODES.filter((mode) => mode !== 'prompt');
/** What lies over the panes. */
export const OVERLAYS: readonly ReplayMode[] = LISTS.filter(
  (mode) => mode !== 'steps' && mode !== 'tree',
);

export function noSteps(state: ReplayState): DisplayText | undefined {
  return state.run.steps === 0 ? literal('this run has no steps') : undefined;
}

export function noFindings(state: ReplayState): DisplayText | undefined {
  return state.findings.worstFirst.length === 0
    ? literal('the rules found nothing in this run')
    : undefined;
}

export function noErrors(state: ReplayState): DisplayText | undefined {
  return state.run.errors === 0 ? literal('no step of this run failed') : undefined;
}

export function noOverview(state: ReplayState): DisplayText | undefined {
  return state.overview === undefined
    ? literal('this case holds no shape of the run; whatbroke ingest builds it')
    : undefined;
}

export function noIncident(state: ReplayState): DisplayText | undefined {
  return (state.overview?.incidents.length ?? 0) === 0
    ? literal('no incident: the rules found nothing here')
    : undefined;
}

export function cannotKeep(state: ReplayState): DisplayText | undefined {
  return noSteps(state) ?? state.notesRefusal;
}

export function noNotes(state: ReplayState): DisplayText | undefined {
  return state.notes.notes.length === 0
    ? literal('no bookmark or note yet: m marks a step, c adds words')
    : undefined;
}

export function atEndOfRun(state: ReplayState, forward: boolean): DisplayText | undefined {
  const none = noSteps(state);
  if (none !== undefined) return none;
  if (!forward) return state.cursor === 0 ? literal('this is the first step') : undefined;
  const isLast = state.cursor >= state.run.steps - 1;
  return isLast ? literal('this is the last step') : undefined;
}
