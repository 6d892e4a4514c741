import {useInput} from 'ink';
import type {AppStore} from './app-store.js';
import {actionForKey} from './keymap.js';
import {normalizeKeys} from './normalize-keys.js';

export interface ReplayKeysProps {
  readonly store: AppStore;
  readonly onRedraw: () => void;
  readonly onSuspend: () => void;
}

/**
 * The one `useInput`: keys in, actions out. It draws nothing; the frame goes from the state to the terminal by
 * `composeFrame` and the screen writer, since Ink's work per character took twice the budget of a frame.
 */
export function ReplayKeys({store, onRedraw, onSuspend}: ReplayKeysProps): null {
  useInput((input, key) => {
    for (const name of normalizeKeys(input, key)) {
      const action = actionForKey(store.get().replay, name);
      if (action === undefined) continue;
      if (action === 'suspend') {
        onSuspend();
        continue;
      }
      store.dispatch({kind: 'replay', action});
      if (action.kind === 'refresh') onRedraw();
    }
  });
  return null;
}
