// One batch with workers of one kind, for measure-workers.mjs: node run-one.mjs KIND CASE WORKERS FOLDER
import {Worker} from 'node:worker_threads';
import {join} from 'node:path';

const dist = join(import.meta.dirname, '..', '..', 'dist', 'src');
const load = (path) => import(join(dist, path));
const [, , kind, casePath, workers, folder] = process.argv;
const {runBatch} = await load('batch/batch.js');
const {startInProcess} = await load('batch/worker/start-in-process.js');
const {startProcess} = await load('batch/worker/start-process.js');
const {CaseWriter} = await load('store/case-writer.js');

/** The same worker code in a thread: structured clone instead of a pipe, no memory of its own. */
function startThread() {
  const thread = new Worker(join(import.meta.dirname, 'thread.mjs'));
  let isOver = false;
  return {
    send: (message) => thread.postMessage(message),
    onMessage: (listen) => thread.on('message', listen),
    onExit: (listen) =>
      thread.on('exit', (code) => {
        if (!isOver) listen(`exit code ${code}`);
        isOver = true;
      }),
    kill() {
      isOver = true;
      void thread.terminate();
    },
  };
}

const startWorker = {process: startProcess, thread: startThread, inside: startInProcess}[kind];
const writer = CaseWriter.open(casePath);
const {counts} = await runBatch({
  paths: [folder],
  casePath,
  writer,
  startWorker,
  workers: Number(workers),
  tool: '0',
  signal: new AbortController().signal,
  tell: () => undefined,
});
writer.close();
process.stdout.write(JSON.stringify(counts));
