import type {UserAction} from '../replay/actions.js';
import type {ReplayMode, ReplayState} from '../replay/state.js';
import {literal, show, type DisplayText} from '../text/visible.js';
import type {KeyName} from './normalize-keys.js';

export const GROUPS = ['Step', 'Find', 'Look', 'Leave'] as const;

/**
 * One binding. The footer, the `?` overlay and docs/keys.md are all made from this list; the same key
 * means the same everywhere.
 */
export interface Binding {
  readonly id: string;
  readonly keys: readonly KeyName[];
  /** A full phrase for the overlay and the page. */
  readonly label: string;
  /** One or two words for the footer. */
  readonly short: string;
  readonly group: (typeof GROUPS)[number];
  readonly modes: readonly ReplayMode[];
  readonly action: (key: KeyName) => UserAction | 'suspend';
  /** Why the key does nothing now; `undefined` when it works. */
  readonly disabledReason?: (state: ReplayState) => DisplayText | undefined;
}

const PANES: readonly ReplayMode[] = ['steps', 'detail'];
const OVERLAYS: readonly ReplayMode[] = ['detail', 'findings', 'help'];
const LISTS: readonly ReplayMode[] = ['steps', ...OVERLAYS];
const ALL: readonly ReplayMode[] = [...LISTS, 'goto'];
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

export const KEYMAP: readonly Binding[] = [
  {
    id: 'step.next',
    keys: ['j', 'down'],
    label: 'next step; in an opened pane or list, next line',
    short: 'next step',
    group: 'Step',
    modes: LISTS,
    action: () => ({kind: 'scroll', by: 1}),
    disabledReason: (state) => atEnd(state, true),
  },
  {
    id: 'step.previous',
    keys: ['k', 'up'],
    label: 'previous step; in an opened pane or list, previous line',
    short: 'back',
    group: 'Step',
    modes: LISTS,
    action: () => ({kind: 'scroll', by: -1}),
    disabledReason: (state) => atEnd(state, false),
  },
  {
    id: 'step.next-keep-pane',
    keys: ['J'],
    label: 'next step, also while a step is open',
    short: 'next step',
    group: 'Step',
    modes: PANES,
    action: () => ({kind: 'step', by: 1}),
    disabledReason: (state) => atEndOfRun(state, true),
  },
  {
    id: 'step.previous-keep-pane',
    keys: ['K'],
    label: 'previous step, also while a step is open',
    short: 'back',
    group: 'Step',
    modes: PANES,
    action: () => ({kind: 'step', by: -1}),
    disabledReason: (state) => atEndOfRun(state, false),
  },
  {
    id: 'step.first',
    keys: ['g', 'home'],
    label: 'first step or line',
    short: 'first',
    group: 'Step',
    modes: LISTS,
    action: () => ({kind: 'scroll-end', forward: false}),
  },
  {
    id: 'step.last',
    keys: ['G', 'end'],
    label: 'last step or line',
    short: 'last',
    group: 'Step',
    modes: LISTS,
    action: () => ({kind: 'scroll-end', forward: true}),
  },
  {
    id: 'step.page-down',
    keys: ['pagedown', 'ctrl+f'],
    label: 'one screen down',
    short: 'page down',
    group: 'Step',
    modes: LISTS,
    action: () => ({kind: 'page', by: 1}),
  },
  {
    id: 'step.page-up',
    keys: ['pageup', 'ctrl+b'],
    label: 'one screen up',
    short: 'page up',
    group: 'Step',
    modes: LISTS,
    action: () => ({kind: 'page', by: -1}),
  },
  {
    id: 'step.half-down',
    keys: ['ctrl+d'],
    label: 'half a screen down',
    short: 'half down',
    group: 'Step',
    modes: LISTS,
    action: () => ({kind: 'page', by: 0.5}),
  },
  {
    id: 'step.half-up',
    keys: ['ctrl+u'],
    label: 'half a screen up',
    short: 'half up',
    group: 'Step',
    modes: LISTS,
    action: () => ({kind: 'page', by: -0.5}),
  },
  {
    id: 'find.next-finding',
    keys: ['f'],
    label: 'next finding',
    short: 'next finding',
    group: 'Find',
    modes: PANES,
    action: () => ({kind: 'next-finding', forward: true}),
    disabledReason: noFindings,
  },
  {
    id: 'find.previous-finding',
    keys: ['F'],
    label: 'previous finding',
    short: 'previous finding',
    group: 'Find',
    modes: PANES,
    action: () => ({kind: 'next-finding', forward: false}),
    disabledReason: noFindings,
  },
  {
    id: 'find.next-error',
    keys: ['e'],
    label: 'next step that failed',
    short: 'next error',
    group: 'Find',
    modes: PANES,
    action: () => ({kind: 'next-error', forward: true}),
    disabledReason: noErrors,
  },
  {
    id: 'find.previous-error',
    keys: ['E'],
    label: 'previous step that failed',
    short: 'previous error',
    group: 'Find',
    modes: PANES,
    action: () => ({kind: 'next-error', forward: false}),
    disabledReason: noErrors,
  },
  {
    id: 'find.goto',
    keys: [':'],
    label: 'go to a step by its number',
    short: 'go to step',
    group: 'Find',
    modes: PANES,
    action: () => ({kind: 'goto-open'}),
  },
  {
    id: 'find.goto-digit',
    keys: DIGITS,
    label: 'digits of the step number',
    short: 'number',
    group: 'Find',
    modes: ['goto'],
    action: (key) => ({kind: 'goto-type', digit: key}),
  },
  {
    id: 'find.goto-erase',
    keys: ['backspace'],
    label: 'erase the last digit',
    short: 'erase',
    group: 'Find',
    modes: ['goto'],
    action: () => ({kind: 'goto-erase'}),
  },
  {
    id: 'look.open',
    keys: ['enter'],
    label: 'open the step in full, or go to what is chosen',
    short: 'open',
    group: 'Look',
    modes: ALL,
    action: () => ({kind: 'open'}),
  },
  {
    id: 'look.expand',
    keys: ['l', 'right'],
    label: 'open the step in full',
    short: 'open',
    group: 'Look',
    modes: ['steps'],
    action: () => ({kind: 'open'}),
  },
  {
    id: 'look.switch-pane',
    keys: ['tab', 'shift+tab'],
    label: 'move between the steps and the detail beside them',
    short: 'other pane',
    group: 'Look',
    modes: PANES,
    action: () => ({kind: 'switch-pane'}),
    disabledReason: (state) =>
      state.expanded ? literal('the step fills the screen; esc brings the list back') : undefined,
  },
  {
    id: 'look.findings',
    keys: ['w'],
    label: 'what broke: the list of findings',
    short: 'findings',
    group: 'Look',
    modes: [...PANES, 'findings'],
    action: () => ({kind: 'toggle-findings'}),
    disabledReason: noFindings,
  },
  {
    id: 'look.refresh',
    keys: ['r', 'ctrl+l'],
    label: 'read the case again and redraw',
    short: 'refresh',
    group: 'Look',
    modes: LISTS,
    action: () => ({kind: 'refresh'}),
  },
  {
    id: 'look.help',
    keys: ['?'],
    label: 'all keys',
    short: 'all keys',
    group: 'Look',
    modes: LISTS,
    action: () => ({kind: 'toggle-help'}),
  },
  {
    id: 'leave.back',
    keys: ['esc', 'h', 'left'],
    label: 'back one level',
    short: 'back',
    group: 'Leave',
    modes: ALL,
    action: () => ({kind: 'back'}),
    disabledReason: (state) =>
      state.mode === 'steps' ? literal('there is no level above this one; q quits') : undefined,
  },
  {
    id: 'leave.quit-from-steps',
    keys: ['q'],
    label: 'quit',
    short: 'quit',
    group: 'Leave',
    modes: ['steps'],
    action: () => ({kind: 'quit'}),
  },
  {
    id: 'leave.close',
    keys: ['q'],
    label: 'close what is open',
    short: 'close',
    group: 'Leave',
    modes: [...OVERLAYS, 'goto'],
    action: () => ({kind: 'back'}),
  },
  {
    id: 'leave.suspend',
    keys: ['ctrl+z'],
    label: 'suspend; `fg` comes back to the same place',
    short: 'suspend',
    group: 'Leave',
    modes: ALL,
    action: () => 'suspend',
  },
  {
    id: 'leave.quit',
    keys: ['ctrl+c'],
    label: 'quit at once',
    short: 'quit',
    group: 'Leave',
    modes: ALL,
    action: () => ({kind: 'quit'}),
  },
];

function noFindings(state: ReplayState): DisplayText | undefined {
  return state.findings.worstFirst.length === 0
    ? literal('the rules found nothing in this run')
    : undefined;
}

function noErrors(state: ReplayState): DisplayText | undefined {
  return state.run.errors === 0 ? literal('no step of this run failed') : undefined;
}

function atEnd(state: ReplayState, forward: boolean): DisplayText | undefined {
  return state.mode === 'steps' ? atEndOfRun(state, forward) : undefined;
}

function atEndOfRun(state: ReplayState, forward: boolean): DisplayText | undefined {
  if (state.run.steps === 0) return literal('this run has no steps');
  if (!forward) return state.cursor === 0 ? literal('this is the first step') : undefined;
  const isLast = state.cursor >= state.run.steps - 1;
  return isLast ? literal('this is the last step') : undefined;
}

const BY_MODE_AND_KEY: ReadonlyMap<string, Binding> = new Map(
  KEYMAP.flatMap((binding) =>
    binding.modes.flatMap((mode) =>
      binding.keys.map((key) => [`${mode} ${key}`, binding] as const),
    ),
  ),
);

export function findBinding(mode: ReplayMode, key: KeyName): Binding | undefined {
  return BY_MODE_AND_KEY.get(`${mode} ${key}`);
}

/** What a key does now: its action, a refusal that says why, or nothing for a key without meaning. */
export function actionForKey(state: ReplayState, key: KeyName): UserAction | 'suspend' | undefined {
  const binding = findBinding(state.mode, key);
  if (binding === undefined) return undefined;
  const reason = binding.disabledReason?.(state);
  if (reason === undefined) return binding.action(key);
  return {kind: 'refuse', reason: show`${literal(keyLabel(key))}: ${reason}`};
}

const KEY_LABELS: ReadonlyMap<KeyName, string> = new Map([
  ['up', 'Up'],
  ['down', 'Down'],
  ['left', 'Left'],
  ['right', 'Right'],
  ['pagedown', 'PgDn'],
  ['pageup', 'PgUp'],
  ['home', 'Home'],
  ['end', 'End'],
  ['enter', 'Enter'],
  ['esc', 'Esc'],
  ['tab', 'Tab'],
  ['shift+tab', 'Shift+Tab'],
  ['space', 'Space'],
  ['backspace', 'Backspace'],
]);

/** `ctrl+d` -> `Ctrl+d`; letters stay as they are, since `f` and `F` differ. */
export function keyLabel(key: KeyName): string {
  return KEY_LABELS.get(key) ?? key.replace(/^ctrl\+/, 'Ctrl+');
}

/** All keys of a binding for people; the ten digits as a range. */
export function keyLabels(binding: Binding): string {
  return binding.keys === DIGITS ? '0-9' : binding.keys.map(keyLabel).join(' ');
}
