// Kills batches at random moments and starts them again, and compares what they leave with one that ran
// through:   node scripts/kill-batch.mjs [--kills 50] [--runs 200] [--seed 1]
// A kill is SIGKILL, SIGINT or SIGTERM to the batch, or SIGKILL to one of its workers (then it must go on by
// itself). Seeded but for the clock. Ends with 1 at the first difference.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {writeArchive} from './make-archive.mjs';
import {createRandom} from './sample/trace-writer.mjs';

const bin = join(dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'whatbroke.js');
const KINDS = ['SIGKILL', 'SIGKILL', 'SIGINT', 'SIGTERM', 'worker'];
/** After so many kills a round is let through. */
const MAX_KILLS_PER_ROUND = 5;

function childrenOf(pid) {
  const {stdout} = spawnSync('pgrep', ['-P', String(pid)], {encoding: 'utf8'});
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

/** Resolves with the exit code, or `undefined` where it was killed. */
function runBatch(cwd, casePath, kill) {
  const args = [bin, 'batch', 'logs', '--json', '--case', casePath, '--jobs', '2'];
  const child = spawn(process.execPath, args, {cwd, stdio: ['ignore', 'pipe', 'ignore']});
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  const timer =
    kill &&
    setTimeout(() => {
      if (kill.kind !== 'worker') child.kill(kill.kind);
      else for (const pid of childrenOf(child.pid).slice(0, 1)) process.kill(pid, 'SIGKILL');
    }, kill.afterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({code, stdout});
    });
  });
}

function readFleet(cwd, casePath) {
  const args = [bin, 'fleet', '--json', '--case', casePath];
  const {status, stdout, stderr} = spawnSync(process.execPath, args, {cwd, encoding: 'utf8'});
  if (status !== 0) throw new Error(`fleet ended with ${String(status)}: ${stderr}`);
  return stdout;
}

/** What must be the same however a batch came to its end: runs, findings, groups, numbers. */
function resultOf(cwd, casePath, stdout) {
  const {runs, lostRuns} = JSON.parse(stdout).data;
  return JSON.stringify({runs, lostRuns, fleet: JSON.parse(readFleet(cwd, casePath)).data});
}

/** Answers how many kills hit, by kind. @throws at the first difference */
export async function killAndCompare(folder, {kills, runs, seed, say = () => undefined}) {
  await writeArchive(folder, {runs, seed, planted: Math.max(1, Math.round(runs / 50))});
  const random = createRandom(seed);
  const began = performance.now();
  const whole = await runBatch(folder, join(folder, 'whole.db'));
  const wholeMs = performance.now() - began;
  const want = resultOf(folder, join(folder, 'whole.db'), whole.stdout);
  const hits = {};
  let done = 0;
  for (let round = 1; done < kills; round++) {
    const casePath = join(folder, `round-${round}.db`);
    let last;
    for (let tries = 0; last === undefined; tries++) {
      const kind = KINDS[Math.floor(random() * KINDS.length)];
      const afterMs = 150 + Math.floor(random() * wholeMs * 0.9);
      const kill = tries < MAX_KILLS_PER_ROUND && done < kills ? {kind, afterMs} : undefined;
      const {code, stdout} = await runBatch(folder, casePath, kill);
      if (code === 0) last = stdout;
      if (kill === undefined && code !== 0)
        throw new Error(`a batch that nobody killed ended with ${code}`);
      if (kill !== undefined && (code !== 0 || kind === 'worker')) {
        hits[kind] = (hits[kind] ?? 0) + 1;
        done++;
      }
    }
    if (resultOf(folder, casePath, last) !== want) {
      throw new Error(`round ${round}: another result, compare ${casePath} with whole.db`);
    }
    rmSync(casePath, {force: true});
    say(`round ${round}: ${done} of ${kills} kills, same result`);
  }
  return hits;
}

function readNumber(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

if (fileURLToPath(import.meta.url) === process.argv[1]) {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-kill-'));
  const say = (text) => process.stderr.write(`${text}\n`);
  const options = {
    kills: readNumber('kills', 50),
    runs: readNumber('runs', 200),
    seed: readNumber('seed', 1),
    say,
  };
  const hits = await killAndCompare(folder, options);
  rmSync(folder, {recursive: true, force: true});
  say(`same result after every kill: ${JSON.stringify(hits)}`);
}
