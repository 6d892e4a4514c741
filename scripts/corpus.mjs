// npm run corpus [-- --root DIR --counts FILE --only TEXT]: opens every entry of a counts file and compares what the case holds.
import {readFileSync} from 'node:fs';
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
const rows = readFileSync(values.counts ?? join(root, 'COUNTS.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line))
  .filter((row) => row.file.includes(values.only));

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
    if (isLog && hasCounts(row)) {
      result.compared++;
      result.disagree.push({file: row.file, field: 'opened', expected: true, got: entry.reason});
    }
    line = isLog ? `REFUSED ${entry.reason.split('\n')[0]}` : 'refused, as it should be';
  }
  console.log(`${row.file.padEnd(64)} ${line}`);
}
console.log(JSON.stringify(result));
