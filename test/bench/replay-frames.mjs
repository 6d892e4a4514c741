// How long a key press takes to become a frame: the built replay on a computed run, at 120x40.
//   npm run build && node test/bench/replay-frames.mjs [steps] [presses]
// Prints wall and CPU time from the key being fed to the frame being written, and the time to the first frame.
process.env.NODE_ENV ??= 'production';
process.env.CI = 'false';
import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
const {loadFakeReader} = await import('../helpers/load-fake-reader.mjs');
const {runReplay} = await import('../../dist/src/tui/run-replay.js');

const steps = Number(process.argv[2] ?? 1_000_000);
const presses = Number(process.argv[3] ?? 300);
let onFrame = () => undefined;
const stdout = Object.assign(new EventEmitter(), {
  columns: 120,
  rows: 40,
  isTTY: true,
  // A frame is what is written inside a synchronised update.
  write: (text) => (text.includes('?2026h') && onFrame(), true),
});
const stdin = Object.assign(new PassThrough(), {
  isTTY: true,
  setRawMode: () => undefined,
  ref: () => undefined,
  unref: () => undefined,
});
const written = () => new Promise((resolve) => (onFrame = resolve));
const quiet = () => new Promise((resolve) => setTimeout(resolve, 40));

const createFakeReader = await loadFakeReader();
const reader = createFakeReader({
  steps,
  loop: {from: steps / 2, laps: steps / 10},
  errorEvery: 500,
});
const openMs = performance.now();
const renderMs = [];
const first = written();
const done = runReplay({
  reader,
  runId: 'run-1',
  stdin,
  stdout,
  ascii: false,
  colour: true,
  onFrame: (ms) => renderMs.push(ms),
});
await first;
const firstFrameMs = performance.now() - openMs;
await quiet();

const wall = [];
const cpu = [];
renderMs.length = 0;
for (let press = 0; press < presses; press += 1) {
  const startMs = performance.now();
  const before = process.cpuUsage();
  const frame = written();
  stdin.write('j');
  await frame;
  wall.push(performance.now() - startMs);
  const used = process.cpuUsage(before);
  cpu.push((used.user + used.system) / 1000);
  await quiet();
}
stdin.write('q');
await done;

const at = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]?.toFixed(1);
const row = (name, values) =>
  console.log(`${name.padEnd(28)} median ${at(values, 0.5)} ms   p95 ${at(values, 0.95)} ms`);
console.log(
  `steps ${steps}, ${presses} presses of j, 120x40, first frame ${firstFrameMs.toFixed(1)} ms`,
);
row('key press to frame, wall', wall);
row('key press to frame, CPU', cpu);
row('Ink render', renderMs);
