import {fork} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {WorkerHandle} from './port.js';
import type {FromWorker} from './protocol.js';

const ENTRY = fileURLToPath(new URL('./main.js', import.meta.url));

/** A worker in a process of its own: it may run out of memory or be killed, and the batch goes on. */
export function startProcess(): WorkerHandle {
  return startProcessAt(ENTRY);
}

/** @param entry `main.js` of a build. */
export function startProcessAt(entry: string): WorkerHandle {
  const child = fork(entry, {
    serialization: 'advanced',
    // Its words of farewell (an abort of V8, a stack) would only disturb: the batch says what happened.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let isOver = false;
  return {
    send(message) {
      if (!isOver && child.connected) child.send(message, () => undefined);
    },
    onMessage(listen) {
      child.on('message', (message) => {
        listen(message as FromWorker);
      });
    },
    onExit(listen) {
      const tell = (how: string): void => {
        if (isOver) return;
        isOver = true;
        listen(how);
      };
      child.on('exit', (code, signal) => {
        tell(signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
      });
      child.on('error', (error) => {
        tell(error.message);
      });
    },
    kill() {
      isOver = true;
      child.kill('SIGKILL');
    },
  };
}
