// `npm run bench`: the rows of DESIGN section 10, as ratios measured in one run on this machine.
//   --mb N       size of each JSONL in MB (default 60)   --document-mb N   of the one document (default 50)
//   --spans N    spans of the span rows (default 100000) --runs N          rounds, median taken (default 5)
//   --only NAME  start, conversations, sessions, formats, document, size, spans; may be repeated
//   --big        instead: 2 GB JSONL, 600 MB document, a 400 MB record, a million spans, a million levels
//   --write      also write the baseline and docs/performance.md
// Ends with 1 where a ratio is worse than test/bench/baseline.json by more than a quarter.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {cpus, tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {big} from './big.mjs';
import {caseSize, conversations, document, formats, sessions, spans, startUp} from './rows.mjs';
import {buildBaseline, buildTable, findRegressions} from './table.mjs';
import {writePerformancePage} from './write-page.mjs';

const {values: options} = parseArgs({
  options: {
    mb: {type: 'string', default: '60'},
    'document-mb': {type: 'string', default: '50'},
    spans: {type: 'string', default: '100000'},
    runs: {type: 'string', default: '5'},
    only: {type: 'string', multiple: true, default: []},
    big: {type: 'boolean', default: false},
    write: {type: 'boolean', default: false},
  },
});
const GROUPS = {start: startUp, conversations, sessions, formats, document, size: caseSize, spans};
const unknown = options.only.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0) {
  console.error(`--only ${unknown[0]}: expected one of ${Object.keys(GROUPS).join(', ')}`);
  process.exit(2);
}
const wanted = Object.entries(GROUPS).filter(
  ([name]) => options.only.length === 0 || options.only.includes(name),
);
const groups = options.big ? [big] : wanted.map(([, group]) => group);
const setup = {
  work: mkdtempSync(join(tmpdir(), 'whatbroke-bench-')),
  jsonlMb: Number(options.mb),
  documentMb: Number(options['document-mb']),
  spans: Number(options.spans),
  runs: Number(options.runs),
};
const baselinePath = new URL('./baseline.json', import.meta.url);
const baseline = JSON.parse(readFileSync(baselinePath, 'utf8'));
const rows = [];
try {
  for (const group of groups) {
    for await (const row of group(setup)) {
      rows.push(row);
      console.error(`  ${row.what}: ${row.value.toPrecision(3)} ${row.unit}`);
    }
  }
} finally {
  rmSync(setup.work, {recursive: true, force: true});
}
console.log(buildTable(rows));
if (options.write) {
  if (!options.big) {
    const merged = {...baseline, ...buildBaseline(rows)};
    writeFileSync(baselinePath, `${JSON.stringify(merged, null, 2)}\n`);
  }
  const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores`;
  writePerformancePage({rows, isBig: options.big, machine, runs: setup.runs});
} else {
  const regressions = findRegressions(rows, baseline);
  for (const line of regressions) console.error(`worse than the baseline: ${line}`);
  if (regressions.length > 0) process.exitCode = 1;
}
