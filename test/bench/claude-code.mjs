// How fast the claude-code parser is, against the bare pass of DESIGN section 10 over the same file:
// read, split into lines, JSON.parse each line, keep nothing. Needs a build (npm run build).
//   node test/bench/claude-code.mjs FILE.jsonl [ROUNDS]
import {createReadStream, statSync} from 'node:fs';
import {parser} from '../../dist/parsers/claude-code/index.js';
import {makeChunkSource} from '../../dist/src/ingest/records/chunk-source.js';
import {SourceReport} from '../../dist/src/ingest/records/source-report.js';

const [file, rounds = '5'] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: claude-code.mjs FILE.jsonl [ROUNDS]');
  process.exit(2);
}
const CHUNK_BYTES = 1024 * 1024;
const open = (start = 0) => createReadStream(file, {start, highWaterMark: CHUNK_BYTES});

async function barePass() {
  let rest = Buffer.alloc(0);
  let count = 0;
  for await (const chunk of open()) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      JSON.parse(bytes.toString('utf8', from, end));
      count++;
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  return count;
}

function makeSource(report) {
  return makeChunkSource({name: 'bench', container: 'json-lines', report, open});
}

async function readerPass() {
  let count = 0;
  for await (const batch of makeSource(new SourceReport()).records()) count += batch.length;
  return count;
}

async function parserPass() {
  let count = 0;
  const tally = {accept: () => undefined, refuse: () => undefined};
  const context = {signal: new AbortController().signal, tally};
  for await (const facts of parser.parse(makeSource(new SourceReport()), context)) {
    count += facts.length;
  }
  return count;
}

async function time(pass) {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const count = await pass();
  const {user, system} = process.cpuUsage(cpu);
  return {ms: performance.now() - began, cpuMs: (user + system) / 1000, count};
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const passes = {bare: barePass, reader: readerPass, parser: parserPass};
const taken = {bare: [], reader: [], parser: []};
const cpuTaken = {bare: [], reader: [], parser: []};
const counts = {};
// The passes alternate, so that a slow moment of the machine is shared; the first round warms up.
for (let round = 0; round <= Number(rounds); round++) {
  for (const [name, pass] of Object.entries(passes)) {
    const {ms, cpuMs, count} = await time(pass);
    counts[name] = count;
    if (round === 0) continue;
    taken[name].push(ms);
    cpuTaken[name].push(cpuMs);
  }
}
const megabytes = statSync(file).size / 1e6;
for (const name of Object.keys(passes)) {
  const ms = median(taken[name]);
  const rate = `${(megabytes / (ms / 1000)).toFixed(0)} MB/s`;
  const ratio = (median(taken.bare) / ms).toFixed(2);
  // Processor time says more than the clock on a machine that others use too.
  const cpuRatio = (median(cpuTaken.bare) / median(cpuTaken[name])).toFixed(2);
  console.log(
    `${name}: ${ms.toFixed(0)} ms, ${rate}, ${ratio} of bare (${cpuRatio} by CPU), ${counts[name]} items`,
  );
}
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
