// Starts the built replay on the fake reader in a real terminal:
//   node test/helpers/start-fake-replay.mjs '{"steps": 1000, "loop": {"from": 40, "laps": 9}}' [--ascii] [--mono]
// It builds the app first (`npm run build`); the reader is compiled here, since tests are not in dist/.
process.env.NODE_ENV ??= 'production';
const {loadFakeReader} = await import('./load-fake-reader.mjs');
const {runReplay} = await import('../../dist/src/tui/run-replay.js');
const createFakeReader = await loadFakeReader();

const fake = JSON.parse(process.argv[2] ?? '{"steps": 1000, "loop": {"from": 40, "laps": 9}}');
const frameMs = [];
try {
  await runReplay({
    reader: createFakeReader(fake),
    runId: 'run-1',
    stdin: process.stdin,
    stdout: process.stdout,
    ascii: process.argv.includes('--ascii'),
    colour: !process.argv.includes('--mono'),
    onFrame: (ms) => frameMs.push(ms),
  });
  frameMs.sort((a, b) => a - b);
  const at = (share) => (frameMs[Math.floor(frameMs.length * share)] ?? 0).toFixed(1);
  if (process.argv.includes('--times'))
    console.log(`frames ${frameMs.length}, median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
