import type {AppStore} from './app-store.js';
import type {ScreenWriter} from './screen-writer.js';

/**
 * Puts ids on the clipboard of the terminal by OSC 52, which works over ssh and in tmux (`set-clipboard on`). Only
 * ids that the reducer found to be of plain signs come here; base64 is plain in any case.
 */
export function connectClipboard(store: AppStore, writer: Pick<ScreenWriter, 'send'>): () => void {
  let sent = 0;
  return store.onChange(() => {
    const {copied} = store.get().replay;
    if (copied === undefined || copied.number === sent) return;
    sent = copied.number;
    writer.send(`\u001b]52;c;${Buffer.from(copied.id, 'utf8').toString('base64')}\u0007`);
  });
}
