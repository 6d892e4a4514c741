// Fills the list of formats in README.md from the registry; with --check only says whether it is up to
// date. Needs a build.
import {readFileSync, writeFileSync} from 'node:fs';
import {parsers} from '../dist/parsers/index.js';

const page = new URL('../README.md', import.meta.url);
const [FROM, TO] = ['<!-- formats -->\n', '<!-- /formats -->'];

const text = readFileSync(page, 'utf8');
const list = parsers.map(({id, title}) => `- \`${id}\`: ${title}\n`).join('');
const head = text.slice(0, text.indexOf(FROM) + FROM.length);
const made = `${head}\n${list}\n${text.slice(text.indexOf(TO))}`;
if (process.argv.includes('--check')) {
  if (made !== text) console.error('README.md is stale: run `node scripts/gen-readme.mjs`');
  process.exitCode = made === text ? 0 : 1;
} else if (made !== text) {
  writeFileSync(page, made);
}
