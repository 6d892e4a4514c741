// Writes an archive of many runs in several formats, with planted incidents, to try `whatbroke batch` on:
//   node scripts/make-archive.mjs FOLDER [--runs 10000] [--seed 1] [--planted 30]
// Seeded: the same arguments give the same bytes. What was planted is in FOLDER/planted.json; the logs are
// in FOLDER/logs: plain files, and for every fourth folder a .tar.gz or a .zip.
import {createWriteStream, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import {pack} from 'tar-stream';
import {ZipFile} from 'yazl';
import {WRITERS} from './archive/formats.mjs';
import {makeScenario, PLANTED_NAMES} from './archive/scenarios.mjs';
import {createRandom} from './sample/trace-writer.mjs';

const DAY_MS = 86_400_000;
const LAST_MS = Date.UTC(2026, 3, 30, 12);
const DAYS = 60;
const RUNS_PER_FOLDER = 250;

/** Every run as a file: where, what text, what was planted. */
export function* makeRuns({runs, seed, planted}) {
  const every =
    planted === 0 ? Infinity : Math.max(1, Math.floor(runs / (planted * PLANTED_NAMES.length)));
  for (let at = 0; at < runs; at++) {
    const random = createRandom(seed * 1_000_003 + at);
    const name =
      every !== Infinity && at % every === 0
        ? PLANTED_NAMES[(at / every) % PLANTED_NAMES.length]
        : undefined;
    const writer = WRITERS[Math.floor(random() * WRITERS.length)];
    const startMs = LAST_MS - Math.floor(random() * DAYS * DAY_MS);
    const id = `${String(seed)}${String(at).padStart(8, '0')}-${Math.floor(random() * 1e9).toString(16)}`;
    const scenario = makeScenario(random, name);
    const text = writer.write({scenario, id, startMs, seed: seed * 1_000_003 + at});
    const folder = `part-${String(Math.floor(at / RUNS_PER_FOLDER)).padStart(3, '0')}`;
    yield {
      folder,
      file: `run-${String(at).padStart(6, '0')}.${writer.extension}`,
      text,
      planted: name,
    };
  }
}

/** Writes the archive below `folder`; answers the planted files by pattern, as paths below `logs`. */
export async function writeArchive(folder, options) {
  const logs = join(folder, 'logs');
  mkdirSync(logs, {recursive: true});
  const planted = Object.fromEntries(PLANTED_NAMES.map((name) => [name, []]));
  const parts = new Map();
  for (const run of makeRuns(options)) {
    if (!parts.has(run.folder)) parts.set(run.folder, []);
    parts.get(run.folder).push(run);
  }
  for (const [at, [name, runs]] of [...parts].entries()) {
    const packed = at % 4 === 3 ? '.zip' : at % 4 === 1 ? '.tar.gz' : '';
    for (const {file, planted: pattern} of runs) {
      if (pattern !== undefined) planted[pattern].push(`${name}${packed}/${file}`);
    }
    if (packed === '.zip') await writeZip(join(logs, `${name}.zip`), runs);
    else if (packed === '.tar.gz') await writeTar(join(logs, `${name}.tar.gz`), runs);
    else {
      mkdirSync(join(logs, name), {recursive: true});
      for (const {file, text} of runs) writeFileSync(join(logs, name, file), text);
    }
  }
  writeFileSync(join(folder, 'planted.json'), `${JSON.stringify(planted, null, 2)}\n`);
  return planted;
}

async function writeZip(path, runs) {
  const zip = new ZipFile();
  const mtime = new Date(LAST_MS);
  for (const {file, text} of runs) zip.addBuffer(Buffer.from(text), file, {mtime});
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

async function writeTar(path, runs) {
  const tar = pack();
  for (const {file, text} of runs) tar.entry({name: file, mtime: new Date(LAST_MS)}, text);
  tar.finalize();
  await pipeline(tar, createGzip(), createWriteStream(path));
}

function readNumber(args, name, otherwise) {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(args[at + 1]);
}

if (import.meta.filename === process.argv[1]) {
  const [folder, ...args] = process.argv.slice(2);
  const options = {
    runs: readNumber(args, 'runs', 10_000),
    seed: readNumber(args, 'seed', 1),
    planted: readNumber(args, 'planted', 30),
  };
  const planted = await writeArchive(folder, options);
  const counts = Object.entries(planted).map(([name, files]) => `${name} ${files.length}`);
  process.stderr.write(`${options.runs} runs; planted: ${counts.join(', ')}\n`);
}
