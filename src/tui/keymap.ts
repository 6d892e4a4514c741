import type {UserAction} from '../replay/actions.js';
import type {ReplayMode, ReplayState} from '../replay/state.js';
import {literal, show} from '../text/visible.js';
import {ANY_SIGN, DIGITS, type Binding} from './keys/binding.js';
import {JUMP_KEYS} from './keys/jump-keys.js';
import {LEAVE_KEYS} from './keys/leave-keys.js';
import {LOOK_KEYS} from './keys/look-keys.js';
import {MARK_KEYS} from './keys/mark-keys.js';
import {SEARCH_KEYS} from './keys/search-keys.js';
import {STEP_KEYS} from './keys/step-keys.js';
import type {KeyName} from './normalize-keys.js';

export {GROUPS, type Binding} from './keys/binding.js';

/** Every binding, in the order of the help. */
export const KEYMAP: readonly Binding[] = [
  ...STEP_KEYS,
  ...JUMP_KEYS,
  ...SEARCH_KEYS,
  ...LOOK_KEYS,
  ...MARK_KEYS,
  ...LEAVE_KEYS,
];

const BY_MODE_AND_KEY: ReadonlyMap<string, Binding> = new Map(
  KEYMAP.flatMap((binding) =>
    binding.modes.flatMap((mode) =>
      binding.keys.map((key) => [`${mode} ${key}`, binding] as const),
    ),
  ),
);

/** One sign that can be typed; named keys have longer names. */
function isSign(key: KeyName): boolean {
  return key === 'space' || Array.from(key).length === 1;
}

export function findBinding(mode: ReplayMode, key: KeyName): Binding | undefined {
  const own = BY_MODE_AND_KEY.get(`${mode} ${key}`);
  if (own !== undefined || !isSign(key)) return own;
  return BY_MODE_AND_KEY.get(`${mode} ${ANY_SIGN}`);
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

/** All keys of a binding for people; the digits as a range. */
export function keyLabels(binding: Binding): string {
  return binding.keys === DIGITS ? '1-9' : binding.keys.map(keyLabel).join(' ');
}
