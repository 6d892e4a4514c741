import {parentPort} from 'node:worker_threads';
import {join} from 'node:path';

const dist = join(import.meta.dirname, '..', '..', 'dist', 'src');
const {serveTasks} = await import(join(dist, 'batch/worker/work.js'));

serveTasks({
  send: (message) => parentPort.postMessage(message),
  onMessage: (listen) => parentPort.on('message', listen),
});
