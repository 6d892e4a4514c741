// Workers of a batch as processes, as threads, and as one function call, on the same archive in turn:
//   node scripts/measure-workers.mjs [--runs 1500] [--workers 2] [--rounds 3]
// Prints medians of wall time, processor time and memory. Processor time is what to look at on a busy
// machine. docs/decisions/0110-workers-are-processes.md
// holds the result.
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {writeArchive} from './make-archive.mjs';
import {measureProgram} from './measure-batch.mjs';

const RUN = join(import.meta.dirname, 'workers', 'run-one.mjs');
/** Clock ticks of /proc, a second. */
const TICKS = 100;

/** Processor seconds of all children that have ended, and of theirs. */
function readChildSeconds() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

function readNumber(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const folder = mkdtempSync(join(tmpdir(), 'whatbroke-workers-'));
try {
  await writeArchive(folder, {runs: readNumber('runs', 1500), seed: 1, planted: 10});
  const workers = readNumber('workers', 2);
  const kinds = ['process', 'thread', 'inside'];
  const results = new Map(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < readNumber('rounds', 3); round++) {
    for (const kind of kinds) {
      const casePath = join(folder, 'case.db');
      rmSync(casePath, {force: true});
      const before = readChildSeconds();
      const count = kind === 'inside' ? 1 : workers;
      const one = await measureProgram([RUN, kind, casePath, String(count), 'logs'], folder);
      results.get(kind).push({...one, processor: readChildSeconds() - before});
    }
  }
  for (const [kind, all] of results) {
    const of = (pick) => median(all.map(pick));
    const mb = Math.round(of(({mostBytes}) => mostBytes) / 1024 / 1024);
    process.stdout.write(
      `${kind.padEnd(8)} ${of(({seconds}) => seconds).toFixed(1)} s, processor ` +
        `${of(({processor}) => processor).toFixed(1)} s, memory ${mb} MB\n`,
    );
  }
} finally {
  rmSync(folder, {recursive: true, force: true});
}
