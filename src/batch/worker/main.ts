import type {ToWorker} from './protocol.js';
import {serveTasks} from './work.js';

// Entry of a worker process. It lives as long as the way to its batch: when that dies, by whatever hand,
// the way closes, and the worker goes with it. A Ctrl+C of the terminal reaches the batch, which decides.
for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, () => undefined);
process.once('disconnect', () => process.exit(0));

serveTasks({
  send(message) {
    // What was typed on the way is not checked: both ends are this program, of one version.
    process.send?.(message, undefined, undefined, () => undefined);
  },
  onMessage(listen) {
    process.on('message', (message) => {
      listen(message as ToWorker);
    });
  },
});
