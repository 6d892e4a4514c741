import type {Key} from 'ink';

/** A key by name: `j`, `G`, `up`, `ctrl+d`, `enter`. */
export type KeyName = string;

const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageDown', 'pagedown'],
  ['pageUp', 'pageup'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, KeyName])[];

/** More presses than a person makes between two frames; a paste is cut here. */
const MAX_KEYS_PER_EVENT = 256;

/**
 * One event of Ink as key names. A slow link joins presses (`jjj`), so printable runs are split; Escape
 * comes with `meta` set in Ink 6.8; the markers of a bracketed paste leak as text and are dropped.
 */
export function normalizeKeys(input: string, key: Partial<Key>): readonly KeyName[] {
  for (const [flag, name] of NAMED) if (key[flag] === true) return [name];
  if (key.escape === true) return ['esc'];
  if (key.tab === true) return [key.shift === true ? 'shift+tab' : 'tab'];
  if (key.ctrl === true) return input === '' ? [] : [`ctrl+${input.toLowerCase()}`];
  // Escape and the key after it, joined by a fast hand or a slow link: Alt has no meaning here.
  if (key.meta === true) return ['esc', ...normalizeKeys(input, {})];
  const typed = input.replace(/\[20[01]~/g, '');
  return Array.from(typed)
    .slice(0, MAX_KEYS_PER_EVENT)
    .map(toKeyName)
    .filter((name) => name !== '');
}

function toKeyName(char: string): KeyName {
  if (char === ' ') return 'space';
  if (char === '\r' || char === '\n') return 'enter';
  if (char === '\t') return 'tab';
  if (char === '\u007f' || char === '\b') return 'backspace';
  if (char === '\u001b') return 'esc';
  const code = char.codePointAt(0) ?? 0;
  // Control bytes in the middle of a run: ctrl+a is 1.
  return code < 0x20 ? `ctrl+${String.fromCodePoint(code + 0x60)}` : char;
}
