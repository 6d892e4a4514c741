// `node test/bench/search.mjs [--mb N]`: a case of about N MB (default 1000), its search index, and how long the
// first hit takes once it is built. Prints medians of 9 in-process searches, each with the index opened anew.
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {spawnSync} from 'node:child_process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {createRandom} from '../../scripts/sample/trace-writer.mjs';
import {parseSearch} from '../../dist/src/store/search/parse-search.js';
import {SearchIndex, toIndexPath} from '../../dist/src/store/search/search-index.js';
import {writeAll} from './generate.mjs';

const {values: options} = parseArgs({options: {mb: {type: 'string', default: '1000'}}});
const MB = 1_000_000;
const RESULT_CHARS = 10_000;
const VOCABULARY = 50_000;
const ROUNDS = 9;

/** Results of about 10 kB, of words as often as words are (Zipf): one in them stands in one result only. */
function* toolCalls(sizeBytes) {
  const random = createRandom(7);
  yield '{"whatbroke":1}\n';
  let written = 0;
  for (let call = 0; written < sizeBytes; call += 1) {
    let text = call === 1234 ? 'needle_in_haystack ' : '';
    while (text.length < RESULT_CHARS) {
      text += `w${Math.floor(VOCABULARY ** random())}${random() < 0.02 ? '_flags' : ''} `;
    }
    const start = new Date(1_770_000_000_000 + call * 1000).toISOString();
    const span = {trace: `t${call >> 10}`, span: `s${call}`, kind: 'tool', name: 'read', start};
    const line = `${JSON.stringify({...span, input: {path: `f${call}`}, output: text})}\n`;
    written += line.length;
    yield line;
  }
}

const SEARCHES = [
  ['a word of one text', 'needle_in_haystack'],
  ['a common word', 'w17'],
  ['two common words', 'w17 w3'],
  ['a phrase', '"w1 w2"'],
  ['a prefix', 'w4999*'],
  ['words near each other', 'NEAR(w30 w40, 5)'],
];

function timeFirstHit(casePath, words) {
  const began = performance.now();
  const index = SearchIndex.open(casePath);
  for (const step of index.update()) void step;
  let ms;
  for (const hit of index.find(parseSearch(words), {}, 3)) {
    if (hit.placesTotal > 0) ms = performance.now() - began;
    break;
  }
  index.close();
  return {ms: ms ?? performance.now() - began, isFound: ms !== undefined};
}

const work = mkdtempSync(join(tmpdir(), 'whatbroke-bench-search-'));
try {
  const log = join(work, 'log.jsonl');
  const casePath = join(work, 'case.db');
  await writeAll(log, toolCalls(Number(options.mb) * MB));
  const bin = new URL('../../bin/whatbroke.js', import.meta.url).pathname;
  const ingest = spawnSync(process.execPath, [bin, 'ingest', log, '--case', casePath]);
  if (ingest.status !== 0) throw new Error(String(ingest.stderr));
  const cpu = process.cpuUsage();
  const index = SearchIndex.open(casePath);
  for (const step of index.update()) void step;
  index.close();
  const {user, system} = process.cpuUsage(cpu);
  const caseMb = statSync(casePath).size / MB;
  const indexMb = statSync(toIndexPath(casePath)).size / MB;
  console.log(`case ${caseMb.toFixed(0)} MB, index ${indexMb.toFixed(0)} MB`);
  console.log(`index built at ${(caseMb / ((user + system) / 1e6)).toFixed(1)} MB a second of CPU`);
  for (const [what, words] of SEARCHES) {
    const rounds = Array.from({length: ROUNDS}, () => timeFirstHit(casePath, words));
    const ms = rounds.map((round) => round.ms).sort((a, b) => a - b);
    const note = rounds.every((round) => round.isFound) ? '' : ' (no hit)';
    console.log(`first hit, ${what}: ${ms[ROUNDS >> 1].toFixed(1)} ms${note}`);
  }
} finally {
  rmSync(work, {recursive: true, force: true});
}
