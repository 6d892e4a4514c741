// `npm run bench`: the first rows of DESIGN section 10, as ratios measured in one run on this machine.
//   --mb N       size of the JSONL in MB (default 100)   --document-mb N   of the one document (default 50)
//   --spans N    spans of the span rows (default 100000) --runs N          rounds, median taken (default 5)
//   --big        2 GB JSONL, 600 MB document, 1,000,000 spans and levels, 3 rounds
//   --write      also write docs/performance.md
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {cpus, tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {writeConversations, writeDocument} from './generate.mjs';
import {writeSpans} from './generate-spans.mjs';
import {compare} from './measure.mjs';

const {values: options} = parseArgs({
  options: {
    mb: {type: 'string'},
    'document-mb': {type: 'string'},
    spans: {type: 'string'},
    runs: {type: 'string'},
    big: {type: 'boolean', default: false},
    write: {type: 'boolean', default: false},
  },
});
const size = (name, usual, big) => Number(options[name] ?? (options.big ? big : usual));
const jsonlMb = size('mb', 100, 2000);
const documentMb = size('document-mb', 50, 600);
const spans = size('spans', 100_000, 1_000_000);
const runs = size('runs', 5, 3);

const work = mkdtempSync(join(tmpdir(), 'whatbroke-bench-'));
const file = (name) => join(work, name);
let cases = 0;
const rows = [];

/** A case of its own for every call, so that nothing is found unchanged. */
async function rounds(list) {
  const fresh = list.map(([script, args]) => [
    script,
    args.map((arg) => (arg === 'CASE' ? file(`case-${(cases += 1)}/case.db`) : arg)),
  ]);
  const results = [];
  for (let round = 0; round < runs; round += 1) {
    for (let index = 1; index <= cases; index += 1) {
      rmSync(file(`case-${index}`), {recursive: true, force: true});
    }
    results.push(await compare(1, fresh));
  }
  return list.map((_, at) => {
    const mine = results.map((result) => result[at]).sort((a, b) => a.ms - b.ms);
    const rssMb = Math.max(...mine.map((result) => result.rssMb));
    return {...mine[Math.floor(mine.length / 2)], rssMb};
  });
}

function add(what, measured, budget, rssMb) {
  rows.push({what, measured, budget, memory: rssMb === undefined ? '' : `${rssMb} MB`});
  console.error(`  ${what}: ${measured}`);
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const ratio = (a, b) => (a / b).toFixed(2);

async function jsonl() {
  const path = file('conversations.jsonl');
  await writeConversations(path, jsonlMb * 1e6);
  const mb = statSync(path).size / 1e6;
  const [bare, own] = await rounds([
    ['bare-lines.mjs', [path]],
    ['ingest.mjs', [path, 'CASE']],
  ]);
  const speed = `${ratio(bare.ms, own.ms)} of the bare pass (${Math.round(mb / (own.ms / 1000))} MB/s)`;
  add(`ingest, JSONL of growing conversations, ${Math.round(mb)} MB`, speed, '>= 0.7', own.rssMb);
  add('case size, share of the log', ratio(own.caseMb, mb), '', undefined);
  rmSync(path);
}

async function document() {
  const path = file('document.json');
  await writeDocument(path, documentMb * 1e6);
  const mb = Math.round(statSync(path).size / 1e6);
  const [bare, own] = await rounds([
    ['bare-document.mjs', [path]],
    ['ingest.mjs', [path, 'CASE']],
  ]);
  const speed = `${ratio(own.ms, bare.ms)} times a bare stream-json pass`;
  add(`ingest, one document of ${mb} MB`, speed, '<= 1.10', own.rssMb);
  rmSync(path);
}

async function spanRows() {
  const [few, many, chain] = [file('few.jsonl'), file('many.jsonl'), file('chain.jsonl')];
  await writeSpans(few, spans / 10, 'flat');
  await writeSpans(many, spans, 'flat');
  await writeSpans(chain, spans, 'chain');
  const [small, large, deep] = await rounds([
    ['analyze.mjs', [few, 'CASE']],
    ['analyze.mjs', [many, 'CASE']],
    ['analyze.mjs', [chain, 'CASE']],
  ]);
  const count = spans.toLocaleString('en');
  add(
    `analysis, 10 times the spans (${count})`,
    `${ratio(large.ms, small.ms)} times`,
    '<= 12',
    large.rssMb,
  );
  add(`analysis, ${count} spans`, seconds(large.ms), '10 s a million', large.rssMb);
  add(`analysis, a chain ${count} deep`, seconds(deep.ms), '', deep.rssMb);
  const [whole] = await rounds([['command.mjs', ['ingest', chain, '--case', 'CASE']]]);
  add(`whatbroke ingest, a chain ${count} deep`, seconds(whole.ms), '', whole.rssMb);
}

async function start() {
  const [node, help] = await rounds([
    ['command.mjs', ['node']],
    ['command.mjs', ['--help']],
  ]);
  const own = Math.round(help.ms - node.ms);
  add('start, whatbroke --help', `${Math.round(help.ms)} ms (${own} ms above node)`, '< 150 ms');
}

function table() {
  const lines = ['| what | measured | budget | peak memory |', '| --- | --- | --- | --- |'];
  for (const {what, measured, budget, memory} of rows) {
    lines.push(`| ${what} | ${measured} | ${budget} | ${memory} |`);
  }
  return lines.join('\n');
}

try {
  await start();
  await jsonl();
  await document();
  await spanRows();
  console.log(table());
  if (options.write) {
    const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores, medians of ${runs}.`;
    const head =
      '# Performance\n\nWritten by `npm run bench -- --write`. Ratios of one run on one machine; budgets in the right column.\n';
    writeFileSync(
      new URL('../../docs/performance.md', import.meta.url),
      `${head}\n${machine}\n\n${table()}\n`,
    );
  }
} finally {
  rmSync(work, {recursive: true, force: true});
}
