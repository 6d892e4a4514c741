// npm run corpus [-- --root DIR --counts FILE --only TEXT]: opens every entry of a counts file below the root, and compares what
// the case holds. One line per entry, then each disagreement, then all of it as one line of JSON.
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {compareEntry, hasCounts} from './corpus/compare.mjs';
import {openEntry} from './corpus/open-entry.mjs';

const shared = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data');
const {values} = parseArgs({
  options: {
    root: {type: 'string', default: shared},
    counts: {type: 'string'},
    only: {type: 'string', default: ''},
  },
});
const root = resolve(values.root);
const rows = readCounts(values.counts ?? join(root, 'COUNTS.jsonl')).filter((row) =>
  row.file.includes(values.only),
);

/** One JSON object a line, each with a `file` below the root. */
function readCounts(path) {
  if (!existsSync(path)) stop(`${path} is not there: name a counts file with --counts`);
  const rows = [];
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = parseRow(line);
    if (row === undefined) stop(`${path}, line ${index + 1}: expected a JSON object with "file"`);
    rows.push(row);
  }
  return rows;
}

function parseRow(line) {
  try {
    const row = JSON.parse(line);
    return typeof row?.file === 'string' ? row : undefined;
  } catch {
    // Said by the caller, with the line.
    return undefined;
  }
}

function stop(message) {
  console.error(`corpus: ${message}`);
  process.exit(2);
}

const result = {files: rows.length, opened: 0, refused: 0, compared: 0, agree: 0, disagree: []};
for (const row of rows) {
  const entry = await openEntry(root, row.file);
  const isLog = row.format !== 'not-a-log';
  let line;
  if (entry.status === 'opened') {
    result.opened++;
    const wrong = isLog
      ? compareEntry(row, entry.counts)
      : [{file: row.file, field: 'format', expected: 'refused', got: entry.formats.join(' ')}];
    if (!isLog || hasCounts(row)) {
      result.compared++;
      if (wrong.length === 0) result.agree++;
    }
    result.disagree.push(...wrong);
    const losses = entry.diagnostics.length === 0 ? '' : ` losses ${entry.diagnostics.length}`;
    const verdict =
      wrong.length === 0 ? 'agrees' : `differs in ${wrong.map((w) => w.field).join(' ')}`;
    line = `${entry.formats.join(' ')}: ${verdict}${losses}`;
  } else {
    result.refused++;
    // A file that is named and not there is a disagreement, whatever its counts.
    if (entry.status === 'missing' || (isLog && hasCounts(row))) {
      result.compared++;
      result.disagree.push({file: row.file, field: 'opened', expected: true, got: entry.reason});
    }
    line =
      isLog || entry.status === 'missing' ? `REFUSED ${entry.reason}` : 'refused, as it should be';
  }
  console.log(`${row.file.padEnd(64)} ${line}`);
}
for (const {file, field, expected, got} of result.disagree) {
  console.log(`differs: ${file}: ${field} is ${String(got)}, expected ${String(expected)}`);
}
console.log(JSON.stringify(result));
