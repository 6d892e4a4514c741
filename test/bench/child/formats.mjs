// How fast each format is read into facts, against JSON.parse of the same records: its samples, repeated until they are large.
//   node test/bench/child/formats.mjs BYTES ROUNDS
// Prints {"formats": [{"id", "megabytes", "bareMs", "ownMs", "bareCpuMs", "ownCpuMs"}]}.
import {readFileSync, readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parsers} from '../../../dist/parsers/index.js';
import {makeChunkSource} from '../../../dist/src/ingest/records/chunk-source.js';
import {detectLayout} from '../../../dist/src/ingest/records/layout.js';
import {SourceReport} from '../../../dist/src/ingest/records/source-report.js';

const [bytes = '4000000', rounds = '3'] = process.argv.slice(2);
const folder = fileURLToPath(new URL('../../../samples/formats/', import.meta.url));
const CHUNK_BYTES = 1024 * 1024;
/** Made to be damaged, hostile or empty: they say nothing about speed. */
const ODD = /hostile|truncated|torn|empty|odd-|damaged|clock-backwards/;

/** The largest whole sample, and how its records follow each other when it is repeated. */
function pickSample(id) {
  let picked;
  for (const name of readdirSync(`${folder}${id}`)) {
    if (!/\.(?:jsonl?|log|traj|binpb)$/.test(name) || ODD.test(name)) continue;
    const content = readFileSync(`${folder}${id}/${name}`);
    if (picked === undefined || content.length > picked.length) picked = content;
  }
  return picked;
}

function repeat(sample) {
  const isText = !sample.includes(0);
  const one = !isText || sample.at(-1) === 10 ? sample : Buffer.concat([sample, Buffer.from('\n')]);
  const times = Math.ceil(Number(bytes) / one.length);
  return Buffer.concat(Array.from({length: times}, () => one));
}

/** Lines where each is JSON; else the sample as one document, as often as it stands there. */
function barePass(input, sample) {
  const text = sample.toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isLines = lines.every((line) => /^\s*[[{].*[\]}]\s*$/.test(line)) && lines.length > 1;
  if (!isLines) {
    const times = Math.round(input.length / sample.length);
    for (let time = 0; time < times; time++) parse(sample.toString('utf8'));
    return;
  }
  let from = 0;
  for (let end = input.indexOf(10); end !== -1; end = input.indexOf(10, from)) {
    parse(input.toString('utf8', from, end));
    from = end + 1;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Lines of text logs: reading them is all the bare pass does.
    return undefined;
  }
}

async function ownPass(parser, input) {
  async function* open(start = 0) {
    for (let at = start; at < input.length; at += CHUNK_BYTES) {
      yield input.subarray(at, at + CHUNK_BYTES);
    }
  }
  const container = detectLayout({bytes: input.subarray(0, 65_536), isWhole: false});
  const report = new SourceReport();
  const sibling = async () => undefined;
  const source = makeChunkSource({name: 'bench', container, report, open, sibling});
  const tally = {accept: () => undefined, refuse: () => undefined};
  const context = {signal: new AbortController().signal, tally};
  let count = 0;
  for await (const facts of parser.parse(source, context)) count += facts.length;
  return count;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function time(pass) {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const count = await pass();
  const {user, system} = process.cpuUsage(cpu);
  return {ms: performance.now() - began, cpuMs: (user + system) / 1000, count};
}

const formats = [];
for (const parser of parsers) {
  const {id} = parser;
  let sample;
  try {
    sample = pickSample(id);
  } catch {
    // Archives and databases have no sample of bytes.
    continue;
  }
  if (sample === undefined || id === 'mapped') continue;
  const input = repeat(sample);
  const bare = [];
  const own = [];
  for (let round = 0; round <= Number(rounds); round++) {
    const taken = [
      await time(() => barePass(input, sample)),
      await time(() => ownPass(parser, input)),
    ];
    if (round === 0) continue;
    bare.push(taken[0]);
    own.push(taken[1]);
  }
  formats.push({
    id,
    megabytes: input.length / 1e6,
    facts: own[0].count,
    bareMs: median(bare.map(({ms}) => ms)),
    ownMs: median(own.map(({ms}) => ms)),
    bareCpuMs: median(bare.map(({cpuMs}) => cpuMs)),
    ownCpuMs: median(own.map(({cpuMs}) => cpuMs)),
  });
}
console.log(
  JSON.stringify({formats, ms: 0, cpuMs: 0, rssMb: Math.round(process.memoryUsage().rss / 1e6)}),
);
