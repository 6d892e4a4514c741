import {render} from 'ink';
import type {AppStore} from './app-store.js';
import {ReplayKeys, type ReplayKeysProps} from './ReplayKeys.js';
import {createSilentStream} from './silent-stream.js';
import {splitEscapes} from './split-escapes.js';

/**
 * Reads keys until the person quits. Loaded after the first frame is on the screen: Ink and React take most of the
 * start, and what is typed meanwhile waits in the terminal.
 */
export async function readKeys(
  store: AppStore,
  options: Omit<ReplayKeysProps, 'store'> & {
    readonly stdin: NodeJS.ReadStream;
    readonly size: {readonly columns: number; readonly rows: number};
    /** Told how to stop before the person does. */
    readonly onStart: (stop: () => void) => void;
  },
): Promise<void> {
  const {stdin, size, onStart, ...props} = options;
  const app = render(<ReplayKeys store={store} {...props} />, {
    stdin: splitEscapes(stdin),
    stdout: createSilentStream(size),
    exitOnCtrlC: false,
    patchConsole: false,
  });
  onStart(app.unmount);
  store.onChange(() => {
    if (store.get().replay.hasQuit) app.unmount();
  });
  await app.waitUntilExit();
}
