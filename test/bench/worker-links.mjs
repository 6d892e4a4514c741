// Processes against threads as workers of a batch: what a start costs, and what it costs to hand over facts.
//   node test/bench/worker-links.mjs [--mb 200]
// Both send the same bytes, as `src/batch/worker` packs them; medians of five, processor time of both ends.
import {fork} from 'node:child_process';
import {isMainThread, parentPort, Worker} from 'node:worker_threads';
import {fileURLToPath} from 'node:url';

const here = fileURLToPath(import.meta.url);
const CHUNK_BYTES = 512 * 1024;

function serve(send, onMessage) {
  onMessage(({chunks}) => {
    for (let at = 0; at < chunks; at++) send({at, bytes: new Uint8Array(CHUNK_BYTES).fill(at)});
    const {user, system} = process.cpuUsage();
    send({end: true, cpuMs: (user + system) / 1000});
  });
  send({ready: true});
}

const starts = {
  process: () => {
    const child = fork(here, ['--child'], {serialization: 'advanced'});
    return {on: (f) => child.on('message', f), send: (m) => child.send(m), end: () => child.kill()};
  },
  thread: () => {
    const worker = new Worker(here);
    return {
      on: (f) => worker.on('message', f),
      send: (m) => worker.postMessage(m),
      end: () => worker.terminate(),
    };
  },
};

async function measure(name, start, chunks) {
  const began = performance.now();
  const before = process.cpuUsage();
  const worker = start();
  let readyMs = 0;
  const {cpuMs} = await new Promise((resolve) => {
    worker.on((message) => {
      if (message.ready) {
        readyMs = performance.now() - began;
        worker.send({chunks});
      } else if (message.end) resolve(message);
    });
  });
  const own = process.cpuUsage(before);
  await worker.end();
  return {
    readyMs,
    wallMs: performance.now() - began - readyMs,
    // A thread's usage is that of its process already.
    cpuMs: (own.user + own.system) / 1000 + (name === 'process' ? cpuMs : 0),
  };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

if (process.argv.includes('--child')) {
  serve(
    (message) => process.send(message),
    (listen) => process.on('message', listen),
  );
  process.once('disconnect', () => process.exit(0));
} else if (!isMainThread) {
  const send = (message) =>
    parentPort.postMessage(message, message.bytes ? [message.bytes.buffer] : []);
  serve(send, (listen) => parentPort.on('message', listen));
} else {
  const at = process.argv.indexOf('--mb');
  const mb = at < 0 ? 200 : Number(process.argv[at + 1]);
  const chunks = Math.ceil((mb * 1024 * 1024) / CHUNK_BYTES);
  for (const [name, start] of Object.entries(starts)) {
    const all = [];
    for (let round = 0; round < 5; round++) all.push(await measure(name, start, chunks));
    const of = (key) => Math.round(median(all.map((each) => each[key])));
    process.stdout.write(
      `${name}: ready ${of('readyMs')} ms, ${mb} MB in ${of('wallMs')} ms, processor ${of('cpuMs')} ms\n`,
    );
  }
}
