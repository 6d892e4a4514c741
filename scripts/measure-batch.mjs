// What `whatbroke batch` does with an archive of many runs, in numbers:
//   node scripts/measure-batch.mjs [--runs 10000] [--seed 1] [--planted 30] [--jobs 2] [--one-by-one 100]
// Prints time, memory (all processes of the batch together, sampled) and whether every planted group was
// found whole and alone; then the time of the same work one file at a time: inside one process (`--jobs 0`),
// and with one call of the program for each file, of which a sample is measured and multiplied.
// Ends with 1 where a planted group is not found, or a healthy run is in one.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {writeArchive} from './make-archive.mjs';

const bin = join(dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'whatbroke.js');
const SAMPLE_MS = 100;
const MB = 1024 * 1024;

function childrenOf(pid) {
  const {stdout} = spawnSync('pgrep', ['-P', String(pid)], {encoding: 'utf8'});
  return stdout.split('\n').filter(Boolean).map(Number);
}

/** Memory of its own and its share of what is shared (PSS), which can be added up. */
function readPssBytes(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function measure(args, cwd) {
  return measureProgram([bin, ...args], cwd);
}

/** Runs a program of node; answers its seconds, its output, and the most memory of it and its workers. */
export async function measureProgram(args, cwd) {
  const began = performance.now();
  const child = spawn(process.execPath, args, {cwd, stdio: ['ignore', 'pipe', 'ignore']});
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  let [mostBytes, mostOfOne] = [0, 0];
  const timer = setInterval(() => {
    const each = [child.pid, ...childrenOf(child.pid)].map(readPssBytes);
    mostBytes = Math.max(
      mostBytes,
      each.reduce((sum, bytes) => sum + bytes, 0),
    );
    mostOfOne = Math.max(mostOfOne, ...each);
  }, SAMPLE_MS);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return {seconds: (performance.now() - began) / 1000, stdout, mostBytes, mostOfOne};
}

/** Planted patterns that no group holds whole and alone, and runs in groups that were not planted. */
export function compareGroups(planted, {runs}, {groups}, logs) {
  const sourceOf = new Map(runs.map(({id, source}) => [id, source.slice(logs.length + 1)]));
  const told = groups.map((group) =>
    group.runs
      .map((id) => sourceOf.get(id))
      .sort()
      .join('\n'),
  );
  const missed = Object.entries(planted).filter(
    ([, files]) => !told.includes([...files].sort().join('\n')),
  );
  const all = new Set(Object.values(planted).flat());
  const healthy = groups.flatMap((group) => group.runs.filter((id) => !all.has(sourceOf.get(id))));
  return {missed: missed.map(([name]) => name), healthy};
}

function readNumber(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-measure-'));
  const say = (text) => process.stdout.write(`${text}\n`);
  const [runs, jobs, sample] = [
    readNumber('runs', 10_000),
    readNumber('jobs', 2),
    readNumber('one-by-one', 100),
  ];
  try {
    const seed = readNumber('seed', 1);
    const planted = await writeArchive(folder, {runs, seed, planted: readNumber('planted', 30)});
    const args = ['batch', 'logs', '--json', '--case'];
    const batch = await measure([...args, 'batch.db', '--jobs', String(jobs)], folder);
    const data = JSON.parse(batch.stdout).data;
    const mb = (bytes) => `${Math.round(bytes / MB)} MB`;
    say(
      `batch, ${jobs} workers: ${data.runs.length} runs in ${batch.seconds.toFixed(1)} s, ` +
        `${(data.runs.length / batch.seconds).toFixed(0)} runs/s; memory ${mb(batch.mostBytes)}, ` +
        `${mb(batch.mostOfOne)} of one process; case ${mb(statSync(join(folder, 'batch.db')).size)}`,
    );
    const fleet = await measure(['fleet', '--json', '--case', 'batch.db'], folder);
    const {groups} = JSON.parse(fleet.stdout).data;
    const {missed, healthy} = compareGroups(planted, data, {groups}, join(folder, 'logs'));
    const patterns = Object.keys(planted).length;
    say(
      `planted groups found whole and alone: ${patterns - missed.length} of ${patterns}; ` +
        `groups: ${groups.length}; healthy runs in a group: ${healthy.length}; ` +
        `fleet took ${fleet.seconds.toFixed(1)} s, ${mb(fleet.mostBytes)}`,
    );
    const again = await measure([...args, 'batch.db', '--jobs', String(jobs)], folder);
    say(`the same again, all unchanged: ${again.seconds.toFixed(1)} s`);
    const alone = await measure([...args, 'alone.db', '--jobs', '0'], folder);
    say(
      `one file at a time in one process: ${alone.seconds.toFixed(1)} s, ` +
        `${(alone.seconds / batch.seconds).toFixed(2)} times the batch; memory ${mb(alone.mostBytes)}`,
    );
    if (sample > 0) {
      const part = join(folder, 'logs', 'part-000');
      const files = readdirSync(part).slice(0, sample);
      let seconds = 0;
      for (const file of files) {
        seconds += (await measure(['ingest', join(part, file), '--case', 'each.db'], folder))
          .seconds;
      }
      const each = seconds / files.length;
      say(
        `one call for each file: ${each.toFixed(2)} s a file (${files.length} measured), ` +
          `${((each * data.runs.length) / batch.seconds).toFixed(0)} times the batch`,
      );
    }
    if (missed.length + healthy.length > 0) {
      say(`NOT FOUND: ${missed.join(', ')}; in a group without reason: ${healthy.join(', ')}`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

if (fileURLToPath(import.meta.url) === process.argv[1]) await main();
