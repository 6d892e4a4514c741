import type {WorkerHandle} from './port.js';
import type {FromWorker, ToWorker} from './protocol.js';
import {serveTasks} from './work.js';

/** A worker inside this process: the same code and the same messages, without its protection. */
export function startInProcess(): WorkerHandle {
  const heard: FromWorker[] = [];
  let toWorker: ((message: ToWorker) => void) | undefined;
  let toBatch: ((message: FromWorker) => void) | undefined;
  let isKilled = false;
  const deliver = (message: FromWorker): void => {
    if (isKilled) return;
    if (toBatch === undefined) heard.push(message);
    else toBatch(message);
  };
  serveTasks({
    // In a later turn, as between processes.
    send: (message) => {
      setImmediate(deliver, message);
    },
    onMessage: (listen) => {
      toWorker = listen;
    },
  });
  return {
    send(message) {
      setImmediate(() => {
        if (!isKilled) toWorker?.(message);
      });
    },
    onMessage(listen) {
      toBatch = listen;
      for (const message of heard.splice(0)) listen(message);
    },
    // It cannot end without this process.
    onExit: () => undefined,
    kill() {
      isKilled = true;
    },
  };
}
