import {useInput} from 'ink';
import type {KeyName} from '../normalize-keys.js';
import {normalizeKeys} from '../normalize-keys.js';

/** The one `useInput` of the list: keys in, names out. It draws nothing, as in the replay. */
export function FleetKeys({onKey}: {readonly onKey: (key: KeyName) => void}): null {
  useInput((input, key) => {
    for (const name of normalizeKeys(input, key)) onKey(name);
  });
  return null;
}
