// How long a key press takes to become a frame: the built replay on a stored case, at 120x40.
//   npm run build && node test/bench/replay-frames.mjs [spans] [shape] [presses]
// The case is made first (minutes for a million spans) and kept in the temporary folder. Shapes: equal (one call again
// and again), agents (a chain as deep as it is long), flat, fibonacci, lanes. Printed: from the start of the process to
// the first frame, imports and the check for newer files included; then, for each key, the time from the key being fed
// to its first frame and to its last one (rows and detail read) being written, and the CPU time of all.
process.env.NODE_ENV ??= 'production';
process.env.CI = 'false';
import {EventEmitter} from 'node:events';
import {spawnSync} from 'node:child_process';
import {PassThrough} from 'node:stream';
import {fileURLToPath} from 'node:url';

const spans = Number(process.argv[2] ?? 1_000_000);
const shape = process.argv[3] ?? 'equal';
const presses = Number(process.argv[4] ?? 100);

if (process.env.REPLAY_BENCH_CASE === undefined) {
  const {makeReplayCase} = await import('./make-replay-case.mjs');
  const path = await makeReplayCase(spans, shape);
  // A process of its own: what making the case has loaded must not speed up the first frame.
  const args = [fileURLToPath(import.meta.url), String(spans), shape, String(presses)];
  const env = {...process.env, REPLAY_BENCH_CASE: path};
  process.exit(spawnSync(process.execPath, args, {stdio: 'inherit', env}).status ?? 1);
}

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
const cpuMs = () => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
};
const frames = {count: 0, lastMs: 0, firstMs: undefined, keyMs: undefined, firstCpuMs: undefined};
onFrame = () => {
  frames.count += 1;
  frames.lastMs = performance.now();
  frames.firstMs ??= frames.lastMs;
  frames.keyMs ??= frames.lastMs;
  frames.firstCpuMs ??= cpuMs();
};
/** Long enough for the reads that follow a key: nothing more is written then. */
const quiet = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The way of the command: the case is checked for newer facts, then opened.
const casePath = process.env.REPLAY_BENCH_CASE;
const [{CaseReader}, {refreshCase}, {runReplay}] = await Promise.all([
  import('../../dist/src/store/case-reader.js'),
  import('../../dist/src/cli/refresh-case.js'),
  import('../../dist/src/tui/run-replay.js'),
]);
const output = {talk: () => undefined, talkIsTerminal: false, paintTalk: (_token, text) => text};
await refreshCase({output, signal: new AbortController().signal}, casePath);
const reader = CaseReader.open(casePath);
const [run] = await reader.runs();
const done = runReplay({reader, runId: run.id, stdin, stdout, ascii: false, colour: true});
while (frames.firstMs === undefined) await quiet(1);
await quiet(300);

const KEYS = [
  ['j, next step', 'j', presses],
  ['PgDn, next screen', '\u001b[6~', presses],
  ['e, next error', 'e', 20],
  ['}, next lap', '}', 20],
  ['o, next call like this', 'o', 20],
  ['G and g, the ends', 'Gg', 20],
  ['t, tree and back', 't', 20],
  ['v, the shape and back', 'v', 20],
  ['d, what changed', 'd\u001b', 20],
  ['/ words that are rare', '/nothing like it\r', 3],
  ['j, while a search runs', 'j', 20, '/nothing at all like it\r'],
];
const wall = new Map();
const last = new Map();
const cpu = new Map();
for (const [name, keys, times, first] of KEYS) {
  const walls = [];
  const lasts = [];
  const cpus = [];
  for (let press = 0; press < times; press += 1) {
    if (first !== undefined) {
      stdin.write(first);
      await quiet(100);
    }
    const before = process.cpuUsage();
    const startMs = performance.now();
    frames.lastMs = startMs;
    frames.keyMs = undefined;
    stdin.write(keys);
    // Longer than the progress of a search waits for its frame.
    const waitMs = name.startsWith('/') ? 3000 : 130;
    let seen = -1;
    while (seen !== frames.count) {
      seen = frames.count;
      await quiet(waitMs);
    }
    walls.push((frames.keyMs ?? startMs) - startMs);
    lasts.push(frames.lastMs - startMs);
    const used = process.cpuUsage(before);
    cpus.push((used.user + used.system) / 1000);
  }
  wall.set(name, walls);
  last.set(name, lasts);
  cpu.set(name, cpus);
}
stdin.write('\u0003');
await done;
await reader.close();

const at = (values, share) =>
  [...values]
    .sort((a, b) => a - b)
    [Math.min(values.length - 1, Math.floor(values.length * share))].toFixed(1)
    .padStart(7);
console.log(`${spans} spans (${shape}), ${run.steps} steps, 120x40`);
console.log(
  `start of the process to the first frame ${frames.firstMs.toFixed(0)} ms, CPU ${frames.firstCpuMs.toFixed(0)} ms`,
);
// The unit to compare machines and loads by: a Node that does nothing.
const bare = [];
for (let round = 0; round < 5; round += 1) {
  const startMs = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  bare.push(performance.now() - startMs);
}
console.log(`a bare node takes ${at(bare, 0.5).trim()} ms from start to end, at the load of now`);
console.log(`memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
for (const [name] of KEYS)
  console.log(
    `${name.padEnd(24)} frame ${at(wall.get(name), 0.5)} p95 ${at(wall.get(name), 0.95)}   last ${at(last.get(name), 0.5)} p95 ${at(last.get(name), 0.95)}   CPU ${at(cpu.get(name), 0.5)} ms`,
  );
